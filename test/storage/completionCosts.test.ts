import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { CompletionCost, Ledger, LedgerEntry, OutcomeEvent, OutcomeType } from '../../src/core/ledger/index.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { anyEntries, entryOf as anyEntry, outcomeOf, reservationOf, without } from '../support/entries.ts';
import { ledgerPort } from '../support/ledgerPort.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';

const opened: SqliteLedger[] = [];
afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
});

function onDisk(): Ledger {
  const ledger = new SqliteLedger(':memory:', { nowMs: 0 });
  opened.push(ledger);
  return ledgerPort(ledger);
}

const ledgers = { 'on disk': onDisk, 'in memory': (): Ledger => new MemoryLedger() };

const today = '2026-11-05';

/** At noon of its day: entries lie in the order of their times, and are looked for by them. */
const atNoon = (entry: LedgerEntry): LedgerEntry => ({ ...entry, startedAtMs: Date.parse(`${entry.localDay}T12:00:00Z`) });
const entryOf = (changes: Partial<LedgerEntry>): LedgerEntry => atNoon(anyEntry(changes));

/** A line in TypeScript, of which nothing became yet. */
const costOf = (changes: Partial<CompletionCost> = {}): CompletionCost => ({
  ...{ kind: 'completion.line', tier: 'local', model: 'qwen', provider: 'llama-server', workspace: 'shop', language: 'typescript' },
  ...{ attempts: 1, unpricedAttempts: 0, estimatedAttempts: 0, costNanoUsd: 100_000, countedNanoUsd: 100_000, listPriceNanoUsd: 0 },
  ...{ shownTasks: 0, acceptedTasks: 0, acceptedCharacters: 0, followedCharacters: 0, keptCharacters: 0 },
  ...changes,
});

let lastId = 0;

/** An attempt of a task of its own, and what became of it, in this order: `accepted 12`. */
async function asked(ledger: Ledger, outcomes: readonly string[], entry: Partial<LedgerEntry> = {}): Promise<void> {
  lastId += 1;
  const taskId = `task-${lastId}`;
  await ledger.settle('none', entryOf({ id: `entry-${lastId}`, taskId, ...entry }));
  await became(ledger, entry.taskId ?? taskId, outcomes);
}

async function became(ledger: Ledger, taskId: string, outcomes: readonly string[]): Promise<void> {
  for (const [atMs, outcome] of outcomes.entries()) {
    const [type, characters] = outcome.split(' ');
    await ledger.recordOutcome(
      outcomeOf({ id: `${taskId}-${atMs}`, taskId, type: type as OutcomeType, atMs, characters: Number(characters) }),
    );
  }
}

