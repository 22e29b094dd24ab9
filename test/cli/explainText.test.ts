import { describe, expect, it } from 'vitest';
import { computationOf } from '../../src/cli/computation.ts';
import { candidateLines, type Explaining, explainText } from '../../src/cli/explainText.ts';
import { findTask } from '../../src/cli/findTask.ts';
import { exactUsd } from '../../src/cli/words.ts';
import type { LedgerEntry } from '../../src/core/ledger/index.ts';
import type { PriceRow } from '../../src/core/money/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { entryOf, without } from '../support/entries.ts';

const startedAtMs = Date.UTC(2026, 10, 5, 12, 30, 5);
const paid = (changes: Partial<LedgerEntry> = {}): LedgerEntry =>
  entryOf({
    startedAtMs,
    kind: 'chat',
    model: 'sonnet',
    tier: 'medium',
    provider: 'anthropic',
    endpoint: 'anthropic',
    billing: 'metered',
    costNanoUsd: 12_000_000,
    decision: {
      rule: 'ladder',
      reason: 'medium is rung 1 of 2',
      chosen: 'sonnet (anthropic)',
      fallbacks: ['qwen (llama)', 'mini (openai)'],
      rejected: [{ candidate: 'tiny (openai)', rule: 'context', reason: 'it holds 8,000 tokens' }],
      expectedCostNanoUsd: 20_000_000,
    },
    ...changes,
  });

const inZone = (timeZone: string): Explaining => ({ timeZone, priceOf: () => undefined });
const lineOf = (entry: LedgerEntry, name: string): string | undefined =>
  explainText([entry], inZone('UTC'))
    .split('\n')
    .find((line) => line.startsWith(`  ${name} `))
    ?.slice(13);

describe('The explanation of a task', () => {
  it('tells the decision once, and every attempt in order', () => {
    const failed = without(
      paid({ id: 'entry-1', finish: 'error', errorReason: 'overloaded', usage: noUsage, costNanoUsd: 0, durationMs: 1500 }),
      'firstTokenMs',
    );
    const usage = { ...noUsage, uncachedInput: 1200, cacheRead: 30_000, cacheWrite1h: 5, output: 340 };
    const answered = paid({ id: 'entry-2', attempt: 2, usage, reasoningTokens: 40, firstTokenMs: 310, durationMs: 2345 });
    expect(explainText([failed, answered], inZone('Europe/Paris'))).toBe(`Task task-1
  kind       chat
  asked      automatic, typescript, shop
  attempts   2

Decision
  chosen     sonnet (anthropic)
  rule       ladder
  reason     medium is rung 1 of 2
  expected   $0.02
  fallbacks  qwen (llama), mini (openai)
  rejected   tiny (openai): context: it holds 8,000 tokens

Attempt 1
  entry      entry-1
  when       2026-11-05 13:30:05
  model      sonnet, medium
  endpoint   anthropic, metered
  ended      error: overloaded, after 1.50 s, without an answer
  tokens     none
  cost       $0.00: tokens of each bucket x its price

Attempt 2
  entry      entry-2
  when       2026-11-05 13:30:05
  model      sonnet, medium
  endpoint   anthropic, metered
  ended      stop, after 2.35 s, first part after 0.31 s
  tokens     1,200 input, 30,000 read from cache, 5 written to cache for an hour, 340 output (40 of it reasoning)
  cost       $0.012: tokens of each bucket x its price
`);
  });

  it('tells a decision again where another one led to the next attempt', () => {
    const second = paid({
      attempt: 2,
      decision: { rule: 'pin', reason: 'you pinned it', chosen: 'opus (anthropic)', fallbacks: [], rejected: [] },
    });
    const lines = explainText([paid(), second], inZone('UTC')).split('\n');
    expect(lines.filter((line) => /^\s+(chosen|rule|expected|fallbacks)/.test(line))).toEqual([
      '  chosen     sonnet (anthropic)',
      '  rule       ladder',
      '  expected   $0.02',
      '  fallbacks  qwen (llama), mini (openai)',
      '  chosen     opus (anthropic)',
      '  rule       pin',
      '  expected   unpriced',
      '  fallbacks  none',
    ]);
  });

  it('tells a decision once whose attempts asked different things of their caches', () => {
    const { decision } = paid();
    const attempts = [1, 2].map((attempt) =>
      paid({ attempt, decision: { ...decision, cache: `plan ${attempt}`, predicted: { inputTokens: 1200, outputTokens: 90 } } }),
    );
    const lines = explainText(attempts, inZone('UTC')).split('\n');
    expect(lines.filter((line) => /^Decision|^Attempt|^ {2}(predicted|cache) /.test(line))).toEqual([
      'Decision',
      'Attempt 1',
      '  predicted  1,200 in, 90 out; really: 42 in, 7 out',
      '  cache      planned: plan 1',
      'Attempt 2',
      '  predicted  1,200 in, 90 out; really: 42 in, 7 out',
      '  cache      planned: plan 2',
    ]);
  });

  it('tells how each cost came about', () => {
    const costs = [
      paid({ billingReport: { chargedNanoUsd: 12_000_000 }, listPriceNanoUsd: 10_000_000 }),
      paid({ billingReport: { serviceTier: 'flex', inferenceGeo: 'us', speed: 'fast' } }),
      paid({ isEstimate: true }),
      without(paid({ countedNanoUsd: 50_000_000 }), 'costNanoUsd'),
      paid({ billing: 'subscription', costNanoUsd: 0, listPriceNanoUsd: 10_000_000 }),
      paid({ billing: 'local', costNanoUsd: 0 }),
      paid({ finish: 'lost', isEstimate: true }),
    ];
    expect(costs.map((entry) => lineOf(entry, 'cost'))).toEqual([
      '$0.012: what the provider charged; $0.01 at list prices: tokens of each bucket x its price',
      '$0.012: tokens of each bucket x its price (service tier flex, inference in us, speed fast)',
      '$0.012, an estimate: tokens of each bucket x its price',
      'unpriced: no price is known; $0.05 count against budgets',
      '$0.00: a flat plan pays; $0.01 at list prices: tokens of each bucket x its price',
      '$0.00: it ran on this machine',
      '$0.012, an estimate: what was expected before it was sent',
    ]);
  });

  it('says that an attempt was lost, and that a later entry took its place', () => {
    const lost = paid({ id: 'lost', finish: 'lost', isEstimate: true });
    const lines = explainText([lost, paid({ id: 'known' })], inZone('UTC')).split('\n');
    expect(lines.filter((line) => /^ {2}(attempts|ended|tokens|cost) /.test(line))).toEqual([
      '  attempts   1',
      '  ended      lost: its process ended before it could tell',
      '  tokens     12 input, 30 read from cache, 7 output; an estimate, as no usage was reported that can be true',
      '  cost       $0.012, an estimate: what was expected before it was sent; replaced by what became known later',
      '  ended      stop, after 0.03 s, first part after 0.01 s',
      '  tokens     12 input, 30 read from cache, 7 output',
      '  cost       $0.012: tokens of each bucket x its price',
    ]);
  });
});

