import type { AgentEvent } from '../../core/agent/index.ts';

/** The last step, or all that the task did. */
export type UndoScope = 'step' | 'task';

/** Which checkpoint brings that back; undefined where nothing is left to undo. */
export function checkpointToUndo(log: readonly AgentEvent[], scope: UndoScope): string | undefined {
  const standing: string[] = [];
  for (const event of log) {
    if (event.type === 'checkpoint') standing.push(event.checkpointId);
    // What came after it is gone with it.
    else if (event.type === 'undone' && standing.includes(event.checkpointId)) standing.length = standing.indexOf(event.checkpointId);
  }
  return scope === 'task' ? standing[0] : standing.at(-1);
}
