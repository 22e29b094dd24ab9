import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import fc from 'fast-check';
import type { CompletionCost } from '../../../src/core/ledger/index.ts';
import { completionState } from '../../../src/features/spend/completionState.ts';
import { formatsFor } from '../../../src/features/spend/formats.ts';
import type { CompletionTable } from '../../../src/features/spend/protocol.ts';
import type { Filters } from '../../../src/features/spend/view.ts';

const formats = formatsFor('en', 'UTC', '2026-11-05');

/** $0.03 for 3,000 characters that were accepted, of which 2,000 were kept. */
const costOf = (changes: Partial<CompletionCost> = {}): CompletionCost => ({
  ...{ kind: 'completion.line', tier: 'small', model: 'codestral', provider: 'mistral_ai', workspace: 'shop', language: 'typescript' },
  ...{ attempts: 200, unpricedAttempts: 0, estimatedAttempts: 0 },
  ...{ costNanoUsd: 30_000_000, countedNanoUsd: 30_000_000, listPriceNanoUsd: 0 },
  ...{ shownTasks: 160, acceptedTasks: 40, acceptedCharacters: 3000, followedCharacters: 3000, keptCharacters: 2000 },
  ...changes,
});

const free = { tier: 'local', model: 'qwen', provider: 'llama-server', costNanoUsd: 0, countedNanoUsd: 0 } as const;

const stateOf = (completions: readonly CompletionCost[], filters: Filters = {}) =>
  completionState({ counted: { completions, days: 7, isComplete: true }, filters, daysAsked: 7 }, formats);

const inShort = (table: CompletionTable | undefined) =>
  table?.rows.map(({ name, spend, taken, rate, perAccepted, perKept }) => [name, spend, taken, rate, perAccepted, perKept].join(' | '));

describe('What an accepted character costs', () => {
  it('is told by model and by language, in dollars for 1,000, of all attempts, the dearest first', () => {
    const { note, isCounting, tables } = stateOf([
      costOf({ ...free, language: 'go' }),
      costOf(),
      costOf({ kind: 'completion.block', language: '', acceptedTasks: 0, acceptedCharacters: 0, followedCharacters: 0, keptCharacters: 0 }),
    ]);
    expect({
      note,
      isCounting,
      tables: tables.map(({ by, caption, heading }) => [by, caption, heading]),
      rows: tables.map(inShort),
    }).toEqual({
      note: 'What all attempts cost, those that nobody saw or took too, for each 1,000 characters that were accepted, and that were kept. Kept is what still stood there 10 minutes later at the most. What was shown, taken in part or kept is inferred.',
      isCounting: false,
      tables: [
        ['model', 'By model', 'Model'],
        ['language', 'By language', 'Language'],
      ],
      rows: [
        ['codestral | $0.06 | 40 of 320 | 12.5% | $0.020 | $0.030', 'qwen | $0.00 | 40 of 160 | 25% | $0.00 | $0.00'],
        [
          'typescript | $0.03 | 40 of 160 | 25% | $0.010 | $0.015',
          'no language | $0.03 | 0 of 160 | 0% | – | –',
          'go | $0.00 | 40 of 160 | 25% | $0.00 | $0.00',
        ],
      ],
    });
  });

  it.each<[string, Partial<CompletionCost>, readonly string[], string]>([
    [
      'are unpriced',
      { unpricedAttempts: 200, costNanoUsd: 0, countedNanoUsd: 0 },
      ['200 unpriced'],
      'codestral | unpriced | 40 of 160 | 25% | – | –',
    ],
    [
      'are unpriced in part',
      { unpricedAttempts: 3, countedNanoUsd: 31_000_000 },
      ['3 unpriced, at most $0.0010 more'],
      'codestral | $0.03 | 40 of 160 | 25% | at least $0.010 | at least $0.020',
    ],
    [
      'were not followed to the end',
      { followedCharacters: 2400 },
      ['600 accepted characters were not followed'],
      'codestral | $0.03 | 40 of 160 | 25% | $0.010 | at most $0.020',
    ],
    [
      'are unpriced in part and were not followed',
      { unpricedAttempts: 3, followedCharacters: 2400 },
      ['3 unpriced', '600 accepted characters were not followed'],
      'codestral | $0.03 | 40 of 160 | 25% | at least $0.010 | –',
    ],
    [
      'cost nothing and were not followed',
      { ...free, model: 'codestral', followedCharacters: 2400 },
      ['600 accepted characters were not followed'],
      'codestral | $0.00 | 40 of 160 | 25% | $0.00 | $0.00',
    ],
    [
      'were never shown',
      { shownTasks: 0, acceptedTasks: 0, acceptedCharacters: 0, followedCharacters: 0, keptCharacters: 0 },
      [],
      'codestral | $0.03 | 0 of 0 | – | – | –',
    ],
    ['were all deleted', { keptCharacters: 0 }, [], 'codestral | $0.03 | 40 of 160 | 25% | $0.010 | –'],
  ])('says what is not exact where some %s', (_what, changes, notes, row) => {
    const [byModel] = stateOf([costOf({ ...changes, keptCharacters: changes.keptCharacters ?? 1500 })]).tables;
    expect([byModel?.rows[0]?.notes, inShort(byModel)]).toEqual([notes, [row]]);
  });

  it('is narrowed by whatever the page is narrowed to', () => {
    const other = costOf({ kind: 'completion.block', tier: 'local', model: 'qwen', provider: 'here', workspace: '', language: 'go' });
    const filters: readonly Filters[] = [
      { kind: other.kind },
      { tier: 'local' },
      { model: 'qwen' },
      { provider: 'here' },
      { workspace: '' },
      { language: 'go' },
    ];
    expect(filters.map((each) => stateOf([costOf(), other], each).tables.map((table) => table.rows.map(({ name }) => name)))).toEqual(
      filters.map(() => [['qwen'], ['go']]),
    );
  });

  it('is nothing where nothing was asked, and of kinds that complete nothing', () => {
    expect([stateOf([]).tables, stateOf([costOf()], { kind: 'chat' }).tables]).toEqual([[], []]);
  });

  it('is told once all days are counted', () => {
    expect(
      completionState({ counted: { completions: [costOf()], days: 3, isComplete: false }, filters: {}, daysAsked: 7 }, formats),
    ).toEqual({ note: 'Counting what became of the answers: 3 of 7 days.', isCounting: true, tables: [] });
  });

  it('sums up in one row what there are too many of, which narrows nothing', () => {
    const models = Array.from({ length: 14 }, (_, index) => costOf({ model: `model-${index}`, costNanoUsd: 30_000_000 + index }));
    const rows = stateOf(models).tables[0]?.rows ?? [];
    expect([rows.length, rows[0]?.name, rows.at(-1)?.name, rows.at(-1)?.value, rows.at(-1)?.taken]).toEqual([
      ...[12, 'model-13', '3 others', undefined],
      '120 of 480',
    ]);
  });

  it('never costs less for 1,000 kept than for 1,000 accepted', () => {
    const amount = (text: string | undefined) => Number(text?.replace('$', ''));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.nat(1_000_000_000),
        (characters, share, costNanoUsd) => {
          const keptCharacters = Math.max(1, Math.floor(characters * share));
          const cost = costOf({
            acceptedCharacters: characters,
            followedCharacters: characters,
            keptCharacters,
            costNanoUsd,
            countedNanoUsd: costNanoUsd,
          });
          const row = stateOf([cost]).tables[0]?.rows[0];
          expect(amount(row?.perKept)).toBeGreaterThanOrEqual(amount(row?.perAccepted));
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
