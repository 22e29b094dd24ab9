import { homedir } from 'node:os';
import path from 'node:path';

export interface LedgerFileOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own choice of a folder; it wins. */
  readonly folder?: string | undefined;
}

/** One ledger per user and machine: the same file for all windows, the command line and the gateway. */
export function ledgerFile({ platform, env, folder }: LedgerFileOptions): string {
  return path.join(folder || dataFolder(platform, env), 'ledger.sqlite');
}

function dataFolder(platform: NodeJS.Platform, env: LedgerFileOptions['env']): string {
  switch (platform) {
    case 'win32':
      return path.join(env.LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local'), 'farthing');
    case 'darwin':
      return path.join(homedir(), 'Library', 'Application Support', 'farthing');
    default:
      return path.join(env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share'), 'farthing');
  }
}
