import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { isAboutValues, isDamage, LedgerError, problemOf } from '../../src/storage/ledgerProblem.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();

/** Real ones, so that the codes are those that Node and SQLite give. */
const failures: Record<string, () => unknown> = {
  'a full disk': () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE some (x); PRAGMA max_page_count = 3;');
    database.exec('INSERT INTO some VALUES (zeroblob(100000))');
  },
  'a file only to be read': () => {
    new DatabaseSync(inFolder('a.sqlite')).close();
    new DatabaseSync(inFolder('a.sqlite'), { readOnly: true }).exec('CREATE TABLE some (x)');
  },
  'a folder in its place': () => new DatabaseSync(inFolder('.')),
  'another that writes': () => {
    new DatabaseSync(inFolder('a.sqlite')).exec('BEGIN IMMEDIATE');
    new DatabaseSync(inFolder('a.sqlite')).exec('BEGIN IMMEDIATE');
  },
  'a file in the folder’s place': () => {
    writeFileSync(inFolder('file'), '');
    mkdirSync(inFolder('file/folder'), { recursive: true });
  },
  'a folder to be written as a file': () => openSync(inFolder('.'), 'w'),
  'no SQLite': () => import(['node', 'a-module-it-lacks'].join(':')),
  'a missing value': () => new DatabaseSync(':memory:').exec('CREATE TABLE some (x NOT NULL); INSERT INTO some VALUES (NULL)'),
  'a wrong type': () => new DatabaseSync(':memory:').exec("CREATE TABLE some (x INTEGER) STRICT; INSERT INTO some VALUES ('words')"),
  'a value of no type of SQLite’s': () => new DatabaseSync(':memory:').prepare('SELECT :x').get({ x: {} as never }),
  'a mistaken statement': () => new DatabaseSync(':memory:').exec('SELECT * FROM missing'),
  'a later layout': () => {
    throw new LedgerError('newer-version', 'layout 2');
  },
  'anything else': () => {
    throw new TypeError('undefined is not a function');
  },
  'no error at all': () => {
    throw 'words';
  },
};

async function failureOf(what: string): Promise<unknown> {
  try {
    await failures[what]?.();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('A problem of the ledger', () => {
  it.each([
    ['a full disk', 'disk-full'],
    ['a file only to be read', 'not-writable'],
    ['a folder in its place', 'not-writable'],
    ['another that writes', 'locked'],
    ['a file in the folder’s place', 'not-writable'],
    ['a folder to be written as a file', 'not-writable'],
    ['no SQLite', 'no-sqlite'],
    ['a mistaken statement', 'other'],
    ['a later layout', 'newer-version'],
    ['anything else', 'other'],
    ['no error at all', 'other'],
  ])('is, for %s, called %s', async (what, problem) => {
    expect(problemOf(await failureOf(what))).toBe(problem);
  });

  it.each([
    ['SQLITE_BUSY_SNAPSHOT', { errcode: 517 }, 'locked'],
    ['SQLITE_CANTOPEN_ISDIR', { errcode: 526 }, 'not-writable'],
    ['SQLITE_IOERR_SHMSIZE', { errcode: 4874 }, 'disk-full'],
    ['SQLITE_IOERR_WRITE', { errcode: 778 }, 'other'],
    ['a read-only file system', { code: 'EROFS' }, 'not-writable'],
    ['a missing right', { code: 'EACCES' }, 'not-writable'],
    ['a full disk', { code: 'ENOSPC' }, 'disk-full'],
    ['a file in use on Windows', { code: 'EBUSY' }, 'locked'],
  ])('is told by the code of %s', (_what, error, problem) => {
    expect(problemOf(error)).toBe(problem);
  });

  it.each([
    [11, true],
    [26, true],
    [779, true],
    [5, false],
    [10, false],
    [13, false],
    [undefined, false],
  ])('with SQLite’s code %s is damage: %s', (errcode, expected) => {
    expect(isDamage({ errcode })).toBe(expected);
  });

  it.each([
    ['a missing value', true],
    ['a wrong type', true],
    ['a value of no type of SQLite’s', true],
    ['a full disk', false],
    ['another that writes', false],
    ['a mistaken statement', false],
  ])('that is %s is about the values alone: %s', async (what, expected) => {
    expect(isAboutValues(await failureOf(what))).toBe(expected);
  });

  it.each([
    ['disk-full', true],
    ['locked', true],
    ['no-sqlite', false],
    ['newer-version', false],
  ] as const)('called %s may pass by itself: %s', (problem, expected) => {
    expect(new LedgerError(problem, '').isRetryable).toBe(expected);
  });
});
