import { existsSync, renameSync } from 'node:fs';
import { whileLocked } from './lockFile.ts';
import { fileIdentity } from './makeFile.ts';

/**
 * Moves the damaged file and what SQLite keeps beside it out of the way, and says where to. Nothing is moved where another window did so
 * in the meantime: the file in that place is then another one, and a good one.
 */
export function moveAside(file: string, damagedIdentity: string | undefined): string | undefined {
  return whileLocked(`${file}.moving`, () => {
    if (damagedIdentity === undefined || fileIdentity(file) !== damagedIdentity) return undefined;
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    renameTogether(file, aside);
    return aside;
  });
}

/** The file itself last: before that, others still find the damaged file, and no new one beside an old write-ahead log. */
function renameTogether(file: string, aside: string): void {
  const moved: string[] = [];
  try {
    for (const part of ['-wal', '-shm', '']) {
      if (!existsSync(file + part)) continue;
      renameSync(file + part, aside + part);
      moved.push(part);
    }
  } catch (error) {
    // On Windows a file that another window has open stays where it is, so all of it must.
    for (const part of moved) renameSync(aside + part, file + part);
    throw error;
  }
}
