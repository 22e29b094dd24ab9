import { describe, expect, it } from 'vitest';
import { periodsUpTo } from '../../src/cli/periods.ts';
import { firstDayOf, reportSpending } from '../../src/cli/spending.ts';
import { type Status, statusText } from '../../src/cli/statusText.ts';
import type { RollUp } from '../../src/core/ledger/index.ts';

const rollUp = (changes: Partial<RollUp> = {}): RollUp => ({
  localDay: '2026-11-05',
  kind: 'chat',
  tier: 'medium',
  model: 'sonnet',
  endpoint: 'anthropic',
  provider: 'anthropic',
  billing: 'metered',
  workspace: '',
  language: '',
  attempts: 2,
  unpricedAttempts: 0,
  estimatedAttempts: 0,
  costNanoUsd: 120_000_000,
  countedNanoUsd: 120_000_000,
  listPriceNanoUsd: 0,
  inputTokens: 12_000,
  cacheReadTokens: 0,
  outputTokens: 345,
  cacheWriteTokens: 0,
  cacheSavedNanoUsd: 0,
  baselineNanoUsd: 0,
  ...changes,
});

const periods = periodsUpTo('2026-11-05');
const statusOf = (rollUps: readonly RollUp[], changes: Partial<Status> = {}): Status => ({
  ledger: '/books/ledger.sqlite',
  periods,
  spending: reportSpending(rollUps, periods),
  held: { count: 0, amountNanoUsd: 0, expired: 0 },
  ...changes,
});

describe('The periods up to a day', () => {
  it('are the day, the week from Monday and the month from its first day', () => {
    expect(periodsUpTo('2026-11-05')).toEqual({
      today: { fromDay: '2026-11-05', toDay: '2026-11-05' },
      week: { fromDay: '2026-11-02', toDay: '2026-11-05' },
      month: { fromDay: '2026-11-01', toDay: '2026-11-05' },
    });
  });

  it('count Sunday to the week before, over ends of months, years and leap days', () => {
    const mondays = ['2026-11-01', '2026-11-02', '2027-01-01', '2028-03-01'].map((day) => periodsUpTo(day).week.fromDay);
    expect(mondays).toEqual(['2026-10-26', '2026-11-02', '2026-12-28', '2028-02-28']);
  });

  it('begin with whichever of week and month began first', () => {
    expect(['2026-11-01', '2026-11-05'].map((day) => firstDayOf(periodsUpTo(day)))).toEqual(['2026-10-26', '2026-11-01']);
  });
});

describe('The status', () => {
  it('tells what was spent today, this week and this month, by tier and by model', () => {
    const text = statusText(
      statusOf([
        rollUp(),
        rollUp({ tier: 'local', model: 'qwen', endpoint: 'llama', billing: 'local', attempts: 1234, costNanoUsd: 0, countedNanoUsd: 0 }),
        rollUp({ localDay: '2026-11-02', costNanoUsd: 1_000_000_000, countedNanoUsd: 1_000_000_000 }),
        rollUp({ localDay: '2026-11-01', model: 'opus', tier: 'frontier', costNanoUsd: 4_200_000, countedNanoUsd: 4_200_000 }),
        rollUp({ localDay: '2026-10-31' }),
      ]),
    );
    expect(text).toBe(`Ledger: /books/ledger.sqlite

                             spent  requests  tokens in  tokens out
Today, 2026-11-05            $0.12     1,236     24,000         690
This week, from 2026-11-02   $1.12     1,238     36,000       1,035
This month, from 2026-11-01  $1.12     1,240     48,000       1,380

Nothing is held for requests under way.

By tier   today   week    month  requests this month
local     $0.00  $0.00    $0.00                1,234
medium    $0.12  $1.12    $1.12                    4
frontier  $0.00  $0.00  $0.0042                    2

By model            today   week    month  requests this month
sonnet (anthropic)  $0.12  $1.12    $1.12                    4
opus (anthropic)    $0.00  $0.00  $0.0042                    2
qwen (llama)        $0.00  $0.00    $0.00                1,234
`);
  });

  it('names what has no price, what was estimated and what a flat plan paid', () => {
    const text = statusText(
      statusOf([
        rollUp({ attempts: 3, unpricedAttempts: 2, costNanoUsd: 10_000_000, countedNanoUsd: 60_000_000 }),
        rollUp({ model: 'mystery', attempts: 1, unpricedAttempts: 1, costNanoUsd: 0, countedNanoUsd: 0, estimatedAttempts: 1 }),
        rollUp({ billing: 'subscription', costNanoUsd: 0, countedNanoUsd: 0, listPriceNanoUsd: 500_000_000 }),
      ]),
    );
    expect(text.split('\n').filter((line) => /^Today|mystery/.test(line))).toEqual([
      'Today, 2026-11-05            $0.01         6     36,000       1,035  3 unpriced, counted as $0.05 against budgets; 1 estimated; flat plans: $0.50 at list prices',
      'mystery (anthropic)  unpriced  unpriced  unpriced                    1',
    ]);
  });

  it('tells what is held, and what of it waits to be booked', () => {
    const lines = [
      { count: 2, amountNanoUsd: 30_000_000, expired: 0 },
      { count: 2, amountNanoUsd: 30_000_000, expired: 1 },
    ].map((held) => statusText(statusOf([], { held })).split('\n').at(-2));
    expect(lines).toEqual([
      'Held for requests under way: $0.03, reservations: 2.',
      'Held for requests under way: $0.03, reservations: 2. Past their deadline, to be booked as estimates by the next window: 1.',
    ]);
  });
});
