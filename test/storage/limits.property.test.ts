import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Amounts, LedgerEntry, ReservationLimit, RollUp } from '../../src/core/ledger/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { packEntry, packReservation } from '../../src/storage/packed.ts';
import { Shortcut, type TakenMethod } from '../../src/storage/shortcut.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf } from '../support/entries.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { useFolder } from '../support/useFolder.ts';

type AnyLedger = SqliteLedger | MemoryLedger;

const month = { unit: 'nano-usd', fromDay: '2026-11-01' } as const;
const limits: readonly ReservationLimit[] = [
  { ...month, budgetId: 'day', limit: 5000, fromDay: '2026-11-05' },
  { ...month, budgetId: 'month', limit: 9000 },
  { ...month, budgetId: 'month:chat', limit: 4000, kinds: ['chat'] },
  { ...month, budgetId: 'month:workspace:till', limit: 3000, workspace: 'till', kinds: ['chat', 'edit'] },
  { ...month, budgetId: 'session-1', limit: 4500, taskId: 'session-1', fromDay: '0001-01-01' },
  { ...month, budgetId: 'month:tokens', unit: 'tokens', limit: 2000 },
  { ...month, budgetId: 'day:tokens:opus', unit: 'tokens', limit: 800, fromDay: '2026-11-05', model: 'opus' },
  { ...month, budgetId: 'month:warn', limit: 100, isSoft: true },
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
      tokens: nat(300),
      cautionTokens: nat(300),
      lifeMs: nat(60),
      model: fc.constantFrom('opus', 'qwen'),
      workspace: fc.constantFrom('till', undefined),
      taskId: fc.constantFrom('task-1', 'task-2'),
      sessionId: fc.constantFrom('session-1', 'session-1.1', undefined),
      kind: fc.constantFrom('chat', 'edit' as const),
      localDay: fc.constantFrom('2026-11-04', '2026-11-05'),
    }),
    fc.record({
      type: fc.constant('extend' as const),
      window: nat(2),
      target: nat(99),
      amount: nat(1500),
      tokens: nat(300),
      lifeMs: nat(60),
    }),
    fc.record({
      type: fc.constant('settle' as const),
      window: nat(2),
      target: nat(99),
      cost: nat(2000),
      tokens: nat(400),
      times: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({ type: fc.constant('release' as const), window: nat(2), target: nat(99) }),
    fc.record({ type: fc.constant('wait' as const), window: nat(2), ms: nat(50) }),
    fc.record({
      type: fc.constant('allow' as const),
      window: nat(2),
      budgetId: fc.constantFrom('day', 'month', 'month:tokens', 'session-1'),
      amount: nat(1000),
    }),
  ),
  // Long ones, because what expires and is settled afterwards takes many steps.
  { maxLength: 60, size: 'max' },
);

type Command = typeof commands extends fc.Arbitrary<(infer One)[]> ? One : never;

/** What the test itself knows of a reservation: how much of what it takes is held or booked. */
interface Known {
  readonly estimate: LedgerEntry;
  covered: Amounts;
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
  const dearer = { 'nano-usd': 0, tokens: 0 };
  const expire = (): void => {
    for (const one of known.values()) {
      if (one.state !== 'held' || one.expiresAtMs >= nowMs) continue;
      one.state = 'lost';
      one.covered = { nanoUsd: one.estimate.countedNanoUsd, tokens: one.estimate.usage.output };
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
        const { amount, caution, tokens, cautionTokens, lifeMs, workspace, sessionId, ...scopes } = command;
        const id = `r${known.size}`;
        const estimate = entryFor(`lost-${id}`, Math.floor(amount / 2), Math.floor(tokens / 2), {
          ...{ kind: scopes.kind, localDay: scopes.localDay, model: scopes.model, taskId: scopes.taskId, finish: 'lost', isEstimate: true },
          origin: { trigger: 'command', ...(workspace !== undefined && { workspace }) },
          ...(sessionId !== undefined && { sessionId }),
        });
        const times = { madeAtMs: nowMs, expiresAtMs: nowMs + lifeMs };
        expire();
        const amounts = { amountNanoUsd: amount, cautiousAmountNanoUsd: amount + caution, tokens, cautiousTokens: tokens + cautionTokens };
        const outcome = await ledger.reserve({ id, ...amounts, estimate, ...times }, limits);
        const isHeld = outcome.outcome === 'reserved';
        const covered = isHeld ? { nanoUsd: outcome.amountNanoUsd, tokens: outcome.tokens } : nothing;
        known.set(id, { estimate, covered, expiresAtMs: times.expiresAtMs, state: isHeld ? 'held' : 'over' });
        return outcome;
      }
      default: {
        const id = [...known.keys()][command.target % Math.max(1, known.size)];
        const one = id === undefined ? undefined : known.get(id);
        if (id === undefined || !one) return 'nothing to do';
        if (command.type === 'extend') {
          const expiresAtMs = nowMs + command.lifeMs;
          const outcome = await ledger.extend(id, { nanoUsd: command.amount, tokens: command.tokens }, expiresAtMs, limits);
          if (outcome.outcome === 'reserved')
            Object.assign(one, { covered: { nanoUsd: outcome.amountNanoUsd, tokens: outcome.tokens }, expiresAtMs });
          return outcome;
        }
        if (command.type === 'release') {
          if (one.state === 'held') Object.assign(one, { covered: nothing, state: 'over' });
          return ledger.release(id);
        }
        const { kind, localDay, model, taskId, sessionId, origin } = one.estimate;
        const entry = entryFor(`entry-${answers.length}`, command.cost, command.tokens, {
          ...{ kind, localDay, model, taskId, origin },
          ...(sessionId !== undefined && { sessionId }),
        });
        dearer['nano-usd'] += Math.max(0, command.cost - one.covered.nanoUsd);
        dearer.tokens += Math.max(0, command.tokens - one.covered.tokens);
        Object.assign(one, { covered: nothing, state: 'over' });
        for (let time = 0; time < command.times; time += 1) await ledger.settle(id, entry);
        return 'settled';
      }
    }
  };

  for (const command of played) {
    answers.push(await run(command));
    for (const { budgetId, unit, limit, spent, reserved, isSoft } of await first.limitStates(limits)) {
      if (!isSoft) expect(spent + reserved, budgetId).toBeLessThanOrEqual(limit + dearer[unit]);
    }
  }
  const { entries } = await first.entriesFrom(0, 1000);
  const rollUps = await first.rollUps('2026-11-01', '2026-11-30');
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(rollUps).toEqual(summed(entries));
  const days = { fromDay: '2026-11-01', toDay: '2026-11-30' };
  const reports = [
    await first.hourTotals(days.fromDay, days.toDay),
    await first.dearestEntries(days, 10),
    await first.sessionEntries('session-1'),
  ];
  return [...answers, entries, rollUps, reports, await first.recentEntries(1000), await first.limitStates(limits)];
}

