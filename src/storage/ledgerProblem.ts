import type { LedgerProblem } from './ledgerState.ts';

/** An error whose problem is known. The message is the detail for the log. */
export class LedgerError extends Error {
  readonly problem: LedgerProblem;
  /** The same call may succeed later. */
  readonly isRetryable: boolean;

  constructor(
    problem: LedgerProblem,
    message: string,
    { isRetryable = mayHeal(problem), ...options }: { readonly isRetryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = 'LedgerError';
    this.problem = problem;
    this.isRetryable = isRetryable;
  }
}

/** A host without SQLite stays without, and a later layout stays later. */
export function mayHeal(problem: LedgerProblem): boolean {
  return problem !== 'no-sqlite' && problem !== 'newer-version';
}

/** By the codes of SQLite and of the file system, never by messages. */
export function problemOf(error: unknown): LedgerProblem {
  // Not `instanceof`: the thread is built of two bundles, and each has a class of its own.
  const { problem, code } = error as { problem?: LedgerProblem; code?: string };
  if (problem) return problem;
  return problemOfSqlite(error) ?? problemOfSystem(code) ?? 'other';
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are no database any more. A lock, a full disk or a missing right are other matters. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && [11, 26].includes(primary(code));
}

/** What was to be stored is wrong by itself, on any day and any disk. */
export function isAboutValues(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof SyntaxError) return true;
  const code = sqliteCode(error);
  // SQLITE_CONSTRAINT, SQLITE_MISMATCH
  return code !== undefined && [19, 20].includes(primary(code));
}

/** SQLITE_BUSY and SQLITE_LOCKED: somebody else is at it. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && [5, 6].includes(primary(code));
}

/** https://sqlite.org/rescode.html */
function problemOfSqlite(error: unknown): LedgerProblem | undefined {
  const code = sqliteCode(error);
  if (code === undefined) return undefined;
  // SQLITE_IOERR_SHMSIZE: no room for the shared memory beside the file.
  if (code === 4874) return 'disk-full';
  if (isBusy(error)) return 'locked';
  switch (primary(code)) {
    case 13: // SQLITE_FULL
      return 'disk-full';
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return 'not-writable';
    default:
      return 'other';
  }
}

function problemOfSystem(code: string | undefined): LedgerProblem | undefined {
  switch (code) {
    case 'ERR_UNKNOWN_BUILTIN_MODULE':
      return 'no-sqlite';
    case 'EBUSY':
      return 'locked';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ENAMETOOLONG':
      return 'not-writable';
    default:
      return undefined;
  }
}

function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' ? code : undefined;
}

/** The lowest byte of an extended result code. */
function primary(code: number): number {
  return code & 0xff;
}
