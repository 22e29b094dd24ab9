import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ledgerFile } from '../storage/ledgerFile.ts';

/** Where the ledger should be: as the extension finds it, unless a file or a folder was named. */
export function ledgerPlace(named: string | undefined): string {
  if (named === undefined) return ledgerFile({ platform: process.platform, env: process.env });
  // A shell leaves the `~` of `--ledger=~/...` as it is.
  const place = path.resolve(named.replace(/^~(?=[/\\]|$)/, homedir()));
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ? path.join(place, 'ledger.sqlite') : place;
}
