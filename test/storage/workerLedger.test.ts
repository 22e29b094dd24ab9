import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyDay } from '../../src/core/ledger/index.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { type LedgerState, WorkerLedger } from '../../src/storage/workerLedger.ts';
import { entryOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const script = fileURLToPath(new URL('../../src/storage/ledgerWorker.ts', import.meta.url));
const inFolder = useFolder();
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

function ledgerAt(file: string, worker = script): WorkerLedger {
  const ledger = new WorkerLedger({ script: worker, file });
  started.push(ledger);
  return ledger;
}

describe('The ledger in its own thread', () => {
  it('starts with the first call, makes the folder and tells that it is open', async () => {
    const file = inFolder('deep/er/ledger.sqlite');
    const ledger = ledgerAt(file);
    const states: LedgerState[] = [ledger.state];
    ledger.onDidChange(() => states.push(ledger.state));
    const summary = await ledger.daySummary('2026-11-05');
    expect({ summary, states, files: readdirSync(path.dirname(file)).includes('ledger.sqlite') }).toEqual({
      summary: emptyDay('2026-11-05'),
      states: [{ status: 'opening' }, { status: 'open' }],
      files: true,
    });
  });

  it('does what the port promises', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    const reserved = await ledger.reserve(reservationOf('a'));
    await ledger.settle('a', entryOf());
    await ledger.reserve(reservationOf('b'));
    await ledger.release('b');
    await ledger.recordOutcome(outcomeOf());
    const [summary, entries] = await Promise.all([ledger.daySummary('2026-11-05'), ledger.recentEntries(5)]);
    expect({ reserved, attempts: summary.attempts, accepted: summary.accepted, entries }).toEqual({
      reserved: { outcome: 'reserved' },
      attempts: 1,
      accepted: 1,
      entries: [entryOf()],
    });
  });

  it('tells when something that pages show was stored', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.daySummary('2026-11-05');
    let told = 0;
    const listening = ledger.onDidChange(() => {
      told += 1;
    });
    await ledger.reserve(reservationOf('a'));
    await ledger.settle('a', entryOf());
    await ledger.recordOutcome(outcomeOf());
    listening.dispose();
    await ledger.recordOutcome(outcomeOf({ id: 'outcome-2' }));
    expect(told).toBe(2);
  });

  it('rejects the one call that fails, and goes on', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.reserve(reservationOf('a'));
    await expect(ledger.reserve(reservationOf('a'))).rejects.toThrow('UNIQUE');
    expect([await ledger.reserve(reservationOf('b')), ledger.state]).toEqual([{ outcome: 'reserved' }, { status: 'open' }]);
  });

  it('stores what was posted before its end', async () => {
    const file = inFolder('ledger.sqlite');
    const ledger = ledgerAt(file);
    const settling = Array.from({ length: 50 }, (_, index) => ledger.settle('none', entryOf({ id: `entry-${index}` })));
    await ledger.dispose();
    await Promise.all(settling);
    const reader = new SqliteLedger(file);
    expect(reader.recentEntries(100)).toHaveLength(50);
    reader.close();
    await expect(ledger.daySummary('2026-11-05')).rejects.toThrow('the ledger is closed');
  });

  it('that was never used ends at once', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.dispose();
    expect(readdirSync(inFolder('.'))).toEqual([]);
  });
});

describe('A damaged file', () => {
  it('is moved aside and named, and a new one is begun', async () => {
    const file = inFolder('ledger.sqlite');
    const garbage = 'this is no database, '.repeat(500);
    writeFileSync(file, garbage);
    const ledger = ledgerAt(file);
    await ledger.settle('none', entryOf());
    const { state } = ledger;
    const movedAside = state.status === 'open' ? (state.movedAside ?? '') : '';
    expect(movedAside.startsWith(`${file}.damaged-`)).toBe(true);
    expect({ aside: readFileSync(movedAside, 'utf8'), entries: await ledger.recentEntries(5) }).toEqual({
      aside: garbage,
      entries: [entryOf()],
    });
  });
});

describe('A ledger that cannot be used', () => {
  /** The calls' common fate: every one rejects with the state's reason, those to come as well. */
  async function reasonOf(ledger: WorkerLedger): Promise<string> {
    const [first, second] = await Promise.allSettled([ledger.settle('none', entryOf()), ledger.daySummary('2026-11-05')]);
    const later = await Promise.allSettled([ledger.recentEntries(1)]);
    const reasons = [first, second, ...later].map((result) => (result.status === 'rejected' ? String(result.reason.message) : 'resolved'));
    const reason = ledger.state.status === 'unavailable' ? ledger.state.reason : ledger.state.status;
    expect(reasons).toEqual([reason, reason, reason]);
    return reason;
  }

  it('because its folder cannot be made says so', async () => {
    writeFileSync(inFolder('file'), '');
    expect(await reasonOf(ledgerAt(inFolder('file/ledger.sqlite')))).toMatch(/^EEXIST|^ENOTDIR/);
  });

  it('because there is a folder in its place says so, and leaves it there', async () => {
    mkdirSync(inFolder('ledger.sqlite'));
    expect(await reasonOf(ledgerAt(inFolder('ledger.sqlite')))).toBe('unable to open database file');
    expect(readdirSync(inFolder('.'))).toEqual(['ledger.sqlite']);
  });

  it('because a later version wrote it says so, and leaves it as it is', async () => {
    const file = inFolder('ledger.sqlite');
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(await reasonOf(ledgerAt(file))).toContain('a later version of Farthing (layout 99');
    expect(readdirSync(inFolder('.'))).toEqual(['ledger.sqlite']);
  });

  it('because its script is missing says so', async () => {
    expect(await reasonOf(ledgerAt(inFolder('ledger.sqlite'), inFolder('missing.js')))).toContain('missing.js');
  });
});
