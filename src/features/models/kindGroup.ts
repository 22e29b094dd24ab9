import * as vscode from 'vscode';
import type { Candidate } from '../../core/catalogue/index.ts';
import { ladderTiers } from '../../core/selection/index.ts';
import { isFillInTheMiddle, type TaskKind } from '../../core/task/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';

const { t } = vscode.l10n;

/** Kinds of requests that one choice is made for. */
export interface KindGroup {
  readonly label: string;
  readonly kinds: readonly [TaskKind, ...TaskKind[]];
}

export function kindGroups(): readonly KindGroup[] {
  return [
    { label: t('Completions'), kinds: ['completion.line', 'completion.block'] },
    { label: t('Edits'), kinds: ['edit'] },
    { label: t('Chat'), kinds: ['chat'] },
    { label: t('Agent: planning'), kinds: ['agent.plan'] },
    { label: t('Agent: steps'), kinds: ['agent.step'] },
    { label: t('Agent: subtasks'), kinds: ['agent.subtask'] },
    { label: t('Commit messages'), kinds: ['commit-message'] },
    { label: t('Titles'), kinds: ['title'] },
    { label: t('Summaries'), kinds: ['compaction'] },
  ];
}

/** The tiers that are tried one after the other where nothing is pinned. */
export function ladderInWords({ kinds: [kind] }: KindGroup): string {
  return ladderTiers(kind).map(tierInWords).join(' → ');
}

/** Can this model answer such a request at all? */
export function isUsableFor({ model }: Candidate, { kinds: [kind] }: KindGroup): boolean {
  if (isFillInTheMiddle(kind)) return model.fillInTheMiddle !== undefined;
  const needsTools = kind === 'agent.plan' || kind === 'agent.step' || kind === 'agent.subtask';
  return model.canChat && !(needsTools && model.canUseTools === false);
}
