/**
 * Nothing was stored. `in-use`: another window writes this task. `changed-elsewhere`: it did so since this one read it. `damaged` and `newer-format`: it can only be
 * read. `too-large`: a line of more than 20 MB.
 */
export type TaskStoreReason = 'in-use' | 'changed-elsewhere' | 'damaged' | 'newer-format' | 'too-large' | 'disk-full' | 'failed';

export class TaskStoreError extends Error {
  readonly reason: TaskStoreReason;

  constructor(reason: TaskStoreReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'TaskStoreError';
    this.reason = reason;
  }
}

export function storeErrorOf(error: unknown): TaskStoreError {
  if (error instanceof TaskStoreError) return error;
  const { code } = error as { code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return new TaskStoreError(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'failed', message, error);
}
