import type { Ledger } from '../core/ledger/index.ts';

/** A call of the ledger's port, sent to the thread that owns the file. */
export interface LedgerCall {
  readonly id: number;
  readonly method: keyof Ledger;
  readonly args: readonly unknown[];
}

/** What comes back. The first reply, `opened`, says which file is in use. */
export type LedgerReply =
  | { readonly type: 'opened'; readonly movedAside?: string }
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
