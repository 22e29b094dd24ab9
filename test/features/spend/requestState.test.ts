import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import type { PriceRow } from '../../../src/core/money/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { formatsFor } from '../../../src/features/spend/formats.ts';
import { requestRow } from '../../../src/features/spend/requestRow.ts';
import { type RequestFacts, requestState } from '../../../src/features/spend/requestState.ts';
import { entryOf, outcomeOf, without } from '../../support/entries.ts';

const formats = formatsFor('en', 'Europe/London', '2026-11-05');

/** A second attempt in a conversation, whose cache held less than it should. */
const chat = entryOf({
  id: 'entry-7',
  kind: 'chat',
  startedAtMs: Date.UTC(2026, 10, 5, 15, 4, 5),
  model: 'sonnet',
  tier: 'medium',
  endpoint: 'anthropic',
  billing: 'metered',
  attempt: 2,
  durationMs: 1250,
  costNanoUsd: 4_000_000,
  cacheSavedNanoUsd: 420_000,
  baseline: { model: 'opus', endpoint: 'anthropic', costNanoUsd: 9_000_000 },
  expectedCacheReadTokens: 640,
  cacheMiss: 'expired',
  prompt: [
    { stability: 'static', segments: 2, tokens: 750 },
    { stability: 'turn', segments: 1, tokens: 250 },
  ],
  usage: { ...noUsage, uncachedInput: 1000, cacheRead: 234, cacheWrite1h: 5, output: 67 },
  decision: {
    rule: 'ladder',
    reason: 'medium is rung 1 of 2',
    chosen: 'sonnet (anthropic)',
    fallbacks: ['qwen (llama-server@127.0.0.1:8080)'],
    rejected: [{ candidate: 'opus (anthropic)', rule: 'tier', reason: 'frontier is not on the ladder' }],
    expectedCostNanoUsd: 3_900_000,
  },
});

const price: PriceRow = {
  validFrom: '2026-01-01',
  source: { url: 'https://prices.test', readOn: '2026-01-01' },
  uncachedInput: 3_000_000_000,
  output: 15_000_000_000,
  cacheRead: 300_000_000,
};

const stateOf = (entry: LedgerEntry, facts: Partial<RequestFacts> = {}) =>
  requestState({ entry, attempts: [], outcomes: [], price: undefined, ...facts }, formats);

