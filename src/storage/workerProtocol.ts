import type { Ledger } from '../core/ledger/index.ts';
import type { LedgerProblem } from './ledgerState.ts';

/** What the thread is told when it is made. */
export interface LedgerThreadSettings {
  readonly file: string;
  /** So long does a call wait for another process that writes. */
  readonly busyTimeoutMs: number;
  /** So often does the thread look whether another process has written, beside watching the folder. */
  readonly pollEveryMs: number;
  /** So often does it book the estimates of reservations whose process has died. */
  readonly settleExpiredEveryMs: number;
  /** So long after the last call it does what nobody waits for. */
  readonly tidyAfterMs: number;
  /** So many days are entries kept, today among them; 0: for ever. */
  readonly keepEntriesDays: number;
}

/** The ledger's port as the thread speaks it: what is stored with every request is sent packed. */
export type LedgerMethod = Exclude<keyof Ledger, 'reserve' | 'settle'> | 'reservePacked' | 'settlePacked';

const readingMethods: ReadonlySet<LedgerMethod> = new Set([
  'limitStates',
  'learnedRatios',
  'outcomeCounts',
  'daySummary',
  'rollUps',
  'recentEntries',
  'findEntries',
  'entriesFrom',
  'hourTotals',
  'dearestEntries',
  'completionCosts',
  'taskEntries',
  'sessionEntries',
] as const satisfies readonly LedgerMethod[]);

export function isReading(method: LedgerMethod): boolean {
  return readingMethods.has(method);
}

/**
 * A call of the ledger's port, sent to the thread that owns the file; or the end, after which the thread ends. `written`: so many calls were
 * done without it.
 */
export type LedgerRequest =
  | { readonly type: 'call'; readonly id: number; readonly method: LedgerMethod; readonly args: readonly unknown[] }
  | { readonly type: 'poll-every'; readonly everyMs: number }
  | { readonly type: 'keep-entries'; readonly days: number }
  | { readonly type: 'written'; readonly calls: number }
  | { readonly type: 'close' };

/** The file in use. */
export interface OpenedFile {
  /** The damaged one that lay there before was moved aside, and so many of its entries copied. */
  readonly movedAside?: string;
  readonly recoveredEntries?: number;
  /** It was of an earlier layout: the copy as it was before it was brought to this one. */
  readonly backup?: string;
  /** It is of a later version: it is read, and never written to. Says so. */
  readonly laterVersion?: string;
}

/**
 * What comes back. `opened` comes first, and again whenever another file is in use; `changed` when something was stored that no call asked
 * for. After `unavailable` the thread ends.
 */
export type LedgerReply =
  | ({ readonly type: 'opened' } & OpenedFile)
  | { readonly type: 'changed' }
  | { readonly type: 'unavailable'; readonly problem: LedgerProblem; readonly message: string }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly problem: LedgerProblem;
      readonly message: string;
      readonly isRetryable: boolean;
    };
