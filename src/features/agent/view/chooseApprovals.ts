import * as vscode from 'vscode';
import { type ApprovalMode, approvalModes } from '../../../core/agent/index.ts';
import { readSetting, writeSetting } from '../../../platform/settings.ts';
import type { AgentTask } from '../agentTask.ts';
import { approvalsInWords } from './viewState.ts';

const { t } = vscode.l10n;

/**
 * What happens without asking, chosen in a list of the editor: nothing that a page says loosens it. It holds for the task that is looked at, from now on;
 * where there is none, for the tasks that are begun from then on.
 */
export async function chooseApprovals(task: AgentTask | undefined): Promise<void> {
  if (task?.isReadOnly) return;
  const current = task?.approvals ?? readSetting('agent.approvals');
  const details: Readonly<Record<ApprovalMode, string>> = {
    'every-step': t('Each edit and each command asks.'),
    edits: t('Edits of ordinary files in the workspace happen; commands ask. Each step can be undone.'),
    'trusted-commands': t('Commands that are harmless or on your list run, too.'),
  };
  const items = approvalModes.map((mode) => ({
    label: approvalsInWords(mode),
    detail: details[mode],
    ...(mode === current && { description: t('now') }),
    mode,
  }));
  const title = task ? t('What this task does without asking') : t('What the agent does without asking');
  const picked = await vscode.window.showQuickPick(items, { title });
  if (!picked) return;
  if (task) await task.setApprovals(picked.mode);
  else await writeSetting('agent.approvals', picked.mode);
}
