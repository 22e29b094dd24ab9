import type { BackOffTimes } from './backOff.ts';

export interface WorkerLedgerOptions {
  /** The worker's script. */
  readonly script: string;
  /** The ledger's file; its folder is made where it is missing. */
  readonly file: string;
  /** The rests between two tries to open a file that could not be opened. */
  readonly retry?: BackOffTimes;
  /** So long does a call wait for another process that writes. */
  readonly busyTimeoutMs?: number;
  /** So often are the estimates of dead processes' reservations booked. */
  readonly settleExpiredEveryMs?: number;
  /** So long after the last call the thread does what nobody waits for; 2 s unless told otherwise. */
  readonly tidyAfterMs?: number;
  /** As `keepEntries`; for ever unless told otherwise. */
  readonly keepEntriesDays?: number;
}
