/**
 * Checkpoints of a task's workspace folder. How to use them:
 * `const checkpoints = createCheckpoints({folder, root, taskId, isDirty, watchUser})` once for each task and window, and for the loop
 * `{checkpoints, tools: noteRuns(createAgentTools(...), checkpoints)}`: only what runs inside `around`, which `noteRuns` sees to, can be undone.
 * `pruneCheckpoints(folder, idsOfAllTasksThatAreKept)` after tasks were removed.
 */
export { createCheckpoints } from './createCheckpoints.ts';
export { noteRuns } from './noteRuns.ts';
export { pruneCheckpoints } from './pruneCheckpoints.ts';
export type { Touched, WatchUser, WorkspaceCheckpoints } from './workspaceCheckpoints.ts';