describe('How a cost was computed', () => {
  const row: PriceRow = {
    validFrom: '2026-01-01',
    source: { url: 'https://prices.example', readOn: '2026-11-22' },
    uncachedInput: 3_000_000_000,
    cacheRead: 300_000_000,
    output: 15_000_000_000,
    perRequest: 1_000_000,
    longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000 } }],
    serviceTiers: { flex: 500 },
  };
  const usage = { ...noUsage, uncachedInput: 1000, cacheRead: 2000, output: 100 };

  it('names tokens, prices, terms and source', () => {
    // 3,000,000 + 600,000 + 1,500,000, halved, and 1,000,000 for the request.
    const entry = paid({ usage, costNanoUsd: 3_550_000, billingReport: { serviceTier: 'flex' } });
    expect(explainText([entry], { timeZone: 'UTC', priceOf: () => row })).toContain(
      'cost       $0.00355: 1,000 input x $3.00 + 2,000 read from cache x $0.30 + 100 output x $15.00 per million tokens, x 0.5 for service tier flex, + $0.001 for the request; https://prices.example, read on 2026-11-22\n',
    );
  });

  it('names the prices of a long prompt', () => {
    const entry = paid({ usage: { ...noUsage, uncachedInput: 250_000 }, costNanoUsd: 1_501_000_000 });
    expect(computationOf(entry, row)).toBe(
      '250,000 input x $6.00 per million tokens (prices above 200,000 tokens), + $0.001 for the request; https://prices.example, read on 2026-11-22',
    );
  });

  it('is not told by a list that gives another amount', () => {
    const entries = [
      paid({ usage, costNanoUsd: 3_550_001 }),
      // A term that the list does not name is charged as the dearest one, which nothing in the sum would tell.
      paid({ usage, costNanoUsd: 11_200_000, billingReport: { serviceTier: 'gold' } }),
    ];
    expect(entries.map((entry) => computationOf(entry, { ...row, serviceTiers: { flex: 500, priority: 2000 } }))).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('An exact amount', () => {
  it('has its last nano-dollar, and at least its cents', () => {
    expect([0, 1, 12_000_000, 1_200_000_000, 1_234_567_890, -5_000_000_001].map(exactUsd)).toEqual([
      '$0.00',
      '$0.000000001',
      '$0.012',
      '$1.20',
      '$1.23456789',
      '-$5.000000001',
    ]);
  });
});

describe('The task that an id stands for', () => {
  const first = paid({ id: 'aaaa-1', taskId: 'task-1', attempt: 2 });
  const second = paid({ id: 'aaaa-0', taskId: 'task-1' });
  const other = paid({ id: 'aaaa-12', taskId: 'task-12' });
  const all = [first, second, other];
  const ledger = {
    findEntries: (prefix: string) => all.filter(({ id, taskId }) => id.startsWith(prefix) || taskId.startsWith(prefix)),
    recentEntries: (count: number) => all.slice(0, count),
  };

  it('is found with all its attempts, by the id of one entry, of the task, or the beginning of one', () => {
    const found = ['aaaa-1', 'aaaa-0', 'task-1'].map((id) => findTask(ledger, id));
    expect([...found, findTask(ledger, 'task-12'), findTask(ledger, 'aaaa-12')]).toEqual([
      ...found.map(() => ({ outcome: 'found', entries: [second, first] })),
      { outcome: 'found', entries: [other] },
      { outcome: 'found', entries: [other] },
    ]);
  });

  it('is ambiguous where several tasks begin so', () => {
    expect(findTask(ledger, 'aaaa')).toEqual({ outcome: 'ambiguous', candidates: [first, other] });
  });

  it('is unknown where none does, and the newest entries are named instead', () => {
    expect(findTask(ledger, 'bbbb')).toEqual({ outcome: 'unknown', candidates: all });
  });

  it('is named in one line', () => {
    expect(candidateLines([other], 'UTC')).toBe('  task task-12  entry aaaa-12  2026-11-05 12:30:05  chat  sonnet\n');
  });
});
