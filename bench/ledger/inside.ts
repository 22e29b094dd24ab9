import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface InsideSettings {
  readonly folder: string;
  readonly requests: number;
  readonly seed: number;
}

/** Microseconds, each the median of a run. With `Committed`, the transaction's begin and its commit are in it. */
export interface InsideTimes {
  readonly insertUs: number;
  readonly bareInsertUs: number;
  readonly insertCommittedUs: number;
  readonly bareInsertCommittedUs: number;
  readonly reserveSettleUs: number;
}

/** One run in a thread like the ledger's own, on files of its own. */
export async function timeInside(settings: InsideSettings): Promise<InsideTimes> {
  const worker = new Worker(path.join(import.meta.dirname, 'processes/insideThread.ts'), { workerData: settings });
  // The message may come in the same turn as the end, so that nobody must wait for one after the other.
  let times: InsideTimes | undefined;
  worker.once('message', (message: InsideTimes) => {
    times = message;
  });
  await once(worker, 'exit');
  if (!times) throw new Error('the thread ended before it had measured');
  return times;
}
