/** What is wrong with the ledger, as far as its user can do something about it. */
export type LedgerProblem = 'no-sqlite' | 'newer-version' | 'locked' | 'disk-full' | 'not-writable' | 'other';

export type LedgerState =
  /** Not needed yet, or not answered yet. */
  | { readonly status: 'opening' }
  /**
   * `movedAside`: the file was damaged; it lies there now, and a new one was begun, into which so many entries could be copied. `backup`: the
   * file was of an earlier version; a copy as it was lies there.
   */
  | { readonly status: 'open'; readonly movedAside?: string; readonly recoveredEntries?: number; readonly backup?: string }
  /**
   * The file is open, but the last write failed, and the next one that succeeds ends this. (Likewise of reading, where no write failed.) A file
   * of a newer version is never written to.
   */
  | { readonly status: 'failing'; readonly problem: LedgerProblem; readonly detail: string }
  /** It cannot be opened. It is tried again, unless that cannot help. */
  | { readonly status: 'unavailable'; readonly problem: LedgerProblem; readonly detail: string };
