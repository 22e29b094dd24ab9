import { describe, expect, it } from 'vitest';
import { CacheMemory } from '../../../src/core/caching/index.ts';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { anthropicRules, cachingCandidate, loopRequest, minuteMs, send, startMs } from './prompts.ts';

const first = cachingCandidate();
const other = cachingCandidate(anthropicRules, { id: 'other-model' });

describe('What a cache is expected to do', () => {
  it('is in the tokens of the model', () => {
    const memory = new CacheMemory();
    send(memory, first, loopRequest(1));
    expect(memory.expect(first, loopRequest(2, { atMs: startMs + minuteMs }), 1.5)).toEqual({
      readTokens: Math.floor(3104 * 1.5),
      writeTokens: Math.floor(1004 * 1.5),
      writeBucket: 'cacheWrite5m',
      regretNanoUsd: 0,
    });
  });

  it('lives again as long after each read', () => {
    const memory = new CacheMemory();
    for (const [round, minutes] of [0, 4, 8].entries()) send(memory, first, loopRequest(round, { atMs: startMs + minutes * minuteMs }));
    expect([12, 13].map((minutes) => memory.expect(first, loopRequest(3, { atMs: startMs + minutes * minuteMs }), 1).readTokens)).toEqual([
      4108, 0,
    ]);
  });

  it('is what was reported, not what was planned', () => {
    const memory = new CacheMemory();
    const request = loopRequest(1);
    memory.observe(first, request, memory.plan(first, request, 1), { ...noUsage, uncachedInput: 3104 });
    expect(memory.expect(first, loopRequest(2, { atMs: startMs + minuteMs }), 1).readTokens).toBe(0);
  });

  it('is believed to be as planned where nothing was reported', () => {
    const memory = new CacheMemory();
    const request = loopRequest(1);
    memory.observe(first, request, memory.plan(first, request, 1), noUsage);
    expect(memory.expect(first, loopRequest(2, { atMs: startMs + minuteMs }), 1).readTokens).toBe(3104);
  });
});

describe('The regret of a switch', () => {
  const next = loopRequest(2, { atMs: startMs + minuteMs });

  it('is one in four times what filling the warm cache again costs more than reading it, and nothing for staying', () => {
    const memory = new CacheMemory();
    send(memory, first, loopRequest(1));
    // 3,104 tokens x ($3.75 - $0.30) a million x 1/4
    expect([memory.expect(first, next, 1).regretNanoUsd, memory.expect(other, next, 1).regretNanoUsd]).toEqual([
      0,
      Math.round((3104 * 3450) / 4),
    ]);
  });

  it('is nothing once the cache is cold, or without a session', () => {
    const memory = new CacheMemory();
    send(memory, first, loopRequest(1));
    const { sessionId: _, ...alone } = next;
    expect(
      [memory.expect(other, loopRequest(2, { atMs: startMs + 6 * minuteMs }), 1), memory.expect(other, alone, 1)].map(
        ({ regretNanoUsd }) => regretNanoUsd,
      ),
    ).toEqual([0, 0]);
  });

  it('grows for a user whose sessions come back to cold caches', () => {
    const memory = new CacheMemory();
    const regret = () => memory.expect(other, loopRequest(2, { sessionId: 'new', atMs: startMs + 101 * minuteMs }), 1).regretNanoUsd;
    send(memory, first, loopRequest(1, { sessionId: 'new', atMs: startMs + 100 * minuteMs }));
    const before = regret();
    for (const [round, model] of [first, other, first, other, first].entries())
      send(memory, model, loopRequest(round, { sessionId: 'wanders', atMs: startMs + round * 20 * minuteMs }));
    expect(regret()).toBeGreaterThan(before);
  });
});

describe('What is expected', () => {
  it('is what would be planned, for caches used and unused, of each kind', () => {
    const memory = new CacheMemory();
    const automatic = cachingCandidate({ type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true }, { id: 'automatic' });
    const dear = { ...first, effort: 'high' };
    for (const rounds of [0, 1, 2]) {
      send(memory, first, loopRequest(rounds, { atMs: startMs + rounds * minuteMs }));
      send(memory, automatic, loopRequest(rounds, { atMs: startMs + rounds * minuteMs }));
    }
    const request = loopRequest(3, { atMs: startMs + 3 * minuteMs });
    const tokens = [first, other, automatic, dear].map((candidate) => {
      const { readTokens, writeTokens } = memory.expect(candidate, request, 1.2);
      const plan = memory.plan(candidate, request, 1.2);
      return [readTokens === plan.expectedReadTokens, writeTokens === plan.expectedWriteTokens, readTokens > 0];
    });
    // Another effort is another cache.
    expect(tokens).toEqual([
      [true, true, true],
      [true, true, false],
      [true, true, true],
      [true, true, false],
    ]);
  });

  it('of caches that were never used is each one’s own, by its rules, prices, minimum and tokenizer', () => {
    const memory = new CacheMemory();
    const { price } = first.model;
    if (!price) throw new Error('the candidate of these tests has a price');
    const dearReads = { ...price, cacheRead: price.uncachedInput };
    const cliff = { ...price, longContext: [{ abovePromptTokens: 1000, prices: dearReads }] };
    const unused: readonly (readonly [Candidate, number])[] = [
      [cachingCandidate(anthropicRules, { id: 'alike' }), 1],
      [cachingCandidate(anthropicRules, { id: 'dear reads', price: dearReads }), 1],
      [cachingCandidate(anthropicRules, { id: 'dear reads of long prompts', price: cliff }), 1],
      [cachingCandidate(anthropicRules, { id: 'high minimum', minimumCacheableTokens: 6000 }), 1],
      [cachingCandidate(anthropicRules, { id: 'more tokens' }), 2.5],
      [cachingCandidate({ type: 'none' }, { id: 'no cache' }), 1],
      [first, 1],
    ];
    const written = unused.map(([candidate, ratio]) => memory.expect(candidate, loopRequest(1), ratio).writeTokens);
    expect({
      written,
      planned: unused.map(([candidate, ratio]) => memory.plan(candidate, loopRequest(1), ratio).expectedWriteTokens),
    }).toEqual({
      written: [3104, 0, 0, 0, 3104 * 2.5, 0, 3104],
      planned: written,
    });
  });

  it('is another for another kind, though all else is the same', () => {
    const memory = new CacheMemory();
    const request = loopRequest(1);
    const buckets = (['chat', 'agent.step', 'title'] as const).map((kind) => memory.expect(first, { ...request, kind }, 1).writeBucket);
    expect(buckets).toEqual(['cacheWrite1h', 'cacheWrite5m', undefined]);
  });
});
