import { isDamage, problemOf } from '../storage/ledgerProblem.ts';

/** Why the ledger cannot be read, and what to do. */
export function problemText(error: unknown, file: string): string {
  if (isDamage(error))
    return `${file} is damaged, or no ledger. The editor mends its own when it opens it next: it keeps the file, and recovers what can be read.`;
  switch (problemOf(error)) {
    case 'no-sqlite':
      return `This is Node ${process.versions.node}, which has no SQLite. Use Node 24 or newer: https://nodejs.org`;
    case 'newer-version':
      return `${file} was written by a later version of Farthing. Update this one.`;
    case 'locked':
      return `${file} is locked by another program. Try again in a moment.`;
    case 'not-writable':
      return `${file} cannot be opened: ${messageOf(error)}. Reading it needs the right to write in its folder too.`;
    case 'disk-full':
    case 'other':
      return `${file} cannot be read: ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