/** What requests wait for goes through the shortcut, all else through the ledger, as in a window. */
function throughShortcut(ledger: SqliteLedger, shortcut: Shortcut): AnyLedger {
  const taken = (method: TakenMethod, args: readonly unknown[]): never => {
    const done = shortcut.take(method, args);
    if (!done) throw new Error(`the shortcut did not take ${method}`);
    return done.value as never;
  };
  const requests: Pick<SqliteLedger, 'reserve' | 'extend' | 'settle' | 'release'> = {
    reserve: (reservation, limitsOfIt) => taken('reservePacked', [packReservation(reservation), limitsOfIt]),
    extend: (...args) => taken('extend', args),
    settle: (reservationId, entry) => taken('settlePacked', [reservationId, packEntry(entry)]),
    release: (reservationId) => taken('release', [reservationId]),
  };
  const found = (name: string): unknown => requests[name as keyof typeof requests] ?? ledger[name as keyof SqliteLedger];
  return new Proxy(ledger, {
    get: (_, name) => {
      const value = found(String(name));
      return typeof value === 'function' ? value.bind(ledger) : value;
    },
  });
}

const nothing: Amounts = { nanoUsd: 0, tokens: 0 };

/** All tokens are output. */
function entryFor(id: string, costNanoUsd: number, tokens: number, changes: Partial<LedgerEntry>): LedgerEntry {
  return entryOf({ id, costNanoUsd, billing: 'metered', usage: { ...noUsage, output: tokens }, ...changes });
}

/** Here all entries differ in their day, kind, model, workspace and mark at most. */
function summed(entries: readonly LedgerEntry[]): readonly RollUp[] {
  const groups = Map.groupBy(entries, ({ localDay, kind, model, origin }) => `${localDay} ${kind} ${model} ${origin.workspace ?? ''}`);
  return [...groups.keys()].toSorted().flatMap((key) => {
    const group = groups.get(key) ?? [];
    const sum = (of: (entry: LedgerEntry) => number): number => group.reduce((total, entry) => total + of(entry), 0);
    return group.slice(0, 1).map(({ localDay, kind, tier, model, endpoint, provider, billing, origin }) => ({
      ...{ localDay, kind, tier, model, endpoint, provider, billing, workspace: origin.workspace ?? '', language: '' },
      attempts: group.length,
      unpricedAttempts: 0,
      estimatedAttempts: group.filter(({ isEstimate }) => isEstimate).length,
      costNanoUsd: sum(({ costNanoUsd = 0 }) => costNanoUsd),
      countedNanoUsd: sum(({ countedNanoUsd }) => countedNanoUsd),
      listPriceNanoUsd: 0,
      inputTokens: 0,
      cacheReadTokens: 0,
      outputTokens: sum(({ usage }) => usage.output),
      ...{ cacheWriteTokens: 0, cacheSavedNanoUsd: 0, baselineNanoUsd: 0 },
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
        const shortcut = new Shortcut({ file, tooLongMs: Number.POSITIVE_INFINITY });
        try {
          const [first, second, third] = windows as [SqliteLedger, SqliteLedger, SqliteLedger];
          expect(await play([first, second, throughShortcut(third, shortcut)], played)).toEqual(await play([new MemoryLedger()], played));
        } finally {
          shortcut.close();
          for (const window of windows) window.close();
        }
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });
});