describe('A request that is opened', () => {
  it('says what it was, and why', () => {
    expect(stateOf(chat).facts.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'Kind: Chat',
      'Model: sonnet (medium)',
      'Endpoint: anthropic',
      'Cost: $0.0040',
      'On the model you would otherwise use: $0.0090 (opus), upper bound',
      'End: complete',
      'Duration: 1.25 sec',
      'Attempt: 2',
      'Workspace: shop',
      'Language: typescript',
      'First choice: sonnet (anthropic)',
      'Rule: ladder',
      'Reason: medium is rung 1 of 2',
      'Expected cost: $0.0039',
      'Next choices: qwen (llama-server@127.0.0.1:8080)',
      'Entry: entry-7',
    ]);
  });

  it('shows the prompt by how long its pieces stay the same', () => {
    expect(stateOf(chat).segments.map(({ name, count, tokens, share }) => [name, count, tokens, share])).toEqual([
      ['Always the same: tools, system', '2', '750', '75%'],
      ['New in this request', '1', '250', '25%'],
    ]);
  });

  it('says what the cache should have held, what it held, why it held less, and what that did to the cost', () => {
    expect(stateOf(chat).cache.map(({ name, text }) => [name, text])).toEqual([
      ['Tokens expected from cache', '640; really: 234'],
      ['Why the cache held less', 'the cache had expired'],
      ['What the cache changed of the cost', '$0.00042 less'],
    ]);
    expect(stateOf({ ...chat, cacheSavedNanoUsd: -50_000 }).cache.at(-1)?.text).toBe('$0.000050 more');
  });

  it('shows its cost by bucket at list prices, and says where the bill was another', () => {
    const { buckets, bucketsNote } = stateOf(chat, { price });
    expect([buckets.map(({ name, tokens, cost }) => [name, tokens, cost]), bucketsNote]).toEqual([
      [
        ['Input, not cached', '1,000', '$0.0030'],
        ['Read from cache', '234', '$0.000070'],
        // No price of its own: as dear as what is not cached.
        ['Written to cache, 1 hour', '5', '$0.000015'],
        ['Output', '67', '$0.0010'],
      ],
      'At list prices $0.0041; $0.0040 were paid.',
    ]);
  });

  it('says nothing of the bill where it is the sum of its buckets', () => {
    const exact = { ...chat, costNanoUsd: 3_000_000 + 70_200 + 15_000 + 1_005_000 };
    expect(stateOf(exact, { price }).bucketsNote).toBeUndefined();
  });

  it('has no cost by bucket where no price is known', () => {
    expect(stateOf(chat).buckets.map(({ cost }) => cost)).toEqual(['', '', '', '']);
  });

  it('stands among the attempts of its task, with what became of the answer', () => {
    const first = entryOf({
      id: 'entry-6',
      model: 'sonnet',
      endpoint: 'openrouter',
      finish: 'error',
      errorReason: 'overloaded',
      costNanoUsd: 0,
    });
    const { attempts, outcomes } = stateOf(chat, {
      attempts: [first, chat],
      outcomes: [outcomeOf({ type: 'applied', atMs: Date.UTC(2026, 10, 5, 15, 5), characters: 1200, isInferred: true })],
    });
    expect([
      attempts.map(({ attempt, model, finish, isFailure, cost, isThisOne }) => [attempt, model, finish, isFailure, cost, isThisOne]),
      outcomes,
    ]).toEqual([
      [
        ['1', 'sonnet (openrouter)', 'failed: overloaded', true, '$0.00', false],
        ['2', 'sonnet (anthropic)', 'complete', false, '$0.0040', true],
      ],
      [{ name: 'Put into a file', text: '3:05:00 PM · 1,200 characters', marks: ['inferred'] }],
    ]);
  });

  it('lists forty of the candidates that were not chosen, and counts the others', () => {
    const rejected = Array.from({ length: 300 }, (_, index) => ({
      candidate: `model-${index}`,
      rule: 'no-key',
      reason: 'there is no key',
    }));
    const state = stateOf({ ...chat, decision: { ...chat.decision, rejected } });
    expect([state.rejected.length, state.moreRejected]).toEqual([40, 'and 260 more']);
  });

  it('is whole, and short, where an older version knew less', () => {
    const { segments, cache, outcomes, attempts, bucketsNote, moreRejected } = stateOf(entryOf());
    expect({ segments, cache, outcomes, attempts, bucketsNote, moreRejected }).toEqual({
      segments: [],
      cache: [],
      outcomes: [],
      attempts: [],
    });
  });
});

describe('A request in its row', () => {
  it('says when, what, by whom, for how much and why', () => {
    expect(requestRow(chat, formats)).toEqual({
      id: 'entry-7',
      time: '3:04:05 PM',
      dateTime: '2026-11-05T15:04:05.000Z',
      kind: 'Chat',
      model: 'sonnet',
      endpoint: 'anthropic',
      cost: '$0.0040',
      costMarks: [],
      tokens: '1,239 → 67',
      duration: '1.25 sec',
      finish: 'complete',
      isFailure: false,
      reason: 'medium is rung 1 of 2',
    });
  });

  it('marks what is lost, estimated, unpriced or on a flat plan', () => {
    const unpriced = without(entryOf({ countedNanoUsd: 25_000_000 }), 'costNanoUsd');
    const entries = [entryOf({ finish: 'lost', isEstimate: true }), unpriced, entryOf({ billing: 'subscription', costNanoUsd: 0 })];
    const rows = entries.map((entry) => requestRow(entry, formats));
    expect(rows.map(({ cost, costMarks, finish, isFailure }) => [cost, costMarks, finish, isFailure])).toEqual([
      ['$0.00010', ['lost', 'estimate'], 'lost', true],
      ['at most $0.03', ['unpriced'], 'complete', false],
      ['$0.00', ['flat plan'], 'complete', false],
    ]);
  });

  it('says why one failed, and on which day it was where that is not today', () => {
    const failed = requestRow(
      entryOf({ finish: 'error', errorReason: 'unauthorized', startedAtMs: Date.UTC(2026, 10, 4, 9, 30) }),
      formats,
    );
    expect([failed.finish, failed.isFailure, failed.time]).toEqual(['failed: key refused', true, 'Nov 4, 9:30 AM']);
  });

  it('gives as much of a reason as a row has room for', () => {
    const { reason } = requestRow(entryOf({ decision: { ...chat.decision, reason: 'x'.repeat(5000) } }), formats);
    expect(reason.length).toBe(161);
  });
});
