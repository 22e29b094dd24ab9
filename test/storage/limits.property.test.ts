import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerEntry, ReservationLimit, RollUp } from '../../src/core/ledger/index.ts';
import { inputTokens } from '../../src/core/task/index.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, estimateOf, reservationOf } from '../support/entries.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { useFolder } from '../support/useFolder.ts';

type AnyLedger = SqliteLedger | MemoryLedger;

const limits: readonly ReservationLimit[] = [
  { budgetId: 'day', unit: 'nano-usd' as const, limit: 5000, fromDay: '2026-11-05' },
  { budgetId: 'month', unit: 'nano-usd' as const, limit: 9000, fromDay: '2026-11-01' },
  { budgetId: 'month:chat', unit: 'nano-usd' as const, limit: 4000, fromDay: '2026-11-01', kinds: ['chat'] },
];

const nat = (max: number) => fc.nat(max);

/** `window` is one of the connections to the file, `target` one of the reservations made so far. */
const commands = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('reserve' as const),
      window: nat(2),
      amount: nat(1500),
      caution: nat(1500),
      lifeMs: nat(60),
      kind: fc.constantFrom('chat', 'edit' as const),
      localDay: fc.constantFrom('2026-11-04', '2026-11-05'),
    }),
    fc.record({ type: fc.constant('extend' as const), window: nat(2), target: nat(99), amount: nat(1500), lifeMs: nat(60) }),
    fc.record({
      type: fc.constant('settle' as const),
      window: nat(2),
      target: nat(99),
      cost: nat(2000),
      times: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({ type: fc.constant('release' as const), window: nat(2), target: nat(99) }),
    fc.record({ type: fc.constant('wait' as const), window: nat(2), ms: nat(50) }),
    fc.record({ type: fc.constant('allow' as const), window: nat(2), budgetId: fc.constantFrom('day', 'month'), amount: nat(1000) }),
  ),
  // Long ones, because what expires and is settled afterwards takes many steps.
  { maxLength: 60, size: 'max' },
);

type Command = typeof commands extends fc.Arbitrary<(infer One)[]> ? One : never;

/** What the test itself knows of a reservation: how much of its cost is held or booked. */
interface Known {
  readonly estimate: LedgerEntry;
  covered: number;
  expiresAtMs: number;
  state: 'held' | 'lost' | 'over';
}

