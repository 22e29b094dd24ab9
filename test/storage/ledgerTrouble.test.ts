import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyDay } from '../../src/core/ledger/index.ts';
import { type LedgerProblem, type LedgerState, WorkerLedger, type WorkerLedgerOptions } from '../../src/storage/workerLedger.ts';
import { bundled } from '../support/bundled.ts';
import { entryOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const script = bundled('src/storage/ledgerWorker.ts');
const inFolder = useFolder();
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

/** One that rests for ever when it cannot be opened, unless told otherwise. */
function ledgerWith(options: Partial<WorkerLedgerOptions> = {}): WorkerLedger {
  const rest = { firstMs: 3_600_000, lastMs: 3_600_000 };
  const ledger = new WorkerLedger({ script, file: inFolder('ledger.sqlite'), retry: rest, ...options });
  started.push(ledger);
  return ledger;
}

function statesOf(ledger: WorkerLedger): LedgerState[] {
  const states = [ledger.state];
  ledger.onDidChange(() => states.push(ledger.state));
  return states;
}

/** Something in the way, which can go. */
function obstruct(): { remove(): void } {
  mkdirSync(inFolder('ledger.sqlite'));
  return { remove: () => rmdirSync(inFolder('ledger.sqlite')) };
}

describe('A ledger that cannot be used', () => {
  /** The calls' common fate: every one rejects with the state's detail, those to come as well. */
  async function problemOf(ledger: WorkerLedger): Promise<{ problem: LedgerProblem; detail: string }> {
    const first = await Promise.allSettled([ledger.settle('none', entryOf()), ledger.daySummary('2026-11-05')]);
    const later = await Promise.allSettled([ledger.recentEntries(1), ledger.reserve(reservationOf('a'), [])]);
    const { state } = ledger;
    if (state.status !== 'unavailable') throw new Error(`it is ${state.status}`);
    const { problem, detail } = state;
    const reasons = [...first, ...later].map((result) => result.status === 'rejected' && result.reason);
    for (const reason of reasons) expect(reason).toMatchObject({ name: 'LedgerError', problem, message: detail });
    return { problem, detail };
  }

  it('because its folder cannot be made says so', async () => {
    writeFileSync(inFolder('file'), '');
    const { problem, detail } = await problemOf(ledgerWith({ file: inFolder('file/ledger.sqlite') }));
    expect([problem, detail]).toEqual(['not-writable', expect.stringMatching(/^EEXIST|^ENOTDIR/)]);
  });

  it('because there is a folder in its place says so, and leaves it there', async () => {
    obstruct();
    expect(await problemOf(ledgerWith())).toEqual({ problem: 'not-writable', detail: 'unable to open database file' });
    expect(readdirSync(inFolder('.'))).toEqual(['ledger.sqlite']);
  });

  it('because its script is missing says so', async () => {
    const { problem, detail } = await problemOf(ledgerWith({ script: inFolder('missing.js') }));
    expect([problem, detail]).toEqual(['other', expect.stringContaining('missing.js')]);
  });

  it('because another process keeps the file locked says so', async () => {
    const owner = new DatabaseSync(inFolder('ledger.sqlite'));
    owner.exec('PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE other (x); INSERT INTO other VALUES (1);');
    expect(await problemOf(ledgerWith({ busyTimeoutMs: 10 }))).toEqual({ problem: 'locked', detail: 'database is locked' });
    owner.close();
  });

  it('because the host has no SQLite says so, reserves nothing, and does not try again', () => {
    const worker = pathToFileURL(bundled('src/storage/workerLedger.ts')).href;
    const program = `
      const { WorkerLedger } = await import(${JSON.stringify(worker)});
      const file = ${JSON.stringify(inFolder('ledger.sqlite'))};
      const ledger = new WorkerLedger({ script: ${JSON.stringify(script)}, file, retry: { firstMs: 1, lastMs: 1 } });
      const states = [];
      ledger.onDidChange(() => states.push(ledger.state.problem));
      await ledger.recentEntries(1).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const refusal = await ledger.reserve(${JSON.stringify(reservationOf('a'))}, []).catch(({ name, problem }) => [name, problem]);
      console.log(JSON.stringify([states, refusal]));`;
    // From a file, because a worker would inherit the options for a program on the command line.
    writeFileSync(inFolder('program.mjs'), program);
    const { stdout } = spawnSync(process.execPath, ['--no-experimental-sqlite', inFolder('program.mjs')], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('[["no-sqlite"],["LedgerError","no-sqlite"]]');
  });
});

describe('A ledger that a later version wrote', () => {
  const later = { problem: 'newer-version', message: expect.stringMatching(/a later version of Farthing \(layout 99.*: update Farthing$/) };
  const setVersion = (version: number): void => {
    const database = new DatabaseSync(inFolder('ledger.sqlite'));
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
  };
  const fill = async (): Promise<void> => {
    const ledger = ledgerWith();
    await ledger.settle('none', entryOf());
    await ledger.dispose();
    setVersion(99);
  };

  it('is read, holds nothing that is paid, and says why', async () => {
    await fill();
    const ledger = ledgerWith();
    const entries = await ledger.recentEntries(5);
    await expect(ledger.reserve(reservationOf('a'), [])).rejects.toMatchObject(later);
    await expect(ledger.settle('none', entryOf({ id: 'new' }))).rejects.toMatchObject(later);
    expect([entries, await ledger.recentEntries(5), ledger.state]).toEqual([
      [entryOf()],
      [entryOf()],
      { status: 'failing', problem: 'newer-version', detail: later.message },
    ]);
  });

  it('stays as it is', async () => {
    await fill();
    const before = readFileSync(inFolder('ledger.sqlite'));
    const ledger = ledgerWith({ settleExpiredEveryMs: 10, keepEntriesDays: 1 });
    await ledger.settleExpired(Date.UTC(2200, 0)).catch(() => undefined);
    await ledger.dispose();
    expect(readFileSync(inFolder('ledger.sqlite')).equals(before)).toBe(true);
  });

  it('may lie there in a way that cannot be read either', async () => {
    setVersion(99);
    const ledger = ledgerWith();
    await expect(ledger.recentEntries(1)).rejects.toMatchObject(later);
    expect(readdirSync(inFolder('.'))).toEqual(['ledger.sqlite']);
  });
});

describe('A ledger that could not be opened', () => {
  it('is tried again by itself, until it can be', async () => {
    const obstacle = obstruct();
    const ledger = ledgerWith({ retry: { firstMs: 20, lastMs: 40 } });
    const states = statesOf(ledger);
    await expect(ledger.recentEntries(1)).rejects.toThrow('unable to open');
    await new Promise((resolve) => setTimeout(resolve, 300));
    obstacle.remove();
    await vi.waitFor(() => expect(ledger.state.status).toBe('open'), 5000);
    const problem = { problem: 'not-writable', detail: 'unable to open database file' };
    expect(states).toEqual([{ status: 'opening' }, { status: 'unavailable', ...problem }, { status: 'open' }]);
    expect(await ledger.daySummary('2026-11-05')).toEqual(emptyDay('2026-11-05'));
  });

  it('is tried again with the next call', async () => {
    const obstacle = obstruct();
    const ledger = ledgerWith();
    await expect(ledger.settle('none', entryOf())).rejects.toThrow('unable to open');
    obstacle.remove();
    await ledger.settle('none', entryOf());
    expect([ledger.state, await ledger.recentEntries(5)]).toEqual([{ status: 'open' }, [entryOf()]]);
  });

  it('is told what was settled meanwhile, once it can be', async () => {
    const obstacle = obstruct();
    const ledger = ledgerWith({ retry: { firstMs: 20, lastMs: 40 } });
    await expect(ledger.settle('none', entryOf())).rejects.toThrow('unable to open');
    obstacle.remove();
    await vi.waitFor(async () => expect(await ledger.recentEntries(5)).toEqual([entryOf()]), 5000);
  });

  it('is not tried again with every call', async () => {
    const obstacle = obstruct();
    const ledger = ledgerWith();
    for (let call = 0; call < 2; call += 1) await expect(ledger.recentEntries(1)).rejects.toThrow('unable to open');
    obstacle.remove();
    await expect(ledger.recentEntries(1)).rejects.toThrow('unable to open');
    expect(readdirSync(inFolder('.'))).toEqual([]);
  });

  it('ends at once, and tries no more', async () => {
    obstruct();
    const ledger = ledgerWith({ retry: { firstMs: 20, lastMs: 20 } });
    await ledger.recentEntries(1).catch(() => undefined);
    await ledger.dispose();
    rmdirSync(inFolder('ledger.sqlite'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(readdirSync(inFolder('.'))).toEqual([]);
  });
});

describe('A ledger that fails to write', () => {
  it('says why, and is open again with the next write, not with the next look', async () => {
    const ledger = ledgerWith({ busyTimeoutMs: 10 });
    const states = statesOf(ledger);
    await ledger.recentEntries(1);
    const other = new DatabaseSync(inFolder('ledger.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await expect(ledger.settle('none', entryOf())).rejects.toMatchObject({ problem: 'locked', message: 'database is locked' });
    await ledger.recentEntries(1);
    const meanwhile = ledger.state;
    other.exec('ROLLBACK');
    other.close();
    await ledger.reserve(reservationOf('a'), []);
    const failing = { status: 'failing', problem: 'locked', detail: 'database is locked' };
    expect({ meanwhile, states }).toEqual({
      meanwhile: failing,
      states: [{ status: 'opening' }, { status: 'open' }, failing, { status: 'open' }],
    });
  });

  it('is told once, however often it fails', async () => {
    const ledger = ledgerWith();
    const states = statesOf(ledger);
    for (let time = 0; time < 3; time += 1) await ledger.settle('none', entryOf({ durationMs: Number.NaN })).catch(() => undefined);
    expect(states.map(({ status }) => status)).toEqual(['opening', 'open', 'failing']);
    // The same value, so that whoever compares two readings sees no change either.
    expect(ledger.state).toBe(states.at(-1));
  });
});
