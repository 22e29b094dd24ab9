import { parentPort, workerData } from 'node:worker_threads';
import { FileWatch } from './fileWatch.ts';
import { firstKeptDay } from './firstKeptDay.ts';
import { HealingLedger } from './healingLedger.ts';
import { isAboutValues, problemOf } from './ledgerProblem.ts';
import type { LedgerProblem } from './ledgerState.ts';
import { QuietMoment } from './quietMoment.ts';
import type { LedgerReply, LedgerRequest, LedgerThreadSettings } from './workerProtocol.ts';

/**
 * Calls that were done without this thread write a log that SQLite brings into the file in none of their commits. After so many it is as long as
 * it gets by this thread's own (`openDatabase`).
 */
const callsOfLongLog = 500;

/**
 * The thread that owns the ledger's file: a lock or a long scan blocks it, and never the editor. It also sees to what nobody asks for: other
 * processes' writes, and the reservations that dead ones left.
 */
async function serve({
  file,
  busyTimeoutMs,
  pollEveryMs,
  settleExpiredEveryMs,
  tidyAfterMs,
  ...settings
}: LedgerThreadSettings): Promise<void> {
  // Loaded late, because a host without `node:sqlite` must be told so in words.
  const { SqliteLedger } = await import('./sqliteLedger.ts');
  const ledger = new HealingLedger({
    file,
    open: () => new SqliteLedger(file, { busyTimeoutMs }),
    onOpened: (opened) => reply({ type: 'opened', ...opened }),
  });
  const watch = new FileWatch({ file, everyMs: pollEveryMs, look: () => tellIf(ledger, () => ledger.hasChanged()) });
  setInterval(() => tellIf(ledger, () => ledger.call('settleExpired', [Date.now()]) !== 0), settleExpiredEveryMs).unref();
  let { keepEntriesDays } = settings;
  let callsInLog = 0;
  const checkpoint = (): void => {
    callsInLog = 0;
    isDone(ledger, () => {
      ledger.checkpoint();
      return false;
    });
  };
  const quiet = new QuietMoment({
    afterMs: tidyAfterMs,
    work: () => {
      callsInLog = 0;
      if (isDone(ledger, () => ledger.tidy(firstKeptDay(keepEntriesDays, Date.now())))) quiet.called();
    },
  });
  quiet.called();
  parentPort?.on('message', (request: LedgerRequest) => {
    switch (request.type) {
      case 'call':
        answer(ledger, request);
        quiet.called();
        return;
      case 'poll-every':
        watch.pollEvery(request.everyMs);
        return;
      case 'keep-entries':
        keepEntriesDays = request.days;
        quiet.called();
        return;
      case 'written':
        callsInLog += request.calls;
        if (callsInLog >= callsOfLongLog) checkpoint();
        quiet.called();
        return;
      case 'close':
        watch.dispose();
        quiet.dispose();
        end(() => ledger.close());
        return;
    }
  });
}

function answer(ledger: HealingLedger, { id, method, args }: Extract<LedgerRequest, { type: 'call' }>): void {
  try {
    reply({ type: 'result', id, value: ledger.call(method, args) });
  } catch (error) {
    if (ledger.isOpen) reply({ type: 'failed', id, ...failureOf(error), isRetryable: !isAboutValues(error) });
    else end(() => reply({ type: 'unavailable', ...failureOf(error) }));
  }
}

function tellIf(ledger: HealingLedger, hasChanged: () => boolean): void {
  if (isDone(ledger, hasChanged)) reply({ type: 'changed' });
}

/** What fails here is tried again after a while; if it matters, a call will fail of the same, and be told. */
function isDone(ledger: HealingLedger, work: () => boolean): boolean {
  try {
    return ledger.isOpen && work();
  } catch (error) {
    if (!ledger.isOpen) end(() => reply({ type: 'unavailable', ...failureOf(error) }));
    return false;
  }
}

/** Without its port the thread has nothing to wait for. */
function end(lastWork: () => void): void {
  try {
    lastWork();
  } finally {
    parentPort?.close();
  }
}

function reply(message: LedgerReply): void {
  parentPort?.postMessage(message);
}

function failureOf(error: unknown): { readonly problem: LedgerProblem; readonly message: string } {
  return { problem: problemOf(error), message: error instanceof Error ? error.message : String(error) };
}

serve(workerData as LedgerThreadSettings).catch((error: unknown) => {
  end(() => reply({ type: 'unavailable', ...failureOf(error) }));
});
