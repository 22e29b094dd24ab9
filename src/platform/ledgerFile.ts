import { ledgerFile } from '../storage/ledgerFile.ts';
import type { Log } from './log.ts';
import { readSetting } from './settings.ts';

/** Where the user keeps the ledger. A folder that cannot be one is named in the log, and the usual one is taken. */
export function userLedgerFile(log: Log): string {
  const { platform, env } = process;
  try {
    return ledgerFile({ platform, env, folder: readSetting('ledger.folder') });
  } catch (error) {
    const usual = ledgerFile({ platform, env });
    log.warn(`farthing.ledger.folder: ${error instanceof Error ? error.message : error}; the ledger is at ${usual}`);
    return usual;
  }
}
