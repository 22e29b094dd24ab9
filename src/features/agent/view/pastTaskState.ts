import * as vscode from 'vscode';
import { formatUsd } from '../../../core/money/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { TaskProblem, TaskStoreReason, TaskSummary } from '../../../storage/agentTasks/agentTaskStore.ts';
import type { PastTaskState } from '../protocol.ts';
import { outcomeInWords } from './outcomeWords.ts';

const { t } = vscode.l10n;

/** A task of the past in the list. */
export function pastTaskState(summary: TaskSummary, timeZone: string): PastTaskState {
  const { taskId, title, asked, outcome, changedMs, costNanoUsd, isUnpriced, workspace } = summary;
  const when = new Intl.DateTimeFormat(vscode.env.language, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(changedMs);
  const parts = [
    when,
    outcome === undefined ? t('not over') : outcomeInWords(outcome),
    isUnpriced ? t('{0} and more, unpriced', formatUsd(costNanoUsd)) : formatUsd(costNanoUsd),
    revealInvisible(workspace ?? ''),
  ];
  return {
    id: taskId,
    title: revealInvisible((title ?? asked).replace(/\s+/g, ' ').trim()) || t('Task'),
    text: parts.filter((part) => part !== '').join(' · '),
  };
}

/** What is to be known of a task that was read. A torn last line is what a crash leaves: the task stands where it stood before. */
export function problemInWords(
  problem: TaskProblem | { readonly type: 'in-use'; readonly pid: number } | { readonly type: 'other-folder' },
): string {
  switch (problem.type) {
    case 'other-folder':
      return t('The folder of this task is not open in this window: here it can only be looked at.');
    case 'in-use':
      return t('Another window is working on this task: here it can only be looked at.');
    case 'torn-line':
      return t('The last thing that happened in this task was not stored whole, and is left out.');
    case 'corrupt-line':
      return t(
        'Line {0} of the file of this task is damaged: what comes after it is left out, and it cannot be gone on with.',
        problem.line,
      );
    case 'newer-format':
      return t('This task was stored by a later version of Farthing: here it can only be looked at.');
  }
}

/** Why nothing was stored, which is why nothing happened. */
export function storeErrorInWords(reason: TaskStoreReason, message: string): string {
  switch (reason) {
    case 'in-use':
    case 'changed-elsewhere':
      return t('Another window is working on this task.');
    case 'damaged':
      return t('The file of this task is damaged: it cannot be gone on with.');
    case 'newer-format':
      return t('This task was stored by a later version of Farthing.');
    case 'too-large':
      return t('That is too much for one message: attach less.');
    case 'disk-full':
      return t('The disk is full: nothing was stored, so nothing was done.');
    case 'failed':
      return t('The task could not be stored, so nothing was done: {0}', message);
  }
}
