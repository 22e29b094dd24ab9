import { describe, expect, it } from 'vitest';
import { CacheMemory, type CachePlan, type CacheRequest } from '../../../src/core/caching/index.ts';
import { noUsage, type Usage } from '../../../src/core/task/index.ts';
import { anthropicRules, asPlanned, cachingCandidate, loopRequest, minuteMs, oneShot, send, startMs, system, tokensOf } from './prompts.ts';

const candidate = cachingCandidate();
const at = (minutes: number) => ({ atMs: startMs + minutes * minuteMs });

/** A memory after two rounds of a loop. */
function afterTwoRounds(): CacheMemory {
  const memory = new CacheMemory();
  send(memory, candidate, loopRequest(1, at(0)));
  send(memory, candidate, loopRequest(2, at(1)));
  return memory;
}

/** All of it was written, nothing read. */
const nothingRead = (request: CacheRequest): Usage => ({ ...noUsage, cacheWrite5m: tokensOf(request) });

function missOf(
  memory: CacheMemory,
  request: CacheRequest,
  { of = candidate, plan = memory.plan(of, request, 1), usage = nothingRead(request) } = {},
) {
  return memory.observe(of, request, plan, usage);
}

describe('A miss', () => {
  it('is none where the expected tokens were read', () => {
    const memory = afterTwoRounds();
    const request = loopRequest(3, at(2));
    const plan = memory.plan(candidate, request, 1);
    expect(missOf(memory, request, { plan, usage: asPlanned(plan, request) })).toBeUndefined();
  });

  it('is none where the estimate of the tokens was a quarter too high', () => {
    const memory = afterTwoRounds();
    const request = loopRequest(3, at(2));
    const plan = memory.plan(candidate, request, 1);
    const cacheRead = Math.floor(plan.expectedReadTokens * 0.75);
    expect(
      missOf(memory, request, { plan, usage: { ...noUsage, cacheRead, cacheWrite5m: tokensOf(request) - cacheRead } }),
    ).toBeUndefined();
  });

  it('after a pause is: expired', () => {
    expect(missOf(afterTwoRounds(), loopRequest(3, at(7)))).toBe('expired');
  });

  it('after an edit of something early is: prefix-changed', () => {
    const { segments } = loopRequest(3);
    expect(missOf(afterTwoRounds(), loopRequest(3, { ...at(2), segments: [system('other instructions'), ...segments.slice(1)] }))).toBe(
      'prefix-changed',
    );
  });

  it('at another model is: model-switched', () => {
    expect(missOf(afterTwoRounds(), loopRequest(3, at(2)), { of: cachingCandidate(anthropicRules, { id: 'other-model' }) })).toBe(
      'model-switched',
    );
  });

  it('of a mark too far from what was written is: beyond-look-back', () => {
    const memory = afterTwoRounds();
    const request = loopRequest(12, at(2));
    const plan: CachePlan = { ...memory.plan(candidate, request, 1), type: 'breakpoints', breakpoints: [{ afterSegment: 25, ttl: '5m' }] };
    expect(missOf(memory, request, { plan })).toBe('beyond-look-back');
  });

  it('for no reason of ours is: evicted', () => {
    expect(missOf(afterTwoRounds(), loopRequest(3, at(2)))).toBe('evicted');
  });

  it('is none at a question of its own, nor where the cache was not used', () => {
    const memory = new CacheMemory();
    expect(['a', 'b'].map((question) => missOf(memory, oneShot(question), { usage: { ...noUsage, uncachedInput: 5000 } }))).toEqual([
      undefined,
      undefined,
    ]);
  });
});
