import type { AgentEvent } from '../../core/agent/index.ts';

/** The last step, or all that the task did. */
export type UndoScope = 'step' | 'task';

/**
 * Which checkpoint brings that back; undefined where nothing is left to undo. One whose files could not all be brought back is tried again, until a
 * try brings back nothing more.
 */
export function checkpointToUndo(log: readonly AgentEvent[], scope: UndoScope): string | undefined {
  const standing: string[] = [];
  let triedBefore: string | undefined;
  for (const event of log) {
    if (event.type === 'checkpoint') standing.push(event.checkpointId);
    if (event.type !== 'undone') continue;
    const { checkpointId, paths, left = [] } = event;
    const mayTryAgain = left.length > 0 && (paths.length > 0 || triedBefore !== checkpointId);
    const place = standing.indexOf(checkpointId);
    // What came after it is gone with it.
    if (place >= 0) standing.length = mayTryAgain ? place + 1 : place;
    triedBefore = checkpointId;
  }
  return scope === 'task' ? standing[0] : standing.at(-1);
}
