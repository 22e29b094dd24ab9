import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteLedger } from './sqliteLedger.ts';
import type { LedgerCall, LedgerReply } from './workerProtocol.ts';

/** The thread that owns the ledger's file: a lock or a long scan blocks it, and never the editor. */
async function serve(file: string, reply: (message: LedgerReply) => void): Promise<void> {
  const { ledger, movedAside } = await open(file);
  parentPort?.on('message', ({ id, method, args }: LedgerCall) => {
    try {
      const value = (ledger[method] as (...values: unknown[]) => unknown).apply(ledger, [...args]);
      reply({ type: 'result', id, value });
    } catch (error) {
      reply({ type: 'failed', id, message: messageOf(error) });
    }
  });
  reply({ type: 'opened', ...(movedAside && { movedAside }) });
}

/** Loaded late, because a host without `node:sqlite` must be told so in words. */
async function open(file: string): Promise<{ ledger: SqliteLedger; movedAside?: string }> {
  const { SqliteLedger } = await import('./sqliteLedger.ts');
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    return { ledger: new SqliteLedger(file) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const movedAside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, movedAside + part);
    return { ledger: new SqliteLedger(file), movedAside };
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are no database any more. A lock, a full disk or a missing right are other matters. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return code === 11 || code === 26;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const reply = (message: LedgerReply): void => parentPort?.postMessage(message);
serve((workerData as { file: string }).file, reply).catch((error: unknown) => reply({ type: 'unavailable', message: messageOf(error) }));
