import { describe, expect, it, vi } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import type { PriceRow } from '../../../src/core/money/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { explain } from '../../../src/features/why/explain.ts';
import { entryOf, without } from '../../support/entries.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

const list: PriceRow = {
  validFrom: '2026-01-01',
  source: { url: 'https://prices.example', readOn: '2026-11-01' },
  uncachedInput: 3_000_000_000,
  cacheRead: 300_000_000,
  output: 15_000_000_000,
};
/** 1,000 x $3 + 2,000 x $0.30 + 100 x $15, per million: $0.003 + $0.0006 + $0.0015. */
const paid = entryOf({
  model: 'paid-model',
  tier: 'small',
  endpoint: 'cloud',
  billing: 'metered',
  usage: { ...noUsage, uncachedInput: 1000, cacheRead: 2000, output: 100 },
  reasoningTokens: 40,
  costNanoUsd: 5_100_000,
});
const unknownPrices = () => undefined;
/** The lines about money. */
const costLines = (entry: Parameters<typeof explain>[0][number], row?: PriceRow): readonly string[] =>
  explain([entry], () => row)
    .split('\n')
    .slice(0, -1)
    .slice(
      explain([entry], () => row)
        .split('\n')
        .findIndex((line) => line.startsWith('- Tokens in')) + 1,
    );

