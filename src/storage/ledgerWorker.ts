import { parentPort, workerData } from 'node:worker_threads';
import { HealingLedger } from './healingLedger.ts';
import { problemOf } from './ledgerProblem.ts';
import type { LedgerReply, LedgerRequest, LedgerThreadSettings } from './workerProtocol.ts';

/** The thread that owns the ledger's file: a lock or a long scan blocks it, and never the editor. */
async function serve({ file, busyTimeoutMs }: LedgerThreadSettings): Promise<void> {
  // Loaded late, because a host without `node:sqlite` must be told so in words.
  const { SqliteLedger } = await import('./sqliteLedger.ts');
  const ledger = new HealingLedger({
    file,
    open: () => new SqliteLedger(file, { busyTimeoutMs }),
    onOpened: (opened) => reply({ type: 'opened', ...opened }),
  });
  parentPort?.on('message', (request: LedgerRequest) => {
    switch (request.type) {
      case 'call':
        answer(ledger, request);
        return;
      case 'close':
        end(() => ledger.close());
        return;
    }
  });
}

function answer(ledger: HealingLedger, { id, method, args }: Extract<LedgerRequest, { type: 'call' }>): void {
  try {
    reply({ type: 'result', id, value: ledger.call(method, args) });
  } catch (error) {
    const failure = { problem: problemOf(error), message: messageOf(error) };
    if (ledger.isOpen) reply({ type: 'failed', id, ...failure });
    else end(() => reply({ type: 'unavailable', ...failure }));
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

serve(workerData as LedgerThreadSettings).catch((error: unknown) => {
  end(() => reply({ type: 'unavailable', problem: problemOf(error), message: messageOf(error) }));
});
