import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { combine, type ImportedUsage, reconcile } from '../../../src/core/reconcile/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { without } from '../../support/entries.ts';
import { billOf, noonOf, paidEntry, withRow } from './bills.ts';

const days = ['2026-11-01', '2026-11-02', '2026-11-03'] as const;
const entries = days.map((day) => paidEntry(day));
const bill = billOf(entries);

/** The causes that are found, each with its days and what else it knows. */
function causesOf(all: readonly LedgerEntry[], imported: ImportedUsage, named?: string) {
  return reconcile(all, imported, named).causes.map(({ kind, rows, attempts, factorThousandths, serviceTiers }) => ({
    kind,
    days: rows.map(({ day }) => day),
    ...(attempts !== undefined && { attempts }),
    ...(factorThousandths !== undefined && { factorThousandths }),
    ...(serviceTiers && { serviceTiers }),
  }));
}

describe('Comparing a bill with the ledger', () => {
  it('says what both sides have of a day and a model', () => {
    const dearer = withRow(bill, 1, { output: 150, costNanoUsd: 12_000_000 });
    const { days: rows, totals } = reconcile(entries, dearer);
    const ours = { input: 3400, cacheRead: 2000, cacheWrite: 400, output: 100, requests: 1, costNanoUsd: 10_000_000 };
    expect([rows[1], totals.difference]).toEqual([
      {
        day: '2026-11-02',
        model: 'claude-sonnet-5',
        ours,
        theirs: { ...ours, output: 150, costNanoUsd: 12_000_000 },
        difference: { input: 0, cacheRead: 0, cacheWrite: 0, output: 50, requests: 0, costNanoUsd: 2_000_000 },
        differing: ['output', 'costNanoUsd'],
      },
      { input: 0, cacheRead: 0, cacheWrite: 0, output: 50, requests: 0, costNanoUsd: 2_000_000 },
    ]);
  });

  it('leaves out what costs nothing, what others bill, and what lies outside the days of the bill', () => {
    const others = [
      paidEntry(days[1], { billing: 'subscription' }),
      paidEntry(days[1], { provider: 'openai', endpoint: 'openai' }),
      paidEntry('2026-10-31'),
      paidEntry('2026-11-04'),
    ];
    expect(reconcile([...entries, ...others], bill)).toEqual(reconcile(entries, bill));
  });

  it('takes the entries of an endpoint that is named', () => {
    const elsewhere = days.map((day) => paidEntry(day, { provider: 'acme', endpoint: 'acme-gateway' }));
    expect([causesOf(elsewhere, bill, 'acme-gateway'), causesOf(elsewhere, bill, 'acme')]).toEqual([[], []]);
  });

  it('knows a model by its id with a date, by its name for people, and by the lasting name of a gateway', () => {
    const named = (model: string, provider: ImportedUsage['provider'] = 'anthropic'): ImportedUsage =>
      withRow({ ...billOf([paidEntry(days[0])]), provider }, 0, { model });
    const entry = (model: string, provider = 'anthropic'): LedgerEntry => paidEntry(days[0], { model, provider });
    expect([
      causesOf([entry('claude-haiku-4-5')], named('claude-haiku-4-5-20251001')),
      causesOf([entry('claude-haiku-4-5')], named('Claude Haiku 4.5')),
      causesOf([entry('anthropic/claude-haiku-4.5', 'openrouter')], named('anthropic/claude-4.5-haiku-20251001', 'openrouter')),
      causesOf([entry('gpt-5.4')], named('gpt-4.5')).map(({ kind }) => kind),
      causesOf([entry('claude-sonnet-5')], named('claude-sonnet-5-5')).map(({ kind }) => kind),
    ]).toEqual([[], [], [], ['not-yet-billed', 'other-use'], ['not-yet-billed', 'other-use']]);
  });

  it('compares whole days where the bill is not split by model', () => {
    const two = [paidEntry(days[0]), paidEntry(days[0], { model: 'claude-haiku-4-5' })];
    const unsplit = { ...billOf(two), rows: billOf(two).rows.map((row) => ({ ...row, model: '' })) };
    expect(reconcile(two, unsplit)).toMatchObject({ days: [{ model: '', differing: [] }], causes: [] });
  });

  it('lets each amount have been rounded once', () => {
    expect(causesOf(entries, withRow(bill, 0, { costNanoUsd: 10_000_002 }))).toEqual([]);
  });
});

