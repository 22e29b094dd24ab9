import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptyDay } from '../../src/core/ledger/index.ts';
import { fileIdentity } from '../../src/storage/makeFile.ts';
import { moveAside } from '../../src/storage/moveAside.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { type LedgerState, WorkerLedger, type WorkerLedgerOptions } from '../../src/storage/workerLedger.ts';
import { bundled } from '../support/bundled.ts';
import { entryOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const script = bundled('src/storage/ledgerWorker.ts');
const inFolder = useFolder();
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

function ledgerAt(file: string, options: Partial<WorkerLedgerOptions> = {}): WorkerLedger {
  const ledger = new WorkerLedger({ script, file, ...options });
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
    const reserved = await ledger.reserve(reservationOf('a'), []);
    await ledger.settle('a', entryOf());
    await ledger.reserve(reservationOf('b'), []);
    await ledger.release('b');
    await ledger.recordOutcome(outcomeOf());
    const [summary, entries] = await Promise.all([ledger.daySummary('2026-11-05'), ledger.recentEntries(5)]);
    expect({ reserved, attempts: summary.attempts, accepted: summary.accepted, entries }).toEqual({
      reserved: { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
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
    await ledger.reserve(reservationOf('a'), []);
    await ledger.settle('a', entryOf());
    await ledger.recordOutcome(outcomeOf());
    listening.dispose();
    await ledger.recordOutcome(outcomeOf({ id: 'outcome-2' }));
    expect(told).toBe(2);
  });

  it('rejects the one call that fails, and goes on', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.reserve(reservationOf('a'), []);
    await expect(ledger.reserve(reservationOf('a'), [])).rejects.toThrow('the reservation a is held already');
    expect([await ledger.reserve(reservationOf('b'), []), ledger.state]).toEqual([
      { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
      { status: 'open' },
    ]);
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

  it('stores what is posted while it ends, such as the settlement that follows a reservation', async () => {
    const file = inFolder('ledger.sqlite');
    const ledger = ledgerAt(file);
    const following = (async () => {
      await ledger.reserve(reservationOf('a'), []);
      // The router's generators take some turns of their own in between.
      for (let step = 0; step < 20; step += 1) await undefined;
      await ledger.settle('a', entryOf());
    })();
    const ending = ledger.dispose();
    await Promise.all([following, ending]);
    const reader = new SqliteLedger(file);
    expect(reader.recentEntries(5)).toEqual([entryOf()]);
    reader.close();
  });

  it('stores what is posted right after it was told to end', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.daySummary('2026-11-05');
    const ending = ledger.dispose();
    await Promise.all([ledger.settle('none', entryOf()), ending]);
    await expect(ledger.settle('none', entryOf())).rejects.toThrow('the ledger is closed');
  });

  it('leaves one file behind, with everything in it', async () => {
    const file = inFolder('ledger.sqlite');
    const ledger = ledgerAt(file);
    await ledger.settle('none', entryOf());
    await Promise.all([ledger.dispose(), ledger.dispose()]);
    expect(readdirSync(inFolder('.'))).toEqual(['ledger.sqlite']);
  });

  it('rejects what cannot be posted, and ends all the same', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await expect(ledger.settle('none', entryOf({ model: (() => 'not to be copied') as unknown as string }))).rejects.toThrow(
      'could not be cloned',
    );
    await ledger.dispose();
  });

  it('that was never used ends at once', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'));
    await ledger.dispose();
    expect(readdirSync(inFolder('.'))).toEqual([]);
  });

  it('removes entries that are too old when nobody waits, and keeps their totals', async () => {
    const ledger = ledgerAt(inFolder('ledger.sqlite'), { tidyAfterMs: 50 });
    await ledger.settle('none', entryOf({ id: 'old', localDay: '2020-01-01' }));
    await ledger.settle('none', entryOf({ id: 'new', localDay: '2999-01-01' }));
    ledger.keepEntries(30);
    const other = new SqliteLedger(inFolder('ledger.sqlite'));
    const left = () => other.recentEntries(5).map(({ id }) => id);
    await vi.waitFor(() => expect(left()).toEqual(['new']), { timeout: 20_000, interval: 20 });
    const { attempts } = other.daySummary('2020-01-01');
    other.close();
    expect(attempts).toBe(1);
  }, 25_000);

  it('takes the shortcut for what requests wait for, once the file is open', async () => {
    const { ledger, posted } = await withShortcut();
    const before = posted();
    const reserved = await ledger.reserve(reservationOf('a'), []);
    const extended = await ledger.extend('a', { nanoUsd: 1, tokens: 1 }, Date.UTC(2100, 0), []);
    await ledger.settle('a', entryOf());
    await ledger.release('none');
    expect([reserved.outcome, extended.outcome, posted() - before]).toEqual(['reserved', 'reserved', 0]);
    expect(await ledger.recentEntries(5)).toEqual([entryOf()]);
  });

  it('lets its thread wait where another process writes', async () => {
    const { ledger, file, posted } = await withShortcut();
    const writer = new DatabaseSync(file);
    writer.exec('BEGIN IMMEDIATE');
    const before = posted();
    const reserving = ledger.reserve(reservationOf('a'), []);
    expect(posted() - before).toBe(1);
    setTimeout(() => {
      writer.exec('ROLLBACK');
      writer.close();
    }, 100);
    expect(await reserving).toMatchObject({ outcome: 'reserved' });
  });

  it('has its thread bring into the file, after a while, what was written past it', async () => {
    const { ledger, file } = await withShortcut({ tidyAfterMs: 10 });
    // The tables come first: an empty file has a page.
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(4096), 10_000);
    const before = statSync(file).size;
    for (let index = 0; index < 100; index += 1) await ledger.settle('none', entryOf({ id: `entry-${index}` }));
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before), 10_000);
  });

  it('settles once more what it settled in a file that another window had moved aside', async () => {
    const { ledger, file, posted } = await withShortcut();
    await ledger.settle('none', entryOf());
    // By now nobody looks at each call any more.
    await ledger.reserve(reservationOf('a'), []);
    moveAside(file, fileIdentity(file));
    const before = posted();
    await ledger.settle('a', entryOf({ id: 'late', costNanoUsd: 7 }));
    expect(posted()).toBe(before);
    await vi.waitFor(async () => expect(await ledger.findEntries('late')).toEqual([entryOf({ id: 'late', costNanoUsd: 7 })]), 10_000);
  });
});

/** A ledger that takes the shortcut, and how often it has posted something to its thread. */
async function withShortcut(options: Partial<WorkerLedgerOptions> = {}) {
  const file = inFolder('ledger.sqlite');
  const post = vi.spyOn(Worker.prototype, 'postMessage');
  onTestFinished(() => post.mockRestore());
  const posted = (): number => post.mock.calls.length;
  const ledger = ledgerAt(file, options);
  await ledger.recentEntries(1);
  await vi.waitFor(async () => {
    const before = posted();
    await ledger.release('none');
    expect(posted()).toBe(before);
  }, 10_000);
  return { ledger, file, posted };
}
