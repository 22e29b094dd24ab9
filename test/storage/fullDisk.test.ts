import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { WorkerLedger, type WorkerLedgerOptions } from '../../src/storage/workerLedger.ts';
import { entryOf, estimateOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';
import { emptyDisk, fillDisk, fullDiskScript } from './fixtures/fullDisk.ts';
import { heedFullDisk } from './fixtures/fullDiskPatch.ts';

const inFolder = useFolder();
// This thread opens the file too, for what requests wait for.
beforeAll(heedFullDisk);
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

const limit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, fromDay: '2026-11-05' };
const full = { name: 'LedgerError', problem: 'disk-full', message: 'database or disk is full' };
/** It needs a page of its own. */
const dear = entryOf({ id: 'dear', model: 'x'.repeat(20_000), costNanoUsd: 700 });

function file(): string {
  return inFolder('ledger.sqlite');
}

/** It rests for ever after a failure, unless told otherwise. */
function startLedger(options: Partial<WorkerLedgerOptions> = {}): WorkerLedger {
  const retry = { firstMs: 3_600_000, lastMs: 3_600_000 };
  const ledger = new WorkerLedger({ script: fullDiskScript, file: file(), retry, ...options });
  started.push(ledger);
  return ledger;
}

/** What another window sees. */
function seen(nowMs = 0): unknown {
  const reader = new SqliteLedger(file(), { nowMs });
  const [state] = reader.limitStates([limit]);
  const entries = reader.recentEntries(5);
  reader.close();
  return { entries, spent: state?.spent, reserved: state?.reserved };
}

/** A paid request whose settlement met a full disk. */
async function missSettlement(ledger: WorkerLedger): Promise<void> {
  await ledger.reserve(reservationOf('r'), [limit]);
  fillDisk(file());
  await expect(ledger.settle('r', dear)).rejects.toMatchObject(full);
}

describe('On a full disk', () => {
  it('nothing can be reserved, and the ledger says why', async () => {
    const ledger = startLedger();
    await ledger.recentEntries(1);
    fillDisk(file());
    const reservation = reservationOf('r', { estimate: estimateOf('r', { model: 'x'.repeat(20_000) }) });
    await expect(ledger.reserve(reservation, [limit])).rejects.toMatchObject(full);
    expect([ledger.state, seen()]).toEqual([
      { status: 'failing', problem: 'disk-full', detail: full.message },
      { entries: [], spent: 0, reserved: 0 },
    ]);
  });

  it('a settlement that was missed leaves its worst case held', async () => {
    await missSettlement(startLedger());
    expect(seen()).toEqual({ entries: [], spent: 0, reserved: 1000 });
  });

  it('a settlement that was missed is told with the next write that succeeds', async () => {
    const ledger = startLedger();
    await missSettlement(ledger);
    emptyDisk(file());
    await ledger.reserve(reservationOf('other', { amountNanoUsd: 1 }), [limit]);
    await vi.waitFor(() => expect(seen()).toEqual({ entries: [dear], spent: 700, reserved: 1 }), 5000);
  });

  it('a settlement that was missed is told by itself after a rest, and listeners hear of it', async () => {
    const ledger = startLedger({ retry: { firstMs: 50, lastMs: 50 } });
    await missSettlement(ledger);
    const stored = new Promise<void>((resolve) => ledger.onDidChange(() => ledger.state.status === 'open' && resolve()));
    emptyDisk(file());
    await stored;
    expect([await ledger.recentEntries(5), seen()]).toEqual([[dear], { entries: [dear], spent: 700, reserved: 0 }]);
  });

  it('a settlement that was missed is told when the window closes', async () => {
    const ledger = startLedger();
    await missSettlement(ledger);
    emptyDisk(file());
    await ledger.dispose();
    expect(seen()).toEqual({ entries: [dear], spent: 700, reserved: 0 });
  });

  it('a settlement that was missed corrects the estimate, where its reservation expired meanwhile', async () => {
    const ledger = startLedger();
    await missSettlement(ledger);
    const estimated = seen(Date.UTC(2101, 0));
    emptyDisk(file());
    await ledger.dispose();
    expect([estimated, seen()]).toEqual([
      { entries: [estimateOf('r')], spent: 400, reserved: 0 },
      { entries: [dear], spent: 700, reserved: 0 },
    ]);
  });

  it('every call is answered that is made while the window closes and tells what was missed', async () => {
    const ledger = startLedger();
    await missSettlement(ledger);
    emptyDisk(file());
    const ending = ledger.dispose();
    const answers: Promise<string>[] = [];
    // At once, while it is at what was missed, and when it is through: how many turns each takes hangs on the machine.
    for (let turn = 0; turn < 200; turn += 1) {
      answers.push(
        ledger.claimNotice(`notice-${turn}`, 0).then(
          () => 'stored',
          () => 'closed',
        ),
      );
      await nextTurn();
    }
    await ending;
    const answered = await Promise.all(answers);
    expect([answered.length, answered[0], await ledger.claimNotice('late', 0).catch(String)]).toEqual([
      200,
      'stored',
      'Error: the ledger is closed',
    ]);
  });

  it('what can never be stored does not make the ledger fail again and again', async () => {
    const ledger = startLedger({ retry: { firstMs: 20, lastMs: 20 } });
    await expect(ledger.settle('r', { ...dear, durationMs: Number.NaN })).rejects.toMatchObject({ isRetryable: false });
    await ledger.claimNotice('day-50', 0);
    const states: string[] = [];
    ledger.onDidChange(() => states.push(ledger.state.status));
    for (let time = 0; time < 5; time += 1) await ledger.reserve(reservationOf(`r${time}`), []);
    await ledger.dispose();
    expect([states, ledger.state]).toEqual([[], { status: 'open' }]);
  });

  it('pages are still told of what was there before', async () => {
    const ledger = startLedger();
    await ledger.settle('none', entryOf());
    const before = await ledger.dearestEntries({ fromDay: '2026-11-05', toDay: '2026-11-05' }, 5);
    await ledger.settle('none', entryOf({ id: 'not digested', model: 'x'.repeat(20_000) }));
    fillDisk(file());
    const reports = await Promise.all([
      ledger.dearestEntries({ fromDay: '2026-11-05', toDay: '2026-11-05' }, 5),
      ledger.hourTotals('2026-11-05', '2026-11-05'),
      ledger.rollUps('2026-11-05', '2026-11-05'),
    ]);
    expect([before, reports.map(({ length }) => length > 0)]).toEqual([[entryOf()], [true, true, true]]);
  });
});