describe('The likely causes', () => {
  it('name another use of the key where there are models that we never asked, or more requests than ours', () => {
    const stranger = { ...bill, rows: [...bill.rows, { ...bill.rows[0], day: days[1], model: 'claude-opus-5' }] } as ImportedUsage;
    const busier = withRow(bill, 1, { input: 9000, output: 900, requests: 3, costNanoUsd: 30_000_000 });
    expect([causesOf(entries, stranger), causesOf(entries, busier)]).toEqual([
      [{ kind: 'other-use', days: [days[1]] }],
      [{ kind: 'other-use', days: [days[1]] }],
    ]);
  });

  it('name what the user’s own days explain, and nothing else for those', () => {
    // Half past midnight in Berlin is the evening before in UTC.
    const late = paidEntry('2026-11-02', { startedAtMs: Date.parse('2026-11-01T23:30:00Z'), localDay: '2026-11-02' });
    const local = { ...bill, rows: [...bill.rows, ...billOf([late]).rows.map((row) => ({ ...row, day: '2026-11-02' }))] };
    expect(causesOf([...entries, late], local)).toEqual([{ kind: 'local-days', days: ['2026-11-01', '2026-11-02'] }]);
  });

  it('name requests that ran over midnight', () => {
    const long = paidEntry('2026-11-01', { startedAtMs: Date.parse('2026-11-01T23:59:30Z'), durationMs: 60_000 });
    const booked = { ...bill, rows: [...bill.rows, ...billOf([long]).rows.map((row) => ({ ...row, day: '2026-11-02' }))] };
    expect(causesOf([...entries, long], booked)).toEqual([{ kind: 'midnight', days: ['2026-11-01', '2026-11-02'] }]);
  });

  it('name our own estimates', () => {
    const estimated = [paidEntry(days[0], { isEstimate: true }), ...entries.slice(1)];
    expect(causesOf(estimated, withRow(bill, 0, { output: 90, costNanoUsd: 9_000_000 }))).toEqual([
      { kind: 'estimates', days: [days[0]], attempts: 1 },
    ]);
  });

  it('name attempts that broke off and were billed all the same', () => {
    const lost = paidEntry(days[1], { id: 'lost', finish: 'error', usage: noUsage, costNanoUsd: 0 });
    const billed = {
      ...bill,
      rows: [...bill.rows, { ...billOf([paidEntry(days[1])]).rows[0], model: 'claude-sonnet-5' }],
    } as ImportedUsage;
    expect(causesOf([...entries, lost], billed)).toEqual([
      { kind: 'broken-off', days: [days[1]], attempts: 1 },
      { kind: 'other-use', days: [days[1]] },
    ]);
  });

  it('name a price that is not the catalogue’s, by its factor', () => {
    const raised = { ...bill, rows: bill.rows.map((row) => ({ ...row, costNanoUsd: 12_500_000 })) };
    expect(causesOf(entries, raised)).toEqual([{ kind: 'price', days: [...days], factorThousandths: 1250 }]);
  });

  it('name the tier of a batch, by what the bill says or by half the price', () => {
    const half = withRow(bill, 0, { costNanoUsd: 5_000_000 });
    const named = withRow(bill, 0, { costNanoUsd: 7_000_000, serviceTier: 'flex' });
    expect([causesOf(entries, half), causesOf(entries, named)]).toEqual([
      [{ kind: 'service-tier', days: [days[0]], factorThousandths: 500 }],
      [{ kind: 'service-tier', days: [days[0]], factorThousandths: 700, serviceTiers: ['flex'] }],
    ]);
  });

  it('name a gateway’s fee', () => {
    const ours = days.map((day) => paidEntry(day, { provider: 'openrouter', endpoint: 'openrouter' }));
    const charged = { ...bill, provider: 'openrouter' as const, rows: bill.rows.map((row) => ({ ...row, costNanoUsd: 10_550_000 })) };
    expect(causesOf(ours, charged)).toEqual([{ kind: 'gateway-fee', days: [...days], factorThousandths: 1055 }]);
  });

  it('name models without a price', () => {
    const unpriced = [without(paidEntry(days[0]), 'costNanoUsd'), ...entries.slice(1)];
    expect(causesOf(unpriced, bill)).toEqual([{ kind: 'unpriced', days: [days[0]], attempts: 1 }]);
  });

  it('name cents', () => {
    const cents = { ...bill, isInCents: true, rows: bill.rows.map((row) => ({ ...row, costNanoUsd: 10_000_000 })) };
    const exact = entries.map((entry) => ({ ...entry, costNanoUsd: 12_345_678 }));
    expect(causesOf(exact, cents)).toEqual([{ kind: 'rounding', days: [...days] }]);
  });

  it('name caches that were booked otherwise', () => {
    expect(causesOf(entries, withRow(bill, 2, { cacheRead: 0, costNanoUsd: 15_000_000 }))).toEqual([{ kind: 'cache', days: [days[2]] }]);
  });

  it('name another way of counting tokens where the money agrees', () => {
    expect(causesOf(entries, withRow(bill, 0, { input: 3000, output: 90 }))).toEqual([{ kind: 'counted-otherwise', days: [days[0]] }]);
  });

  it('name a damaged export, and its last day', () => {
    const damaged = { ...bill, isWhole: false, rows: bill.rows.filter(({ day }) => day !== days[1]) };
    const early = { ...bill, rows: bill.rows.slice(0, 2) };
    expect([causesOf(entries, damaged), causesOf(entries, early)]).toEqual([
      [{ kind: 'incomplete', days: [days[1]] }],
      [{ kind: 'not-yet-billed', days: [days[2]], attempts: 1 }],
    ]);
  });

  it('name another account where the bill has nothing of a day in its midst', () => {
    expect(causesOf(entries, { ...bill, rows: bill.rows.filter(({ day }) => day !== days[1]) })).toEqual([
      { kind: 'elsewhere', days: [days[1]], attempts: 1 },
    ]);
  });

  it('admit what nothing explains', () => {
    expect(causesOf(entries, withRow(bill, 0, { output: 90, costNanoUsd: 9_000_000 }))).toEqual([{ kind: 'unknown', days: [days[0]] }]);
  });

  it('are fewer where the bill tells no tokens: a factor that holds for all days is a price', () => {
    const tells = ['costNanoUsd'] as const;
    const raised = { ...bill, tells, rows: bill.rows.map((row) => ({ ...row, costNanoUsd: 13_000_000 })) };
    const once = { ...withRow(bill, 0, { costNanoUsd: 13_000_000 }), tells };
    expect([causesOf(entries, raised), causesOf(entries, once)]).toEqual([
      [{ kind: 'price', days: [...days], factorThousandths: 1300 }],
      [
        { kind: 'other-use', days: [days[0]] },
        { kind: 'price', days: [days[0]], factorThousandths: 1300 },
      ],
    ]);
  });
});

