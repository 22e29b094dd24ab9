import { describe, expect, it } from 'vitest';
import { openaiOf, rejection, useEmulator, user } from './support.ts';

const emulator = useEmulator();
const scripted = { text: 'Hello.', reasoning: 'Hm.', buckets: { uncachedInput: 1000, output: 100 } };

async function ask(key: 'openrouter' | 'openrouterByok', model = 'emu/routed-larch') {
  const answer = await openaiOf(emulator(), key).chat.completions.create({ model, messages: [user('Hi')] });
  return { id: answer.id, usage: answer.usage as unknown, message: answer.choices[0]?.message as unknown };
}

async function get(path: string, key: 'openrouter' | 'openrouterByok' = 'openrouter'): Promise<unknown> {
  const response = await fetch(`${emulator().baseUrls.openrouter}${path}`, {
    headers: { authorization: `Bearer ${emulator().keys[key]}` },
  });
  return response.json();
}

describe('the gateway', () => {
  it('charges the endpoint it routed to, and says the cost once, in two places', async () => {
    emulator().answer('*', scripted);
    const { id, usage, message } = await ask('openrouter');
    // 1,000 x 930 + 100 x 3,410 = 1,271,000; the list says 710,000 + 287,000 = 997,000
    expect(usage).toMatchObject({ cost: 0.001271, is_byok: false, cost_details: { upstream_inference_cost: 0.001271 } });
    expect(message).toMatchObject({ content: 'Hello.', reasoning: 'Hm.' });
    expect(emulator().invoice()).toMatchObject([{ id, amountNanoUsd: 1_271_000, gatewayNanoUsd: 1_271_000 }]);
    expect(await get(`/generation?id=${id}`)).toMatchObject({
      data: { total_cost: 0.001271, is_byok: false, native_tokens_prompt: 1000, native_tokens_completion: 100, cache_discount: null },
    });
    expect(await get('/credits')).toEqual({ data: { total_credits: 25, total_usage: 0.001271 } });
    expect(await get('/key')).toMatchObject({ data: { limit_remaining: 25 - 0.001271, usage_daily: 0.001271 } });
  });

  it("charges a fee on one's own key, and the upstream's bill comes on top", async () => {
    emulator().answer('*', scripted);
    const { usage } = await ask('openrouterByok');
    // 5 % of 1,271,000 = 63,550; together 1,334,550
    expect(usage).toMatchObject({ cost: 0.00006355, is_byok: true, cost_details: { upstream_inference_cost: 0.001271 } });
    expect(emulator().invoice()).toMatchObject([{ amountNanoUsd: 1_334_550, gatewayNanoUsd: 63_550, upstreamNanoUsd: 1_271_000 }]);
    expect(await get('/credits', 'openrouterByok')).toMatchObject({ data: { total_usage: 0.00006355 } });
  });

  it('adds the fee of a request', async () => {
    emulator().answer('*', scripted);
    // 1,000 x 1,370 + 100 x 5,510 + 370,000 = 2,291,000
    expect((await ask('openrouter', 'emu/routed-fir')).usage).toMatchObject({ cost: 0.002291 });
  });

  it('tells what the cache saved', async () => {
    emulator().answer('*', { text: 'x', buckets: { uncachedInput: 100, cacheRead: 900, output: 10 } });
    const { id } = await ask('openrouter');
    // 900 x (930 - 186)
    expect(await get(`/generation?id=${id}`)).toMatchObject({ data: { cache_discount: 0.0006696 } });
  });

  it('lists prices as strings of USD per token', async () => {
    expect(await get('/models')).toMatchObject({
      data: [
        {
          id: 'emu/routed-larch',
          pricing: { prompt: '0.00000071', completion: '0.00000287', request: '0', input_cache_read: '0.000000142' },
        },
        { id: 'emu/routed-fir', pricing: { prompt: '0.00000137', completion: '0.00000551', request: '0.00037' } },
      ],
    });
  });

  it('begins a stream with a comment and sends usage unasked', async () => {
    const response = await fetch(`${emulator().baseUrls.openrouter}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator().keys.openrouter}` },
      body: JSON.stringify({ model: 'emu/routed-larch', stream: true, messages: [user('Hi')] }),
    });
    const text = await response.text();
    expect(text.startsWith(': OPENROUTER PROCESSING\n\n')).toBe(true);
    expect(text).toContain('"cost":');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('says with 402 which limit was hit', async () => {
    emulator().fault('*', { kind: 'status', status: 402, message: 'Insufficient credits', limitSource: 'key' });
    expect(await rejection(ask('openrouter'))).toMatchObject({ status: 402, error: { code: 402, metadata: { limit_source: 'key' } } });
  });
});
