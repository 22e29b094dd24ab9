import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { RollUp } from '../../../src/core/ledger/index.ts';
import { formatsFor } from '../../../src/features/spend/formats.ts';
import { type HistoryFacts, historyState } from '../../../src/features/spend/historyState.ts';
import { entryFilter } from '../../../src/features/spend/range.ts';
import { scaleFor } from '../../../src/features/spend/scale.ts';
import { savingOf } from '../../../src/features/spend/totals.ts';
import type { View } from '../../../src/features/spend/view.ts';
import { entryOf } from '../../support/entries.ts';
import { paidRollUpOf, rollUpOf } from './spendFacts.ts';

const today = '2026-11-05';
const formats = formatsFor('en', 'UTC', today);

function historyOf(rollUps: readonly RollUp[], view: Partial<View> = {}, facts: Partial<HistoryFacts> = {}) {
  const counted = { counts: [], completions: [], days: 7, isComplete: true };
  return historyState({ view: { range: 7, filters: {}, ...view }, today, rollUps, dearest: [], counted, ...facts }, formats);
}

const sonnet = (changes: Partial<RollUp> = {}): RollUp =>
  paidRollUpOf({ attempts: 1, tier: 'medium', model: 'sonnet', kind: 'chat', provider: 'anthropic', costNanoUsd: 750_000_000, ...changes });
const codestral = (changes: Partial<RollUp> = {}): RollUp =>
  paidRollUpOf({ attempts: 1, provider: 'mistral_ai', costNanoUsd: 250_000_000, ...changes });

describe('Spend by day', () => {
  it('has a bar for each day, stacked by the tiers that cost something, from the cheapest up', () => {
    const { chart } = historyOf([rollUpOf(), codestral(), sonnet(), sonnet({ localDay: '2026-11-01' })]);
    expect({ ...chart, bars: chart.bars.filter(({ requests }) => requests !== '0'), days: chart.bars.map(({ label }) => label) }).toEqual({
      caption: 'Spend by day',
      summary: '$1.75 in all, the most on Thu, Nov 5: $1.00.',
      heading: 'Day',
      tiers: [
        { tier: 'small', name: 'small' },
        { tier: 'medium', name: 'medium' },
      ],
      days: ['Oct 30', 'Oct 31', 'Nov 1', 'Nov 2', 'Nov 3', 'Nov 4', 'Nov 5'],
      bars: [
        {
          ...{ id: '2026-11-01', label: 'Nov 1', name: 'Sun, Nov 1', nanoUsd: [0, 750_000_000], amounts: ['$0.00', '$0.75'] },
          ...{ total: '$0.75', requests: '1', text: 'Sun, Nov 1 · $0.75 · 1 request' },
        },
        {
          ...{ id: '2026-11-05', label: 'Nov 5', name: 'Thu, Nov 5', nanoUsd: [250_000_000, 750_000_000], amounts: ['$0.25', '$0.75'] },
          ...{ total: '$1.00', requests: '4', text: 'Thu, Nov 5 · $1.00 · small $0.25 · medium $0.75 · 4 requests' },
        },
      ],
      ticks: [
        { nanoUsd: 0, text: '$0' },
        { nanoUsd: 500_000_000, text: '$0.50' },
        { nanoUsd: 1_000_000_000, text: '$1.00' },
      ],
      topNanoUsd: 1_000_000_000,
    });
  });

  it('says why there is nothing to see', () => {
    expect([historyOf([]).chart.nothing, historyOf([rollUpOf()]).chart.nothing, historyOf([sonnet()]).chart.nothing]).toEqual([
      'Nothing was asked on these days.',
      'All answers of these days were free of charge.',
      undefined,
    ]);
  });

  it('shows the budget of a day where it is within reach, and not of a part of the spend', () => {
    const rollUps = [sonnet()];
    const limitOf = (dayLimitNanoUsd: number, view: Partial<View> = {}) => historyOf(rollUps, view, { dayLimitNanoUsd }).chart.limit?.text;
    expect([limitOf(1_000_000_000), limitOf(900_000_000_000), limitOf(1_000_000_000, { filters: { kind: 'chat' } })]).toEqual([
      'Budget per day $1.00',
      undefined,
      undefined,
    ]);
  });

  it('is by week over a year, the first one as long as it lies within', () => {
    const { chart } = historyOf([sonnet(), sonnet({ localDay: '2025-11-06' })], { range: 365 });
    const named = (index: number) => {
      const bar = chart.bars.at(index);
      return [bar?.name, bar?.total];
    };
    expect([chart.caption, chart.heading, chart.bars.length, named(0), named(-1)]).toEqual([
      'Spend by week',
      'Week',
      53,
      ['Thu, Nov 6\u2009–\u2009Sun, Nov 9', '$0.75'],
      ['Mon, Nov 2\u2009–\u2009Thu, Nov 5', '$0.75'],
    ]);
  });

  it('loses nothing, whatever the days and the range', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((age) => new Date(Date.parse(today) - age * 86_400_000).toISOString().slice(0, 10));
    const rollUps = fc.array(fc.record({ localDay: day, costNanoUsd: fc.nat(5_000_000_000) }).map(sonnet), { maxLength: 20 });
    fc.assert(
      fc.property(rollUps, fc.constantFrom(7 as const, 30 as const, 90 as const, 365 as const), (all, range) => {
        const { chart } = historyOf(all, { range });
        const first = new Date(Date.parse(today) - (range - 1) * 86_400_000).toISOString().slice(0, 10);
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        const expected = sum(all.filter(({ localDay }) => localDay >= first).map(({ costNanoUsd }) => costNanoUsd));
        const heights = chart.bars.map(({ nanoUsd }) => sum(nanoUsd));
        expect([sum(heights), heights.every((height) => height <= chart.topNanoUsd)]).toEqual([expected, true]);
      }),
      { numRuns: Math.min(200, Number(process.env.FC_RUNS ?? 200)) },
    );
  });
});