describe('Several files of one bill', () => {
  const tokens = { ...bill, tells: ['input', 'output'] } as const;
  const money = { ...bill, tells: ['costNanoUsd'] } as const;

  it('are one: tokens beside money, for the days that both speak of', () => {
    const shorter = { ...money, toDay: days[1], rows: money.rows.slice(0, 2) };
    expect(combine([tokens, shorter])).toMatchObject({
      outcome: 'combined',
      imported: {
        fromDay: days[0],
        toDay: days[1],
        tells: ['input', 'output', 'costNanoUsd'],
        problems: [{ text: 'the files do not speak of the same days: only 2026-11-01 to 2026-11-02 are in both' }],
      },
    });
  });

  it('are one: a month after another', () => {
    const later = billOf([paidEntry('2026-12-01')]);
    expect(combine([bill, later])).toMatchObject({ outcome: 'combined', imported: { fromDay: days[0], toDay: '2026-12-01' } });
  });

  it('are one: two months of tokens and two of money, in any order', () => {
    const months = ['2026-09-05', '2026-10-05'];
    const ours = months.map((day) => paidEntry(day));
    const [september, october] = ours.map((entry) => billOf([entry]));
    const tokensOf = ({ rows, ...of }: ImportedUsage): ImportedUsage => ({
      ...of,
      tells: ['input', 'output'],
      rows: rows.map(({ day, model, input, output }) => ({ day, model, input, output }) as ImportedUsage['rows'][number]),
    });
    const moneyOf = ({ rows, ...of }: ImportedUsage): ImportedUsage => ({
      ...of,
      tells: ['costNanoUsd'],
      rows: rows.map(({ day, model, costNanoUsd }) => ({ day, model, costNanoUsd }) as ImportedUsage['rows'][number]),
    });
    if (!september || !october) throw new Error('there are two');
    const files = [tokensOf(september), moneyOf(september), tokensOf(october), moneyOf(october)] as const;
    const compared = (order: readonly number[]) => {
      const [first = files[0], ...others] = order.flatMap((index) => files[index] ?? []);
      const combined = combine([first, ...others]);
      if (combined.outcome === 'refused') return combined.reason;
      return reconcile(ours, combined.imported).days.map(({ day, differing }) => [day, differing]);
    };
    const agreed = months.map((day) => [day, []]);
    expect([compared([0, 1, 2, 3]), compared([0, 2, 1, 3]), compared([3, 0, 1, 2])]).toEqual([agreed, agreed, agreed]);
  });

  it('leave out what lies between them, and say so', () => {
    const ours = ['2026-08-05', '2026-09-05', '2026-10-05'].map((day) => paidEntry(day));
    const [august, , october] = ours.map((entry) => billOf([entry]));
    const combined = august && october && combine([october, august]);
    if (combined?.outcome !== 'combined') throw new Error('they make one bill');
    expect([causesOf(ours, combined.imported), combined.imported.problems]).toEqual([
      [],
      [{ text: 'no file speaks of 2026-08-06 to 2026-10-04: these days are not compared' }],
    ]);
  });

  it('tell what each is split by: tokens by model, money by day', () => {
    const ours = [paidEntry(days[0]), paidEntry(days[0], { model: 'claude-haiku-4-5', costNanoUsd: 5_000_000 })];
    const { rows, ...of } = billOf(ours);
    const byModel = {
      ...of,
      tells: ['input', 'output'] as const,
      rows: rows.map(({ costNanoUsd: _, requests: __, cacheRead: ___, cacheWrite: ____, ...row }) => row),
    };
    const byDay = (costNanoUsd: number): ImportedUsage => ({
      ...of,
      tells: ['costNanoUsd'],
      rows: [{ day: days[0], model: '', costNanoUsd }],
    });
    const compared = (money: ImportedUsage) => {
      const combined = combine([byModel, money]);
      if (combined.outcome === 'refused') throw new Error(combined.reason);
      const { days: all, totals, causes } = reconcile(ours, combined.imported);
      return {
        rows: all.map(({ model, differing, difference }) => [model, differing, difference.costNanoUsd]),
        cost: [totals.ours.costNanoUsd, totals.difference.costNanoUsd, totals.difference.input],
        causes: causes.map(({ kind }) => kind),
      };
    };
    expect([compared(byDay(15_000_000)), compared(byDay(18_000_000))]).toEqual([
      {
        rows: [
          ['claude-haiku-4-5', [], 0],
          ['claude-sonnet-5', [], 0],
          ['', [], 0],
        ],
        cost: [15_000_000, 0, 0],
        causes: [],
      },
      {
        rows: [
          ['claude-haiku-4-5', [], 0],
          ['claude-sonnet-5', [], 0],
          ['', ['costNanoUsd'], 3_000_000],
        ],
        cost: [15_000_000, 3_000_000, 0],
        causes: ['other-use', 'price'],
      },
    ]);
  });

  it('are refused where a day would count twice, where their days never meet, and where they are of two providers', () => {
    expect([
      combine([bill, bill]),
      combine([tokens, { ...money, fromDay: '2026-12-01', toDay: '2026-12-02' }]),
      combine([bill, { ...bill, provider: 'openai' }]),
    ]).toEqual([
      { outcome: 'refused', reason: 'two files speak of the same days: give each day once' },
      { outcome: 'refused', reason: 'the file with tokens and the one with money speak of different days' },
      { outcome: 'refused', reason: 'one file is of anthropic, another of openai' },
    ]);
  });
});

it('An attempt belongs to the day of UTC on which it began, wherever its user is', () => {
  const [late] = [paidEntry('2026-11-02', { startedAtMs: noonOf('2026-11-02') + 11 * 3_600_000, localDay: '2026-11-03' })];
  expect(reconcile([late], billOf([late])).causes).toEqual([]);
});
