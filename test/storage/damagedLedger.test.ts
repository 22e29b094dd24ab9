import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { WorkerLedger } from '../../src/storage/workerLedger.ts';
import { bundled } from '../support/bundled.ts';
import { entryOf, outcomeOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const script = bundled('src/storage/ledgerWorker.ts');
const inFolder = useFolder();
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

function startLedger(): WorkerLedger {
  const ledger = new WorkerLedger({ script, file: inFolder('ledger.sqlite') });
  started.push(ledger);
  return ledger;
}

const storedEntries = 3000;

/** A ledger of some megabytes, more than a connection keeps in memory. */
let large = '';
beforeAll(() => {
  large = path.join(mkdtempSync(path.join(tmpdir(), 'farthing-large-')), 'ledger.sqlite');
  const ledger = new SqliteLedger(large);
  for (let index = 0; index < storedEntries; index += 1) {
    ledger.settle('none', entryOf({ id: `old-${index}`, startedAtMs: index, model: 'x'.repeat(1500) }));
  }
  ledger.recordOutcome(outcomeOf());
  ledger.close();
});
afterAll(() => rmSync(path.dirname(large), { recursive: true }));

/** A copy of it, with the middle third of its bytes overwritten once `damage` is called. */
function largeLedger(): { damage(): void } {
  const file = inFolder('ledger.sqlite');
  copyFileSync(large, file);
  // In a process of its own, because closing a file here would drop the locks that the ledger's threads hold on it.
  const program = `
    const fs = require('node:fs');
    const size = fs.statSync(process.argv[1]).size;
    const descriptor = fs.openSync(process.argv[1], 'r+');
    fs.writeSync(descriptor, Buffer.alloc(Math.floor(size / 3), 0xff), 0, undefined, Math.floor(size / 3));`;
  return { damage: () => void spawnSync(process.execPath, ['-e', program, file]) };
}

function movedAside(): readonly string[] {
  return readdirSync(inFolder('.')).filter((name) => name.includes('.damaged-') && !/-(wal|shm)$/.test(name));
}

describe('A damaged file', () => {
  it('is moved aside and named, and a new one is begun', async () => {
    const garbage = 'this is no database, '.repeat(500);
    writeFileSync(inFolder('ledger.sqlite'), garbage);
    const ledger = startLedger();
    await ledger.settle('none', entryOf());
    const [aside = ''] = movedAside();
    expect({ state: ledger.state, aside: readFileSync(inFolder(aside), 'utf8'), entries: await ledger.recentEntries(5) }).toEqual({
      state: { status: 'open', movedAside: inFolder(aside), recoveredEntries: 0 },
      aside: garbage,
      entries: [entryOf()],
    });
  });

  it('is noticed when it is opened, though its header is whole, and what is readable is kept', async () => {
    largeLedger().damage();
    const ledger = startLedger();
    // Which reads nothing of what is damaged.
    await ledger.daySummary('2026-11-05');
    const { state } = ledger;
    const entries = await ledger.recentEntries(storedEntries);
    expect(state).toEqual({ status: 'open', movedAside: inFolder(movedAside()[0] ?? ''), recoveredEntries: entries.length });
    expect(entries.length).toBeGreaterThan(storedEntries / 4);
    expect(entries.length).toBeLessThan(storedEntries / 2);
    expect(entries[0]).toEqual(entryOf({ id: 'old-2999', startedAtMs: 2999, model: 'x'.repeat(1500) }));
  });

  it('is replaced when the damage shows in a later call, which is then repeated', async () => {
    const { damage } = largeLedger();
    const ledger = startLedger();
    const before = await ledger.recentEntries(1);
    damage();
    const entries = await ledger.recentEntries(storedEntries);
    await ledger.settle('none', entryOf({ id: 'new', startedAtMs: storedEntries }));
    const [newest] = await ledger.recentEntries(1);
    const { state } = ledger;
    expect([before.length, state.status, movedAside().length, newest?.id]).toEqual([1, 'open', 1, 'new']);
    expect(state.status === 'open' && state.recoveredEntries).toBe(entries.length);
    expect(entries.length).toBeGreaterThan(storedEntries / 4);
  });

  it('is moved aside once by two windows that open it together', async () => {
    writeFileSync(inFolder('ledger.sqlite'), 'this is no database, '.repeat(500));
    const windows = [startLedger(), startLedger()];
    await Promise.all(windows.map((ledger, index) => ledger.settle('none', entryOf({ id: `entry-${index}` }))));
    const seen = await Promise.all(windows.map((ledger) => ledger.recentEntries(5)));
    expect([movedAside().length, ...seen.map((entries) => entries.length)]).toEqual([1, 2, 2]);
  });

  it('is moved aside once by two windows that come upon the damage together', async () => {
    const { damage } = largeLedger();
    const windows = [startLedger(), startLedger()];
    await Promise.all(windows.map((ledger) => ledger.recentEntries(1)));
    damage();
    await Promise.all(windows.map((ledger) => ledger.recentEntries(storedEntries)));
    await Promise.all(windows.map((ledger, index) => ledger.settle('none', entryOf({ id: `new-${index}`, startedAtMs: storedEntries }))));
    const seen = await Promise.all(windows.map((ledger) => ledger.recentEntries(2)));
    const ids = seen.map((entries) => entries.map(({ id }) => id).toSorted());
    expect([movedAside().length, ...ids]).toEqual([1, ['new-0', 'new-1'], ['new-0', 'new-1']]);
  });
});

describe('A file that another window moved aside', () => {
  it('is not written to any more', async () => {
    const { damage } = largeLedger();
    const [finder, other] = [startLedger(), startLedger()];
    await Promise.all([finder.recentEntries(1), other.recentEntries(1)]);
    damage();
    await finder.recentEntries(storedEntries);
    await other.settle('none', entryOf({ id: 'new', startedAtMs: storedEntries }));
    const [newest] = await finder.recentEntries(1);
    expect([newest?.id, other.state]).toEqual(['new', { status: 'open' }]);
  });
});
