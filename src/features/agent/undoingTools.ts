import * as vscode from 'vscode';
import type { AgentTools } from '../../core/agent/index.ts';
import type { Log } from '../../platform/log.ts';
import { createCheckpoints, noteRuns } from '../../providers/checkpoints/index.ts';
import type { LoopPorts } from './agentTaskPorts.ts';
import { userChangesIn } from './userChanges.ts';

const { t } = vscode.l10n;

export interface UndoingPlace {
  readonly folder: vscode.Uri;
  /** Outside every workspace. */
  readonly checkpointsFolder: string;
  readonly taskId: string;
  readonly log: Pick<Log, 'warn'>;
}

/** The tools, and the checkpoints that know what they changed. Where none can be made, no step that changes something happens. */
export function undoingTools(
  tools: AgentTools,
  { folder, checkpointsFolder, taskId, log }: UndoingPlace,
): Pick<LoopPorts, 'tools' | 'checkpoints'> {
  if (folder.scheme !== 'file') {
    const refuse = (): Promise<never> =>
      Promise.reject(new Error(t('Files of this workspace are on no disk of this machine: what is changed could not be undone.')));
    return { tools, checkpoints: { make: refuse, restore: refuse } };
  }
  const isDirty = (path: string): boolean => {
    const uri = vscode.Uri.joinPath(folder, path).toString();
    return vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri);
  };
  const checkpoints = createCheckpoints({
    folder: checkpointsFolder,
    root: folder.fsPath,
    taskId,
    isDirty,
    watchUser: userChangesIn(folder),
    warn: (text) => log.warn(text),
  });
  return { tools: noteRuns(tools, checkpoints), checkpoints };
}