describe.each(Object.entries(ledgers))('What completions cost, in a ledger %s,', (_where, openLedger) => {
  it('is of all of them, seen or not, and what became of them is counted in characters', async () => {
    const ledger = openLedger();
    await asked(ledger, []);
    await asked(ledger, ['shown 20', 'rejected 20']);
    await asked(ledger, ['shown 20', 'accepted 20', 'kept 20', 'kept 15']);
    await asked(ledger, ['shown 30', 'accepted 4', 'accepted 6', 'kept 10', 'reverted 0']);
    await asked(ledger, ['shown 8', 'accepted 8']);
    expect(await ledger.completionCosts(today, today)).toEqual([
      costOf({
        ...{ attempts: 5, costNanoUsd: 500_000, countedNanoUsd: 500_000 },
        ...{ shownTasks: 4, acceptedTasks: 3, acceptedCharacters: 38, followedCharacters: 30, keptCharacters: 15 },
      }),
    ]);
  });

  it('leaves out what was typed by hand, and what is no completion', async () => {
    const ledger = openLedger();
    await asked(ledger, ['shown 20', 'kept 20']);
    await asked(ledger, ['shown 20', 'accepted 20'], { kind: 'chat' });
    expect(await ledger.completionCosts(today, today)).toEqual([costOf({ shownTasks: 1 })]);
  });

  it('is told apart by all that pages filter by, of these days', async () => {
    const ledger = openLedger();
    const paid: Partial<LedgerEntry> = {
      tier: 'small',
      model: 'codestral',
      provider: 'mistral_ai',
      endpoint: 'mistral',
      billing: 'metered',
    };
    await asked(ledger, ['shown 9', 'accepted 9'], paid);
    await asked(ledger, [], { ...paid, endpoint: 'mistral-2', kind: 'completion.block' });
    await asked(ledger, ['shown 5'], { origin: { trigger: 'automatic' } });
    for (const localDay of ['2026-11-04', '2026-11-06']) await asked(ledger, ['shown 7'], { localDay });
    expect(await ledger.completionCosts(today, today)).toEqual([
      costOf({ kind: 'completion.block', tier: 'small', model: 'codestral', provider: 'mistral_ai' }),
      costOf({ workspace: '', language: '', shownTasks: 1 }),
      costOf({
        ...{ tier: 'small', model: 'codestral', provider: 'mistral_ai' },
        ...{ shownTasks: 1, acceptedTasks: 1, acceptedCharacters: 9 },
      }),
    ]);
  });

  it('lies with the model that was asked, and what became of the answer with the one that answered last', async () => {
    const ledger = openLedger();
    await ledger.settle('none', entryOf({ id: 'b', attempt: 2, model: 'second' }));
    await ledger.settle('none', entryOf({ id: 'a', attempt: 1, model: 'first', finish: 'error' }));
    await ledger.settle('none', without(entryOf({ id: 'c', attempt: 3, model: 'silent', finish: 'error' }), 'firstTokenMs'));
    await became(ledger, 'task-1', ['shown 5', 'accepted 5']);
    expect(await ledger.completionCosts(today, today)).toEqual([
      costOf({ model: 'first' }),
      costOf({ model: 'second', shownTasks: 1, acceptedTasks: 1, acceptedCharacters: 5 }),
      costOf({ model: 'silent' }),
    ]);
  });

  it('says what is unpriced and estimated, and counts a corrected estimate no more', async () => {
    const ledger = openLedger();
    await ledger.settle('none', without(entryOf({ id: 'unpriced', countedNanoUsd: 700 }), 'costNanoUsd'));
    const reservation = reservationOf('r', { expiresAtMs: 10 });
    await ledger.reserve(reservation, []);
    await ledger.settleExpired(11);
    const before = await ledger.completionCosts(today, today);
    await asked(ledger, ['shown 3']);
    await ledger.settle('r', entryOf({ id: 'late', costNanoUsd: 900 }));
    expect([before, await ledger.completionCosts(today, today)]).toEqual([
      [costOf({ attempts: 2, unpricedAttempts: 1, estimatedAttempts: 1, costNanoUsd: 400, countedNanoUsd: 1100 })],
      [costOf({ attempts: 3, unpricedAttempts: 1, costNanoUsd: 100_900, countedNanoUsd: 101_600, shownTasks: 1 })],
    ]);
  });
});

const anyOutcomes: fc.Arbitrary<readonly Pick<OutcomeEvent, 'type' | 'characters'>[]> = fc.array(
  fc.record({
    type: fc.constantFrom<OutcomeType[]>('shown', 'accepted', 'rejected', 'kept', 'reverted'),
    characters: fc.nat(50),
  }),
  { maxLength: 6 },
);

it('What completions cost is the same of any entries and outcomes as counted one by one, and no more is kept than was accepted', async () => {
  await fc.assert(
    fc.asyncProperty(anyEntries, fc.array(anyOutcomes, { maxLength: 8 }), async (entries, outcomes) => {
      const [disk, memory] = [onDisk(), new MemoryLedger()];
      for (const ledger of [disk, memory]) {
        for (const entry of entries.map(atNoon)) await ledger.settle('none', entry);
        for (const [index, events] of outcomes.entries()) {
          const taskId = entries[index]?.taskId ?? 'unknown';
          for (const [atMs, event] of events.entries())
            await ledger.recordOutcome(outcomeOf({ id: `${index}-${atMs}`, taskId, atMs: index * 10 + atMs, ...event }));
        }
      }
      const costs = await disk.completionCosts('2026-11-04', today);
      expect(costs).toEqual(await memory.completionCosts('2026-11-04', today));
      expect(costs.filter(({ keptCharacters, acceptedCharacters }) => keptCharacters > acceptedCharacters)).toEqual([]);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 50) },
  );
});
