import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import type { CacheRules } from '../../../src/core/catalogue/index.ts';
import { preferencesOf } from '../../../src/core/policy/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { dialectOf } from '../../../src/providers/openaiCompatible/dialect.ts';
import { rejection, useEmulator } from '../../emulator/support.ts';
import { paidPrice } from '../../support/tasks.ts';
import { keyPlan, marksPlan, slotPlan } from '../plans.ts';
import { answerTo, callTo, endpointOf, hole, never, provider } from './emulatedClouds.ts';

const emulator = useEmulator();
const openRouterQuirks = { usageStyle: 'openrouter', cacheKeyField: 'session_id', effortField: 'reasoning', preferences: 'openrouter' };
const keyed: CacheRules = { type: 'automatic', ttl: '5m', takesKey: true };
const turn = (role: Segment['role'], text: string, more: Partial<Segment> = {}): Segment => ({ role, stability: 'turn', text, ...more });

async function sent(call: ProviderCall): Promise<Readonly<Record<string, unknown>>> {
  await answerTo(call);
  return emulator().requests().at(-1)?.body ?? {};
}

const routed = (changes: Parameters<typeof callTo>[2] = {}): ProviderCall =>
  callTo(emulator(), 'openrouter', { ...changes, endpoint: { quirks: openRouterQuirks, caching: keyed, ...changes.endpoint } });
const deciding = (call: ProviderCall, decided: Partial<ProviderCall['candidate']>): ProviderCall => ({
  ...call,
  candidate: { ...call.candidate, ...decided },
});

describe('OpenRouter', () => {
  it('keeps a session with one host by its id, which is at most 256 characters long', async () => {
    expect(await sent(routed({ cachePlan: keyPlan('session-1') }))).toMatchObject({ session_id: 'session-1' });
    expect(await sent(routed({ cachePlan: keyPlan('s'.repeat(300)) }))).toMatchObject({ session_id: 's'.repeat(256) });
    expect(
      emulator()
        .requests()
        .some(({ text }) => text.includes('prompt_cache_key')),
    ).toBe(false);
  });

  it('passes Anthropic’s marks on, on the last part of each message', async () => {
    const caching: CacheRules = { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20, takesKey: true };
    const segments = [
      turn('system', 'Be brief.'),
      turn('user', 'What is this?'),
      turn('assistant', '', { toolCalls: [{ id: 'call_1', name: 'read', argumentsText: '{}' }] }),
      turn('tool', 'let a;', { toolCallId: 'call_1' }),
    ];
    const cachePlan = marksPlan([{ afterSegment: 0, ttl: '1h' }, 2, 3], { key: 'session-1' });
    const body = await sent(routed({ model: { caching }, segments, cachePlan }));
    const short = { cache_control: { type: 'ephemeral' } };
    expect([body.session_id, body.messages]).toEqual([
      'session-1',
      [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }] },
        { role: 'user', content: [{ type: 'text', text: 'What is this?', ...short }] },
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'call_1', content: [{ type: 'text', text: 'let a;', ...short }] },
      ],
    ]);
  });

  it('is kept to the policy, its prices in USD per million tokens, and never given an order', async () => {
    const preferences = {
      zeroRetention: true,
      noTraining: true,
      precisions: ['fp8', 'bf16'],
      only: ['deepinfra'],
      ignore: ['groq'],
      maxInputPriceNanoUsd: 1_250_000_000,
      maxOutputPriceNanoUsd: 1,
    } as const;
    const provider = {
      zdr: true,
      data_collection: 'deny',
      quantizations: ['fp8', 'bf16'],
      only: ['deepinfra'],
      ignore: ['groq'],
      max_price: { prompt: 1.25, completion: 1e-9 },
    };
    expect((await sent(routed({ preferences }))).provider).toEqual(provider);
    expect((await sent(routed({ preferences: { noTraining: true } }))).provider).toEqual({ data_collection: 'deny' });
    expect(await sent(routed({ preferences: {} }))).not.toHaveProperty('provider');
    await answerTo(routed({ ...hole(), preferences }));
    expect(emulator().requests().at(-1)?.body.provider).toEqual(provider);
  });

  it('is told what it may cost without any policy, and whatever the model’s row says of the protocol', async () => {
    const call = routed({ model: { price: paidPrice, quirks: { preferences: 'none' } } });
    const preferences = preferencesOf({ metered: 'allowed' }, { kind: 'chat', paths: [] }, call.candidate);
    expect((await sent({ ...call, ...(preferences && { preferences }) })).provider).toEqual({ max_price: { prompt: 3, completion: 15 } });
  });

  it('takes an effort that was decided, from hosts that know it', async () => {
    expect(await sent(deciding(routed({ preferences: { noTraining: true } }), { effort: 'low' }))).toMatchObject({
      reasoning: { effort: 'low' },
      provider: { data_collection: 'deny', require_parameters: true },
    });
    const fixed = await sent(routed({ model: { quirks: { reasoningEffort: 'high' } } }));
    expect([fixed.reasoning, fixed.provider]).toEqual([{ effort: 'high' }, undefined]);
  });
});