/** Plays the commands, and returns all that was answered. After each one, no limit is passed. */
async function play(windows: readonly AnyLedger[], played: readonly Command[]): Promise<readonly unknown[]> {
  const [first] = windows;
  if (!first) throw new Error('no window');
  const known = new Map<string, Known>();
  const answers: unknown[] = [];
  let nowMs = 1000;
  // By how much settlements were dearer than what was held or booked for them.
  let dearer = 0;
  const expire = (): void => {
    for (const one of known.values()) {
      if (one.state !== 'held' || one.expiresAtMs >= nowMs) continue;
      one.state = 'lost';
      one.covered = one.estimate.countedNanoUsd;
    }
  };

  const run = async (command: Command): Promise<unknown> => {
    const ledger = windows[command.window % windows.length] ?? first;
    switch (command.type) {
      case 'wait':
        nowMs += command.ms;
        expire();
        return ledger.settleExpired(nowMs);
      case 'allow': {
        const { budgetId, amount } = command;
        const id = `allowance-${answers.length}`;
        return ledger.allowMore({ id, budgetId, amount, atMs: nowMs, localDay: '2026-11-05' });
      }
      case 'reserve': {
        const { amount, caution, lifeMs, kind, localDay } = command;
        const id = `r${known.size}`;
        const estimate = estimateOf(id, { kind, localDay, costNanoUsd: Math.floor(amount / 2) });
        const times = { madeAtMs: nowMs, expiresAtMs: nowMs + lifeMs };
        expire();
        const outcome = await ledger.reserve(
          reservationOf(id, { amountNanoUsd: amount, cautiousAmountNanoUsd: amount + caution, estimate, ...times }),
          limits,
        );
        const isHeld = outcome.outcome === 'reserved';
        const covered = isHeld ? outcome.amountNanoUsd : 0;
        known.set(id, { estimate, covered, expiresAtMs: times.expiresAtMs, state: isHeld ? 'held' : 'over' });
        return outcome;
      }
      default: {
        const id = [...known.keys()][command.target % Math.max(1, known.size)];
        const one = id === undefined ? undefined : known.get(id);
        if (id === undefined || !one) return 'nothing to do';
        if (command.type === 'extend') {
          const outcome = await ledger.extend(id, { nanoUsd: command.amount, tokens: 0 }, nowMs + command.lifeMs, limits);
          if (outcome.outcome === 'reserved') Object.assign(one, { covered: outcome.amountNanoUsd, expiresAtMs: nowMs + command.lifeMs });
          return outcome;
        }
        if (command.type === 'release') {
          if (one.state === 'held') Object.assign(one, { covered: 0, state: 'over' });
          return ledger.release(id);
        }
        const { kind, localDay } = one.estimate;
        const entry = entryOf({ id: `entry-${answers.length}`, kind, localDay, costNanoUsd: command.cost });
        dearer += Math.max(0, command.cost - one.covered);
        Object.assign(one, { covered: 0, state: 'over' });
        for (let time = 0; time < command.times; time += 1) await ledger.settle(id, entry);
        return 'settled';
      }
    }
  };

  for (const command of played) {
    answers.push(await run(command));
    for (const { budgetId, limit, spent, reserved } of await first.limitStates(limits)) {
      expect(spent + reserved, budgetId).toBeLessThanOrEqual(limit + dearer);
    }
  }
  const { entries } = await first.entriesFrom(0, 1000);
  const rollUps = await first.rollUps('2026-11-01', '2026-11-30');
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(rollUps).toEqual(summed(entries));
  return [...answers, entries, rollUps, await first.recentEntries(1000), await first.limitStates(limits)];
}

/** Here all entries differ in their day, kind and mark at most. */
function summed(entries: readonly LedgerEntry[]): readonly RollUp[] {
  const groups = Map.groupBy(entries, ({ localDay, kind }) => `${localDay} ${kind}`);
  return [...groups.keys()].toSorted().flatMap((key) => {
    const group = groups.get(key) ?? [];
    const sum = (of: (entry: LedgerEntry) => number): number => group.reduce((total, entry) => total + of(entry), 0);
    return group.slice(0, 1).map(({ localDay, kind, tier, model, endpoint, billing }) => ({
      ...{ localDay, kind, tier, model, endpoint, billing },
      attempts: group.length,
      unpricedAttempts: 0,
      estimatedAttempts: group.filter(({ isEstimate }) => isEstimate).length,
      costNanoUsd: sum(({ costNanoUsd = 0 }) => costNanoUsd),
      countedNanoUsd: sum(({ countedNanoUsd }) => countedNanoUsd),
      listPriceNanoUsd: 0,
      inputTokens: sum(({ usage }) => inputTokens(usage)),
      cacheReadTokens: sum(({ usage }) => usage.cacheRead),
      outputTokens: sum(({ usage }) => usage.output),
    }));
  });
}

describe('Whatever windows do', () => {
  const inFolder = useFolder();
  let runs = 0;
  beforeEach(() => {
    runs = 0;
  });

  it('no limit is passed but by what settlements were dearer, in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(commands, (played) => play([new MemoryLedger()], played).then(() => undefined)),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it('no limit is passed on disk either, where all happens as in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (played) => {
        runs += 1;
        const file = inFolder(`ledger-${runs}.sqlite`);
        const windows = Array.from({ length: 3 }, () => new SqliteLedger(file, { nowMs: 0 }));
        try {
          expect(await play(windows, played)).toEqual(await play([new MemoryLedger()], played));
        } finally {
          for (const window of windows) window.close();
        }
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });
});
