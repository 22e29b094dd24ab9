import * as vscode from 'vscode';
import { allowListProblems } from '../../../core/agent/commands/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { NoticeState } from '../protocol.ts';
import type { ShownTask } from './taskState.ts';
import type { ViewFacts } from './viewState.ts';

const { t } = vscode.l10n;

/** What is to be known before anything else on the page is read. */
export function noticesOf({ isTrusted, trouble, current, trustedCommands }: ViewFacts): readonly NoticeState[] {
  return [
    ...(isTrusted ? [] : [trustNotice()]),
    ...(current ? taskNotices(current) : []),
    ...allowListNotices(trustedCommands),
    ...(trouble === undefined ? [] : [{ id: 'trouble', severity: 'error' as const, text: revealInvisible(trouble) }]),
  ];
}

function trustNotice(): NoticeState {
  return {
    id: 'trust',
    severity: 'warning',
    text: t('The agent works only in workspaces that you trust: a repository could tell it what to do.'),
    action: { command: 'manage-trust', label: t('Manage trust…') },
  };
}

/** How it was stored, and what of it cannot be undone. */
function taskNotices({ id, log, warning }: ShownTask): readonly NoticeState[] {
  const isNamedOnly = log.some((event) => event.type === 'checkpoint' && event.coverage === 'named-files');
  return [
    ...(warning === undefined ? [] : [{ id: `stored ${id}`, severity: 'warning' as const, text: warning }]),
    ...(isNamedOnly
      ? [
          {
            id: `coverage ${id}`,
            severity: 'information' as const,
            text: t(
              'Undo brings back the files that the agent edited itself. What commands changed stays: there is no git here, or the workspace is too large for it.',
            ),
          },
        ]
      : []),
  ];
}

/** An entry that says too much counts for nothing, and whoever wrote it believes otherwise. */
function allowListNotices(trustedCommands: readonly string[]): readonly NoticeState[] {
  return allowListProblems(trustedCommands).map(({ entry, reason }) => ({
    id: `allow-list ${entry}`,
    severity: 'warning',
    text: t('Your trusted command "{0}" never counts: {1}', revealInvisible(entry), revealInvisible(reason)),
    action: { command: 'open-settings', label: t('Open Settings') },
  }));
}
