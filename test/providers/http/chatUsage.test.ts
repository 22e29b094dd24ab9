import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { readChatUsage, type UsageOnWire } from '../../../src/providers/http/chatCompletions/chatUsage.ts';

describe('The usage of Chat Completions', () => {
  const usageOf = (usage: UsageOnWire, more: object = {}) => readChatUsage({ usage, ...more }).parts[0];
  const asked = { prompt_tokens: 1000, completion_tokens: 50 };

  it.each<[string, UsageOnWire, object]>([
    ['OpenAI’s reads', { ...asked, prompt_tokens_details: { cached_tokens: 600 } }, { uncachedInput: 400, cacheRead: 600, output: 50 }],
    [
      'OpenAI’s reads and writes, which live half an hour',
      { ...asked, prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 300 } },
      { uncachedInput: 100, cacheRead: 600, cacheWrite30m: 300, output: 50 },
    ],
    ['DeepSeek’s hits', { ...asked, prompt_cache_hit_tokens: 640 }, { uncachedInput: 360, cacheRead: 640, output: 50 }],
    ['thoughts that only the total counts', { ...asked, total_tokens: 1250 }, { uncachedInput: 1000, output: 250 }],
    ['a total that counts less', { ...asked, total_tokens: 1000 }, { uncachedInput: 1000, output: 50 }],
    [
      'details that are null',
      { ...asked, prompt_tokens_details: null, completion_tokens_details: null },
      { uncachedInput: 1000, output: 50 },
    ],
  ])('has %s in buckets of their own', (_whose, usage, buckets) => {
    expect(usageOf(usage)).toEqual({ type: 'usage', usage: { ...noUsage, ...buckets } });
  });

  it.each<[string, UsageOnWire, object, string]>([
    [
      'more cached than asked',
      { ...asked, prompt_tokens_details: { cached_tokens: 1001 } },
      { uncachedInput: 1000, cacheRead: 1001, output: 50 },
      '1000 prompt tokens, 1001 of them read from the cache and 0 of them written to it',
    ],
    [
      'more read and written than asked',
      { ...asked, prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 401 } },
      { uncachedInput: 1000, cacheRead: 600, cacheWrite30m: 401, output: 50 },
      '1000 prompt tokens, 600 of them read from the cache and 401 of them written to it',
    ],
    [
      'more cached than asked, and a total that counts it beside the prompt',
      { ...asked, total_tokens: 3150, prompt_cache_hit_tokens: 2000 },
      { uncachedInput: 1000, cacheRead: 2000, output: 150 },
      '1000 prompt tokens, 2000 of them read from the cache and 0 of them written to it',
    ],
    [
      'more cached than asked, and thoughts in a total that does not count it',
      { ...asked, total_tokens: 1250, prompt_cache_hit_tokens: 2000 },
      { uncachedInput: 1000, cacheRead: 2000, output: 250 },
      '1000 prompt tokens, 2000 of them read from the cache and 0 of them written to it',
    ],
  ])('with %s is read as the dearer of what it can mean', (_what, usage, buckets, doubt) => {
    expect(usageOf(usage)).toEqual({ type: 'usage', usage: { ...noUsage, ...buckets }, doubt });
  });

  it.each<[string, UsageOnWire, string]>([
    ['a negative count', { prompt_tokens: 1000, completion_tokens: -1 }, 'output is -1'],
    ['a negative prompt', { prompt_tokens: -5, completion_tokens: 1, prompt_cache_hit_tokens: 3 }, 'uncachedInput is -5'],
    ['half a token', { prompt_tokens: 1000.5, completion_tokens: 1 }, 'uncachedInput is 1000.5'],
    ['words', { prompt_tokens: 'my password', completion_tokens: 50 }, 'uncachedInput is no number, output is no number'],
    ['one side only', { prompt_tokens: 1000 }, 'output is no number'],
    ['more than any request has', { prompt_tokens: 99_999_999, completion_tokens: 2 }, '100000001 tokens in one request'],
    [
      'more cached than any request has',
      { ...asked, prompt_tokens_details: { cached_tokens: 9e15 } },
      '9000000000001050 tokens in one request',
    ],
  ])('with %s cannot be true: it is none', (_what, usage, usageDoubt) => {
    expect(readChatUsage({ usage })).toEqual({ parts: [], usageDoubt });
  });

  it('that is not there is no reason for doubt', () => {
    expect([readChatUsage({}), readChatUsage({ usage: null })]).toEqual([{ parts: [] }, { parts: [] }]);
  });

  // A gateway on credits repeats the upstream's bill inside its own; on one's own key the upstream's comes on top.
  it.each<[string, UsageOnWire, number | undefined, ('openrouter' | 'xai')?]>([
    ['on credits', { cost: 0.00123, is_byok: false, cost_details: { upstream_inference_cost: 0.00123 } }, 1_230_000],
    ['on one’s own key', { cost: 0.0001, is_byok: true, cost_details: { upstream_inference_cost: 0.002 } }, 2_100_000],
    ['on one’s own key whose bill is not told', { cost: 0.0001, is_byok: true }, undefined],
    ['by xAI', { cost_in_usd_ticks: 1_497_500, cost: 7 }, 149_750, 'xai'],
    ['by a gateway that passes on ticks', { cost_in_usd_ticks: 1_497_500 }, undefined],
    ['free', { cost: 0 }, 0],
    ['nonsense', { cost: -1 }, undefined],
    ['text', { cost: '0.1' }, undefined],
  ])('tells what was charged %s', (_how, costs, chargedNanoUsd, chargeStyle = 'openrouter') => {
    const [part] = readChatUsage({ usage: { ...asked, ...costs } }, chargeStyle).parts;
    expect(part?.type === 'usage' ? part.billing?.chargedNanoUsd : 'none').toBe(chargedNanoUsd);
  });

  it.each<[string, unknown, string | undefined, ('openrouter' | 'xai')?]>([
    ['OpenRouter', 'gen-1700000000-AbC', 'gen-1700000000-AbC'],
    ['a cloud that cannot be asked by it', 'gen-1', undefined, 'xai'],
    ['nobody: it is empty', '', undefined],
    ['nobody: it is no text', 7, undefined],
    ['nobody: it is no id', 'gen 1\n', undefined],
    ['nobody: it is endless', 'x'.repeat(101), undefined],
  ])('keeps the id by which the answer is known to %s', (_whom, id, generationId, chargeStyle = 'openrouter') => {
    const [part] = readChatUsage({ id, usage: asked }, chargeStyle).parts;
    expect(part?.type === 'usage' ? part.billing?.generationId : 'none').toBe(generationId);
  });

  it('tells no charge of anybody whose words are not documented to be one', () => {
    expect(usageOf({ ...asked, cost: 0.00123, cost_in_usd_ticks: 1_497_500 })).toEqual({
      type: 'usage',
      usage: { ...noUsage, uncachedInput: 1000, output: 50 },
    });
  });

  it('tells the tier, and how long a local server worked', () => {
    expect(usageOf(asked, { service_tier: 'flex', timings: { prompt_ms: 4.5, predicted_ms: 21 } })).toMatchObject({
      billing: { serviceTier: 'flex' },
      timings: { promptMs: 4.5, outputMs: 21 },
    });
  });
});