describe('Each built-in gateway that keeps to what it is asked for', () => {
  it('is asked', () => {
    const keeping = builtInCatalogue.endpoints.filter(({ enforces }) => enforces);
    expect(keeping.map((endpoint) => [endpoint.id, endpoint.adapter, dialectOf(endpoint).takesPreferences])).toEqual([
      ['openrouter', provider.id, true],
    ]);
  });
});

describe('Anybody else', () => {
  it('is told no preferences, whatever the policy', async () => {
    expect(await sent(callTo(emulator(), 'compatible', { preferences: { zeroRetention: true } }))).not.toHaveProperty('provider');
  });

  it('takes a key where that is known, the effort in its own field, and the tier', async () => {
    const call = callTo(emulator(), 'deepseek', { cachePlan: keyPlan('session-1') });
    const body = await sent(deciding(call, { effort: 'high', serviceTier: 'default' }));
    expect(body).toMatchObject({ reasoning_effort: 'high', service_tier: 'default' });
    expect(body).not.toHaveProperty('prompt_cache_key');
    expect(
      await sent({ ...call, candidate: { ...call.candidate, endpoint: { ...call.candidate.endpoint, caching: keyed } } }),
    ).toMatchObject({
      prompt_cache_key: 'session-1',
    });
  });

  it('takes the key in a header where that is its way, and of its own kind only', async () => {
    const headerOf = async (cacheKeyHeader: string) => {
      const call = callTo(emulator(), 'compatible', { cachePlan: keyPlan('session-1') });
      const body = await sent({
        ...call,
        candidate: { ...call.candidate, endpoint: { ...call.candidate.endpoint, caching: keyed, quirks: { cacheKeyHeader } } },
      });
      const { authorization, [cacheKeyHeader]: header } = emulator().requests().at(-1)?.headers ?? {};
      return [header, body.prompt_cache_key, authorization];
    };
    const authorization = `Bearer ${emulator().keys.compatible}`;
    expect(await headerOf('x-grok-conv-id')).toEqual(['session-1', undefined, authorization]);
    expect(await headerOf('authorization')).toEqual([authorization, 'session-1', authorization]);
  });

  it('takes a key with a hole, too, and nothing else', async () => {
    const call = callTo(emulator(), 'mistral', { ...hole(), cachePlan: keyPlan('file-1') });
    const body = await sent(deciding(call, { effort: 'low', endpoint: { ...call.candidate.endpoint, caching: keyed } }));
    expect(body).toEqual({
      model: 'emu-mistletoe-fim',
      prompt: 'const total = ',
      suffix: ';\nreturn total;',
      max_tokens: 200,
      temperature: 0,
      stop: ['\n'],
      prompt_cache_key: 'file-1',
      stream: true,
    });
  });

  it('is given a slot only where it is llama.cpp’s server', async () => {
    const call = callTo(emulator(), 'compatible', { cachePlan: slotPlan(3) });
    const slotted = await sent({
      ...call,
      candidate: { ...call.candidate, endpoint: { ...call.candidate.endpoint, adapter: 'llama-server' } },
    });
    const other = await sent(call);
    expect([slotted.cache_prompt, slotted.id_slot, other.cache_prompt, other.id_slot]).toEqual([true, 3, undefined, undefined]);
  });
});

describe('Whether there is money in an account', () => {
  const credits = (changes: object = {}, key = emulator().keys.openrouter) =>
    provider.hasCredits?.(
      { ...endpointOf(emulator(), 'openrouter'), quirks: { creditsPath: '/api/v1/credits' }, ...changes },
      key,
      never,
    ) ?? Promise.reject(new Error('it cannot tell'));

  it('is asked where the row says where, and costs nothing', async () => {
    expect(await credits()).toBe(true);
    expect(await credits({ quirks: {} })).toBeUndefined();
    expect(emulator().requests()).toMatchObject([{ method: 'GET', path: '/api/v1/credits' }]);
  });

  it('is not so once everything is spent', async () => {
    emulator().answer('*', { text: 'x', buckets: { uncachedInput: 30_000_000, output: 1 } });
    await answerTo(callTo(emulator(), 'openrouter'));
    expect(await credits()).toBe(false);
  });

  it('is unknown to a key that may not see it, and a wrong key is an error', async () => {
    emulator().fault('*', { kind: 'status', status: 403, message: 'Only management keys can perform this operation' });
    expect(await credits()).toBeUndefined();
    expect(await rejection(credits({}, 'sk-wrong-key'))).toMatchObject({ reason: 'unauthorized', status: 401 });
  });
});
