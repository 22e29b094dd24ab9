import { fileURLToPath } from 'node:url';

/** The ledger's thread, from its source: there is nothing to build before. */
export const workerScript = fileURLToPath(new URL('../../src/storage/ledgerWorker.ts', import.meta.url));
