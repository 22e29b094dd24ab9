import { describe, expect, it } from 'vitest';
import { attemptFacts, decisionFacts } from '../../../src/core/ledger/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { entryOf } from '../../support/entries.ts';

const { decision } = entryOf();

describe('The facts of a decision', () => {
  it('are who, why, at what expected cost, and who else, where an older entry has no more', () => {
    expect(decisionFacts(decision)).toEqual([
      { type: 'chosen', candidate: 'qwen (llama-server@127.0.0.1:8080)' },
      { type: 'rule', rule: 'ladder' },
      { type: 'reason', reason: 'local is rung 1 of 2' },
      { type: 'expected-cost', nanoUsd: undefined },
      { type: 'fallbacks', candidates: [] },
    ]);
  });

  it('have no likelihood where none was known', () => {
    const of = (mean: number) => decisionFacts({ ...decision, quality: { mean, source: 'who' } }).filter(({ type }) => type === 'quality');
    expect([of(0.5), of(1)]).toEqual([
      [{ type: 'quality', mean: 0.5, source: 'who' }],
      [{ type: 'quality', mean: undefined, source: 'who' }],
    ]);
  });
});

describe('The facts of an attempt', () => {
  it('are none where nothing was recorded', () => {
    expect(attemptFacts(entryOf())).toEqual([]);
  });

  it('hold what was predicted against what came, all of the input counting', () => {
    const predicted = { inputTokens: 90, outputTokens: 8 };
    const usage = { ...noUsage, uncachedInput: 10, cacheRead: 70, cacheWrite5m: 5, output: 9 };
    expect(attemptFacts(entryOf({ usage, expectedCacheReadTokens: 75, decision: { ...decision, predicted } }))).toEqual([
      { type: 'tokens', predicted: { input: 90, output: 8 }, came: { input: 85, output: 9 } },
      { type: 'cache-read', expectedTokens: 75, readTokens: 70 },
    ]);
  });

  it('do not say what really came where it was not reported', () => {
    const predicted = { inputTokens: 90, outputTokens: 8 };
    expect(attemptFacts(entryOf({ isEstimate: true, expectedCacheReadTokens: 75, decision: { ...decision, predicted } }))).toEqual([
      { type: 'tokens', predicted: { input: 90, output: 8 }, came: undefined },
      { type: 'cache-read', expectedTokens: 75, readTokens: undefined },
    ]);
  });

  it('name a miss also where this model’s cache was expected to be empty', () => {
    expect(attemptFacts(entryOf({ cacheMiss: 'model-switched' }))).toEqual([
      { type: 'cache-read', expectedTokens: 0, readTokens: 30 },
      { type: 'cache-miss', cause: 'model-switched' },
    ]);
  });

  it('sum what was taken out by its kind', () => {
    const redactions = [
      { kind: 'password', count: 1 },
      { kind: 'API key', count: 2 },
      { kind: 'password', count: 4 },
    ];
    expect(attemptFacts(entryOf({ decision: { ...decision, redactions } }))).toEqual([
      {
        type: 'redactions',
        redactions: [
          { kind: 'password', count: 5 },
          { kind: 'API key', count: 2 },
        ],
      },
    ]);
  });
});