describe('Why this', () => {
  it('tells the decision with all that was not taken, and each attempt with its end, tokens and cost', () => {
    const decision = {
      rule: 'ladder',
      reason: 'small is rung 2 of 2',
      chosen: 'paid-model (cloud)',
      fallbacks: ['qwen (llama-server@127.0.0.1:8080)'],
      rejected: [{ candidate: 'big (cloud)', rule: 'not-on-ladder', reason: 'frontier is not on the ladder' }],
      expectedCostNanoUsd: 4_000_000,
    };
    const first = {
      ...without(paid, 'firstTokenMs', 'costNanoUsd'),
      finish: 'error' as const,
      errorReason: 'overloaded' as const,
      costNanoUsd: 0,
      usage: noUsage,
    };
    const second = entryOf({ attempt: 2, decision, energyWh: 0.0123, costNanoUsd: 0 });
    expect(explain([first, second], unknownPrices)).toBe(`# Why this suggestion?

qwen answered, for completing a line, on llama-server@127.0.0.1:8080.

## The decision

- First choice: paid-model (cloud)
- Rule: ladder
- Reason: small is rung 2 of 2
- Expected cost: $0.0040

Next choices:

- qwen (llama-server@127.0.0.1:8080)

Not taken:

- big (cloud): frontier is not on the ladder (not-on-ladder)

## Attempt 1: paid-model on cloud

- Tier: small, billing: per token
- Ended: failed: overloaded
- Time: 0.03 s
- Tokens in: 0, of them from cache: 0. Tokens out: 0, of them reasoning: 40
- Cost: $0.00
- That is its tokens times the prices of that day.

## Attempt 2: qwen on llama-server@127.0.0.1:8080

- Tier: local, billing: none, it runs on this machine
- Ended: complete
- Time: 0.03 s, first part after 0.01 s
- Tokens in: 42, of them from cache: 30. Tokens out: 7, of them reasoning: 0
- Cost: $0.00. It ran on this machine.
- Energy: about 0.012 Wh

`);
  });

  it.each<[LedgerEntry['finish'], string]>([
    ['stop', 'paid-model answered, for completing a line, on cloud.'],
    ['length', 'paid-model answered, for completing a line, on cloud.'],
    ['tool-calls', 'paid-model answered, for completing a line, on cloud.'],
    ['budget', 'paid-model answered, for completing a line, on cloud, until the budget could hold no more.'],
    ['content-filter', 'paid-model was asked, for completing a line, on cloud, whose content filter stopped the answer.'],
    ['aborted', 'paid-model was asked, for completing a line, on cloud, and stopped, because the answer was not needed any more.'],
    ['error', 'No model answered. The last one that was asked, for completing a line, was paid-model on cloud.'],
    ['lost', 'paid-model was asked, for completing a line, on cloud, and its window ended before the answer.'],
  ])('begins with how the last attempt ended: %s', (finish, sentence) => {
    expect(explain([{ ...paid, finish }], unknownPrices).split('\n')[2]).toBe(sentence);
  });

  it('says so when there was no other choice', () => {
    expect(explain([paid], unknownPrices)).toContain('\n\nThere was no other choice.\n\n');
  });

  it('says so when nothing was asked yet', () => {
    expect(explain([], unknownPrices)).toBe('# Why this suggestion?\n\nNothing was asked of a model yet.\n');
  });

  it('works the cost out where the prices in force still give it', () => {
    expect(costLines(paid, list)).toEqual([
      '- Cost: $0.0051',
      '- Input, not cached: 1000 tokens at $3.00 per million',
      '- Read from cache: 2000 tokens at $0.30 per million',
      '- Output: 100 tokens at $15.00 per million',
      '- Prices: https://prices.example, read on 2026-11-01',
      '',
    ]);
  });

  it('works it out beyond a cliff, with what each request costs and under its terms', () => {
    const row: PriceRow = {
      ...list,
      perRequest: 1_000_000,
      serviceTiers: { priority: 2000 },
      longContext: [{ abovePromptTokens: 2999, prices: { uncachedInput: 6_000_000_000, output: 20_000_000_000 } }],
    };
    // (3,000 x $6 + 100 x $20, per million) x 2 + $0.001: ($0.018 + $0.002) x 2 + $0.001.
    const entry = { ...paid, costNanoUsd: 41_000_000, billingReport: { serviceTier: 'priority' } };
    expect(costLines(entry, row)).toEqual([
      '- Cost: $0.04',
      '- Input, not cached: 1000 tokens at $6.00 per million',
      '- Read from cache: 2000 tokens at $6.00 per million',
      '- Output: 100 tokens at $20.00 per million',
      '- For each request: $0.0010',
      '- Billed as: priority',
      '- Prices: https://prices.example, read on 2026-11-01',
      '',
    ]);
  });

  it.each<[string, Parameters<typeof explain>[0][number], readonly string[]]>([
    [
      'by prices that changed since',
      { ...paid, costNanoUsd: 5_000_000 },
      ['- Cost: $0.0050', '- That is its tokens times the prices of that day.'],
    ],
    [
      'that is an estimate',
      { ...paid, isEstimate: true, costNanoUsd: 5_000_000 },
      ['- Cost: $0.0050, an estimate: the provider did not report what was used.', '- That is its tokens times the prices of that day.'],
    ],
    [
      'that the provider told',
      { ...paid, costNanoUsd: 6_000_000, listPriceNanoUsd: 5_100_000, billingReport: { chargedNanoUsd: 6_000_000 } },
      ['- Cost: $0.0060', '- That is what the provider says it charged. By list prices it would be $0.0051.'],
    ],
    [
      'that the provider told, and that is the list price',
      { ...paid, billingReport: { chargedNanoUsd: 5_100_000 } },
      ['- Cost: $0.0051', '- That is what the provider says it charged.'],
    ],
    [
      'of a flat plan',
      { ...paid, billing: 'subscription', costNanoUsd: 0, listPriceNanoUsd: 5_100_000 },
      ['- Cost: $0.00, a flat plan. At list prices: $0.0051'],
    ],
    [
      'that nobody knows',
      { ...without(paid, 'costNanoUsd'), countedNanoUsd: 9_000_000 },
      ['- Cost: unknown, for this model has no price. It counts as $0.0090 against budgets.'],
    ],
  ])('tells a cost %s', (_which, entry, lines) => {
    expect(costLines(entry, list)).toEqual([...lines, '']);
  });
});
