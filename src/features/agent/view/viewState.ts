import * as vscode from 'vscode';
import type { ApprovalMode, CostEstimate } from '../../../core/agent/index.ts';
import type { LineCount } from '../../../core/agent/money/index.ts';
import { formatUsd } from '../../../core/money/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { AgentViewState, ComposerMode, ComposerState, PastTaskState } from '../protocol.ts';
import { costInWords, estimateInWords } from './costWords.ts';
import { noticesOf } from './notices.ts';
import { pageWords } from './pageWords.ts';
import { phaseInWords, type ShownTask, taskState, titleOf } from './taskState.ts';

const { t } = vscode.l10n;

export interface ShownDraft {
  readonly mode: ComposerMode;
  readonly attachments: readonly { readonly id: string; readonly label: string }[];
}

export interface ViewFacts {
  readonly language: string;
  readonly isTrusted: boolean;
  readonly tasks: readonly ShownTask[];
  readonly current: ShownTask | undefined;
  /** Cards of which the user wants to see all. */
  readonly opened: ReadonlySet<string>;
  readonly kept: LineCount | undefined;
  readonly history: readonly PastTaskState[] | undefined;
  readonly draft: ShownDraft;
  readonly approvals: ApprovalMode;
  readonly estimate: CostEstimate | undefined;
  /** The user's own list of commands that need no approval. */
  readonly trustedCommands: readonly string[];
  /** What went wrong with what the user asked last. */
  readonly trouble: string | undefined;
}

/** All that the page shows. */
export function viewState(facts: ViewFacts): AgentViewState {
  const { language, tasks, current, opened, kept, history } = facts;
  return {
    type: 'state',
    language,
    words: pageWords(),
    status: statusOf(current),
    notices: noticesOf(facts),
    tabs: tasks.map((task) => ({
      id: task.id,
      title: titleOf(task),
      phase: task.phase,
      phaseText: phaseInWords(task.phase),
      cost: costInWords(task.state.cost),
      isCurrent: task === current,
    })),
    ...(current && { task: taskState(current, opened, kept) }),
    ...(history && { history }),
    composer: composerOf(facts),
  };
}

function statusOf(task: ShownTask | undefined): string {
  if (!task) return '';
  const { cost, capNanoUsd } = task.state;
  return t('The agent: {0}. {1} of {2} spent.', phaseInWords(task.phase), formatUsd(cost.countedNanoUsd), formatUsd(capNanoUsd));
}

function composerOf({ draft, approvals, estimate, isTrusted, current }: ViewFacts): ComposerState {
  const blocked = blockedBy(isTrusted, current);
  return {
    mode: draft.mode,
    modes: [
      { mode: 'ask', label: t('Ask'), detail: t('Reads and answers') },
      { mode: 'plan', label: t('Plan'), detail: t('Reads, and ends with a plan') },
      { mode: 'agent', label: t('Agent'), detail: t('Does it, and proves it by the tests') },
    ],
    approvals: approvalsInWords(current?.approvals ?? approvals),
    attachments: draft.attachments.map(({ id, label }) => ({ id, label: revealInvisible(label) })),
    ...(estimate && { estimate: estimateInWords(estimate) }),
    ...(blocked !== undefined && { blocked }),
  };
}

function blockedBy(isTrusted: boolean, task: ShownTask | undefined): string | undefined {
  if (!isTrusted) return t('This workspace is not trusted.');
  if (task?.isReadOnly) return t('This task can only be looked at: begin a new one.');
  return task && isBusy(task) ? t('It is at work: stop it to say something.') : undefined;
}

const isBusy = ({ phase }: ShownTask): boolean => phase === 'running' || phase === 'approval' || phase === 'question';

export function approvalsInWords(mode: ApprovalMode): string {
  const words: Readonly<Record<ApprovalMode, string>> = {
    'every-step': t('reading only'),
    edits: t('edits of ordinary files'),
    'trusted-commands': t('edits and trusted commands'),
  };
  return words[mode];
}
