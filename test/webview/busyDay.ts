import type { LedgerEntry } from '../../src/core/ledger/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { noBooks } from '../../src/features/spend/books.ts';
import type { SpendFacts } from '../../src/features/spend/spendState.ts';
import { factsOf, paidRollUpOf, rollUpOf } from '../features/spend/spendFacts.ts';
import { entryOf, without } from '../support/entries.ts';

const nowMs = Date.UTC(2026, 10, 5, 15, 4, 5);

const usual = { unit: 'nano-usd', warnAt: [50, 80, 100], atLimit: 'local-only' } as const;

/** A day with all that a page can show: free, paid, unpriced, estimated and lost attempts, and budgets at each level. */
export function busyDay(): SpendFacts {
  return factsOf({
    books: {
      ...noBooks,
      rollUps: [
        rollUpOf({ attempts: 412, inputTokens: 612_400, cacheReadTokens: 401_112, outputTokens: 9_120 }),
        rollUpOf({ kind: 'completion.block', attempts: 18, inputTokens: 41_200, cacheReadTokens: 12_000, outputTokens: 2_410 }),
        paidRollUpOf({ attempts: 96, costNanoUsd: 38_412_000, inputTokens: 121_400, outputTokens: 3_100 }),
        paidRollUpOf({
          kind: 'chat',
          tier: 'medium',
          model: 'claude-sonnet-5',
          endpoint: 'anthropic',
          attempts: 7,
          estimatedAttempts: 1,
          costNanoUsd: 312_050_000,
          inputTokens: 84_010,
          cacheReadTokens: 61_000,
          outputTokens: 6_204,
        }),
        paidRollUpOf({
          kind: 'commit-message',
          model: 'my-own/coder-1',
          endpoint: 'my-gateway',
          attempts: 2,
          unpricedAttempts: 2,
          costNanoUsd: 0,
          countedNanoUsd: 51_000_000,
        }),
        paidRollUpOf({
          localDay: '2026-11-03',
          kind: 'agent.plan',
          tier: 'frontier',
          model: 'claude-opus-5',
          attempts: 3,
          costNanoUsd: 1_412_000_000,
          inputTokens: 312_000,
          outputTokens: 20_100,
        }),
      ],
      entries,
      limits: [
        { budgetId: 'day', unit: 'nano-usd', limit: 500_000_000, spent: 401_462_000, reserved: 42_000_000 },
        { budgetId: 'month', unit: 'nano-usd', limit: 20_000_000_000, spent: 1_813_462_000, reserved: 42_000_000 },
        { budgetId: 'day:completion', unit: 'nano-usd', limit: 38_000_000, spent: 38_412_000, reserved: 0 },
      ],
    },
    budgets: [
      { ...usual, period: 'day', limit: 500_000_000 },
      { ...usual, period: 'month', limit: 20_000_000_000 },
      { ...usual, period: 'day', limit: 38_000_000, scope: { by: 'kind', name: 'completion' } },
    ],
    heldBack: {
      kind: 'completion.line',
      model: 'codestral-2508',
      endpoint: 'mistral',
      budgetId: 'day:completion',
      taskId: 'task-1',
      tier: 'small',
      provider: 'mistral_ai',
      unit: 'nano-usd',
      needed: 1_204_000,
      left: 0,
    },
  });
}

const paid: Partial<LedgerEntry> = {
  tier: 'small',
  model: 'codestral-2508',
  provider: 'mistral',
  endpoint: 'mistral',
  billing: 'metered',
  decision: {
    rule: 'ladder',
    reason: 'small is rung 2 of 2, and cheapest there',
    chosen: 'codestral-2508 (mistral)',
    fallbacks: ['deepseek-chat (deepseek)', 'qwen (llama-server@127.0.0.1:8080)'],
    rejected: [
      { candidate: 'claude-opus-5 (anthropic)', rule: 'capability', reason: 'it cannot fill in the middle' },
      { candidate: 'qwen2.5-coder (openrouter)', rule: 'no-key', reason: 'there is no key for openrouter' },
    ],
    expectedCostNanoUsd: 412_000,
    costPerUsefulNanoUsd: 515_000,
    quality: { mean: 0.8, source: 'LiveCodeBench 0.81 (2026-10-01)' },
    rules: ['thrifty', 'rule shared of this workspace asks for a tier above the one that your own rule allows'],
    predicted: { inputTokens: 44_000, outputTokens: 1_500 },
    cache: '41200 tokens to read, 1020 tokens to write for 5m',
    redactions: [{ kind: 'Google service account key', count: 2 }],
  },
};

const entries: readonly LedgerEntry[] = [
  entryOf({ ...paid, id: 'entry-8', expectedCacheReadTokens: 60_500, cacheMiss: 'prefix-changed', costNanoUsd: 391_200, durationMs: 412 }),
  entryOf({ id: 'entry-7', costNanoUsd: 0, durationMs: 141 }),
  entryOf({
    ...paid,
    id: 'entry-6',
    kind: 'chat',
    tier: 'medium',
    model: 'claude-sonnet-5',
    endpoint: 'anthropic',
    isEstimate: true,
    costNanoUsd: 81_204_000,
    durationMs: 14_230,
    effort: 'high',
    serviceTier: 'priority',
    precision: 'fp8',
    sessionId: '7f0c0d5e-6a7b-4c1f-9a53-6a1f4f3d2b10',
    usage: { ...noUsage, uncachedInput: 2_412, cacheRead: 41_200, cacheWrite5m: 1_020, output: 1_812 },
  }),
  without(
    entryOf({
      ...paid,
      id: 'entry-5',
      kind: 'commit-message',
      model: 'my-own/coder-1',
      endpoint: 'my-gateway',
      countedNanoUsd: 25_500_000,
      durationMs: 2_100,
    }),
    'costNanoUsd',
  ),
  entryOf({ ...paid, id: 'entry-4', finish: 'lost', isEstimate: true, costNanoUsd: 410_000, durationMs: 30_000 }),
  entryOf({ ...paid, id: 'entry-3', finish: 'error', errorReason: 'unauthorized', costNanoUsd: 0, durationMs: 90, usage: noUsage }),
  entryOf({ ...paid, id: 'entry-2', finish: 'aborted', costNanoUsd: 102_000, durationMs: 220 }),
  entryOf({
    ...paid,
    id: 'entry-1',
    kind: 'agent.plan',
    tier: 'frontier',
    model: 'claude-opus-5',
    endpoint: 'anthropic',
    costNanoUsd: 614_000_000,
    durationMs: 61_400,
    startedAtMs: nowMs - 2 * 86_400_000,
  }),
].map((entry, index) => ({ ...entry, startedAtMs: entry.id === 'entry-1' ? entry.startedAtMs : nowMs - index * 47_000 }));
