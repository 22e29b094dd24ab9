import type { Checkpoints } from '../../core/agent/index.ts';

/** What a piece of work changes: these files, relative to the workspace folder, or nobody knows which, as of a command. */
export type Touched = readonly string[] | 'unknown';

/**
 * `make` before each step, all that the agent does inside `around`, `restore` to undo. Only what happened inside `around` is brought back, and only where it still is
 * as the agent left it: what the user did in between or meanwhile, or has unsaved, is told as left.
 */
export interface WorkspaceCheckpoints extends Checkpoints {
  /** `named-files`: without git, or in a workspace too large for it, what commands change cannot be brought back. Known after the first `make`. */
  readonly coverage: 'all' | 'named-files';
  /** Does the work, and remembers how it left the files. What the work throws is thrown. */
  around<Value>(touched: Touched, work: () => Promise<Value>): Promise<Value>;
}

export interface CheckpointsOptions {
  /** Outside the workspace, for all workspaces and tasks: `<ledger folder>/checkpoints`. */
  readonly folder: string;
  /** The task's workspace folder, absolute. */
  readonly root: string;
  readonly taskId: string;
  /** Has the user this file open with unsaved changes? Relative to the root, with `/`. */
  readonly isDirty?: (path: string) => boolean;
  /**
   * Tells of each file and folder that the user changes in the editor (saved, created, moved, removed), relative to the root, with `/`, until what it gives back is
   * called: asked only while work is under way of which nobody knows what it changes. What other programs of the user write meanwhile counts as the work's.
   */
  readonly watchUser?: WatchUser;
  /** The program; undefined: there is none, and only files that were named are brought back. `git` of the PATH where it is not given. */
  readonly git?: string | undefined;
  /** A workspace of more files is too much for git; 20,000 where it is not given. */
  readonly mostFiles?: number;
  /** Told once, where commands cannot be undone any more: why. */
  readonly warn?: (text: string) => void;
}

export type WatchUser = (changed: (path: string) => void) => () => void;
