import * as vscode from 'vscode';
import type { PauseReason, TaskOutcome } from '../../../core/agent/index.ts';

const { t } = vscode.l10n;

export function pauseInWords(reason: PauseReason): string {
  const words: Readonly<Record<PauseReason, string>> = {
    'four-fifths-of-cap': t('Four fifths of the cap are spent.'),
    cap: t('The cap is reached: nothing paid leaves any more.'),
    user: t('Paused.'),
    'step-limit': t('So many steps as are allowed without you are done.'),
    'nobody-answers': t('No model answers.'),
  };
  return words[reason];
}

export function outcomeInWords(outcome: TaskOutcome): string {
  const words: Readonly<Record<TaskOutcome, string>> = {
    done: t('Done, and the tests say so.'),
    unproved: t('Done, as far as the agent says: no test has shown it.'),
    answered: t('Answered.'),
    planned: t('The plan is ready.'),
    stopped: t('Stopped.'),
    'gave-up': t('Given up.'),
    failed: t('Failed.'),
  };
  return words[outcome];
}

/** Of files that undoing left. */
export function leftWords(paths: readonly string[]): string {
  return t('Left as they are, because they were changed since or could not be written: {0}', paths.join(', '));
}
