import { homedir } from 'node:os';
import path from 'node:path';

export interface LedgerFileOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own choice of a folder; it wins. Absolute, or with a leading `~/`. */
  readonly folder?: string | undefined;
}

/**
 * One ledger per user and machine: the same file for all windows, the command line and the gateway. Throws when the user's folder is
 * relative: it would be another one in each window.
 */
export function ledgerFile({ platform, env, folder }: LedgerFileOptions): string {
  return path.join(folder ? chosenFolder(platform, folder) : dataFolder(platform, env), 'ledger.sqlite');
}

function chosenFolder(platform: NodeJS.Platform, folder: string): string {
  const { isAbsolute, sep } = platform === 'win32' ? path.win32 : path.posix;
  if (folder.startsWith('~/') || folder.startsWith(`~${sep}`)) return path.join(homedir(), folder.slice(2));
  if (isAbsolute(folder)) return folder;
  throw new Error(`"${folder}" is relative: give the whole path, or one that begins with ~/`);
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
