import * as vscode from 'vscode';
import { stripInvisible } from '../../../core/policy/index.ts';
import type { AgentTask } from '../agentTask.ts';
import { titleOf } from './taskState.ts';

const { t } = vscode.l10n;

/** In characters: more is not read in a list. */
const mostTitle = 100;

/** A task is named by how the user began, until they name it otherwise, in a box of the editor. */
export async function renameTask(task: AgentTask | undefined): Promise<void> {
  if (!task || task.isReadOnly) return;
  const typed = await vscode.window.showInputBox({ title: t('Rename task'), value: titleOf(task) });
  const title = stripInvisible(typed ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, mostTitle);
  if (title !== '' && title !== task.title) await task.rename(title);
}