describe('An axis', () => {
  it('ends at a round amount above the highest, with two to five names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (highest) => {
        const { ticks, topNanoUsd } = scaleFor(highest);
        expect([
          topNanoUsd >= highest,
          ticks.length >= 2 && ticks.length <= 5,
          new Set(ticks.map(({ text }) => text)).size === ticks.length,
        ]).toEqual([true, true, true]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});

describe('History', () => {
  it('offers what there is, and narrows everything to what is chosen', () => {
    const rollUps = [sonnet({ workspace: 'shop' }), codestral({ workspace: '' }), codestral({ language: 'go', workspace: 'shop' })];
    const { filters, isFiltered, tables, figures } = historyOf(rollUps, { filters: { workspace: 'shop' } });
    expect({
      offered: filters.map(({ name, chosen, options }) => [name, chosen, options.map((option) => option.name)]),
      isFiltered,
      models: tables[0]?.rows.map(({ name, value, spend }) => [name, value, spend]),
      spent: figures[0]?.figure,
    }).toEqual({
      offered: [
        ['model', undefined, ['codestral-2508', 'sonnet']],
        ['kind', undefined, ['Chat', 'Completing a line']],
        ['workspace', 'shop', ['no folder', 'shop']],
        ['language', undefined, ['go', 'no language']],
        ['tier', undefined, ['medium', 'small']],
        ['provider', undefined, ['anthropic', 'mistral_ai']],
      ],
      isFiltered: true,
      models: [
        ['sonnet', 'sonnet', '$0.75'],
        ['codestral-2508', 'codestral-2508', '$0.25'],
      ],
      spent: '$1.00',
    });
  });

  it('asks the ledger for the dearest of just that', () => {
    expect(entryFilter({ range: 30, filters: { tier: 'small', language: '', model: undefined } }, today)).toEqual({
      fromDay: '2026-10-07',
      toDay: '2026-11-05',
      tier: 'small',
      language: '',
    });
  });

  it('sums up, below the dearest eleven, what has no row of its own', () => {
    const rollUps = Array.from({ length: 15 }, (_, index) => sonnet({ model: `model-${index}`, costNanoUsd: 1_000_000_000 - index }));
    const rows = historyOf(rollUps).tables[0]?.rows ?? [];
    expect([rows.length, rows.at(-2)?.name, rows.at(-1)]).toEqual([
      12,
      'model-10',
      expect.objectContaining({ name: '4 others', spend: '$4.00', requests: '4', id: 'others' }),
    ]);
    expect(rows.at(-1)?.value).toBeUndefined();
  });

  it('says how much came from caches and what that was worth, also where it cost more', () => {
    const figureOf = (changes: Partial<RollUp>) => {
      const figure = historyOf([sonnet({ inputTokens: 1000, cacheReadTokens: 800, cacheWriteTokens: 50, ...changes })]).figures[2];
      return [figure?.figure, figure?.lines];
    };
    expect([figureOf({ cacheSavedNanoUsd: 20_000_000 }), figureOf({ cacheSavedNanoUsd: -10_000_000 })]).toEqual([
      ['80%', ['saved $0.02', '50 tokens written']],
      ['80%', ['cost $0.01 more than it saved', '50 tokens written']],
    ]);
  });

  it('shows the dearest requests', () => {
    const { dearest } = historyOf([], {}, { dearest: [entryOf({ id: 'dear' })] });
    expect(dearest.map(({ id }) => id)).toEqual(['dear']);
  });
});

describe('The saving against the baseline', () => {
  it('counts all that was spent, failed attempts too, on the days that have baselines', () => {
    const rollUps = [
      sonnet({ localDay: '2026-11-01' }),
      sonnet({ localDay: '2026-11-04', baselineNanoUsd: 2_000_000_000 }),
      codestral({ localDay: '2026-11-04', baselineNanoUsd: 0 }),
    ];
    expect(savingOf(rollUps)).toEqual({
      baselineNanoUsd: 2_000_000_000,
      costNanoUsd: 1_000_000_000,
      savedNanoUsd: 1_000_000_000,
      sinceDay: '2026-11-04',
    });
  });

  it('may be a loss, and is named an upper bound', () => {
    const saved = historyOf([sonnet({ baselineNanoUsd: 500_000_000 })]).figures[3];
    expect([saved?.figure, saved?.mark]).toEqual(['-$0.25', 'upper bound']);
  });

  it('is not claimed where no baseline is known', () => {
    const saved = historyOf([sonnet()]).figures[3];
    expect([saved?.figure, saved?.mark, saved?.lines]).toEqual(['–', undefined, ['Known after the first answers.']]);
  });
});

describe('The cost of a useful answer', () => {
  const count = (changes: object) =>
    ({ localDay: today, kind: 'chat', model: 'sonnet', endpoint: 'anthropic', useful: 3, notUseful: 1, ...changes }) as const;

  it('is what all attempts of a kind cost, for each answer that was useful', () => {
    const counts = [count({}), count({ kind: 'completion.line', model: 'codestral-2508', useful: 0, notUseful: 2 })];
    const { useful } = historyOf([sonnet(), codestral()], {}, { counted: { counts, completions: [], days: 7, isComplete: true } });
    expect(useful.rows.map(({ name, useful, notUseful, spend, perUseful }) => [name, useful, notUseful, spend, perUseful])).toEqual([
      ['Chat', '3', '1', '$0.75', '$0.25'],
      ['Completing a line', '0', '2', '$0.25', '–'],
    ]);
  });

  it('is not told before all days are counted', () => {
    const { useful } = historyOf([sonnet()], {}, { counted: { counts: [count({})], completions: [], days: 3, isComplete: false } });
    expect(useful).toEqual({ note: 'Counting what became of the answers: 3 of 7 days.', isCounting: true, rows: [] });
  });

  it.each(['workspace', 'tier', 'provider'] as const)('is not made up for a %s alone, by which outcomes are not counted', (name) => {
    const { useful } = historyOf(
      [sonnet()],
      { filters: { [name]: 'x' } },
      { counted: { counts: [count({})], completions: [], days: 7, isComplete: true } },
    );
    expect([useful.rows, useful.note]).toEqual([[], 'Not known for a workspace, a tier or a provider alone: take that filter away.']);
  });
});
