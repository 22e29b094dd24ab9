import { describe, expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { anthropicOf, collect, openaiOf, rejection, untilIdle, useEmulator, user } from './support.ts';

const emulator = useEmulator();
const answer = 'one two three four five six seven eight nine ten';

const whole = () => openaiOf(emulator()).chat.completions.create({ model: 'emu-oak-4', messages: [user('Count')] });
const streamed = async (signal?: AbortSignal) =>
  openaiOf(emulator()).chat.completions.create(
    { model: 'emu-oak-4', messages: [user('Count')], stream: true, stream_options: { include_usage: true } },
    signal && { signal },
  );
const claude = (signal?: AbortSignal) =>
  anthropicOf(emulator()).messages.create(
    { model: 'emu-maple-1', max_tokens: 100, messages: [user('Count')], stream: true },
    signal && { signal },
  );

/** What arrived of a stream before it broke, and how it broke. */
async function broken<T>(opening: PromiseLike<AsyncIterable<T>>): Promise<{ readonly events: readonly T[]; readonly error: unknown }> {
  const events: T[] = [];
  const error = await rejection(
    (async () => {
      for await (const event of await opening) events.push(event);
    })(),
  );
  return { events, error };
}

describe('refusals', () => {
  it.each([401, 402, 403, 404, 413, 429, 500, 502, 503, 529])('with %i come once, in both shapes, and cost nothing', async (status) => {
    emulator().fault('*', { kind: 'status', status });
    expect(await rejection(whole())).toMatchObject({ status });
    emulator().fault('*', { kind: 'status', status });
    expect(await rejection(claude())).toMatchObject({ status, error: { type: 'error' } });
    expect(emulator().invoice()).toEqual([]);
    expect((await whole()).choices).toHaveLength(1);
  });

  it('say when to come back', async () => {
    emulator().fault('*', { kind: 'status', status: 429, retryAfterSeconds: 7, retryAfterMs: 1500 });
    const { headers } = (await rejection(whole())) as { headers: Headers };
    expect([headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual(['7', '1500']);
  });

  it('last as often as asked, and only for what they match', async () => {
    const fault = emulator().fault({ model: 'emu-oak-4', contains: 'Count' }, { kind: 'status', status: 500 }, { times: 2 });
    await collect(await claude());
    await rejection(whole());
    await rejection(whole());
    await whole();
    expect([fault.hits(), emulator().requests().length]).toEqual([2, 4]);
  });
});

describe('a stream that goes wrong', () => {
  it('is reset before a byte', async () => {
    emulator().fault('*', { kind: 'reset' });
    expect(await rejection(streamed())).toMatchObject({ name: expect.stringContaining('Error') });
    expect(emulator().invoice()).toEqual([]);
  });

  it('breaks after so many events, and is billed for what it served', async () => {
    emulator().answer('*', answer);
    // The role, then "one", " two", " three"
    emulator().fault('*', { kind: 'cut', afterEvents: 4 });
    const { events } = await broken(streamed());
    expect(events.map((chunk) => chunk.choices[0]?.delta.content).join('')).toBe('one two three');
    // 4 tokens had been made, the fourth did not leave: (3 + 4 + 1) x 1.013 -> 9 in, 4 x 1.013 -> 5 out; 9 x 2,310 + 5 x 9,430
    expect(emulator().invoice()).toMatchObject([
      { billed: true, why: 'cut', buckets: { uncachedInput: 9, output: 5 }, amountNanoUsd: 67_940 },
    ]);
  });

  it('ends early without a word', async () => {
    emulator().answer('*', answer);
    emulator().fault('*', { kind: 'end-early', afterEvents: 4 });
    const chunks = await collect(await streamed());
    expect(chunks).toHaveLength(4);
    expect(chunks.some((chunk) => chunk.choices[0]?.finish_reason)).toBe(false);
  });

  it('turns into garbage', async () => {
    emulator().fault('*', { kind: 'garbage', afterEvents: 2 });
    const response = await fetch(`${emulator().baseUrls.openai}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator().keys.openai}` },
      body: JSON.stringify({ model: 'emu-oak-4', stream: true, messages: [user('Hi')] }),
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('502 Bad Gateway');
    emulator().fault('*', { kind: 'garbage', afterEvents: 0 });
    await rejection(whole());
    expect(
      emulator()
        .invoice()
        .map((line) => line.billed),
    ).toEqual([true, false]);
  });

  it.each([
    // Without a last usage Anthropic has told that of the prompt in its first event, so it bills; OpenAI has told nothing.
    { withUsage: true, afterTokens: 3, outcome: ['billed', 'billed'] },
    { withUsage: false, afterTokens: 3, outcome: ['billed', 'free'] },
    { withUsage: false, afterTokens: 0, outcome: ['free', 'free'] },
  ])('says an error in status 200: $withUsage usage, $afterTokens tokens', async ({ withUsage, afterTokens, outcome }) => {
    emulator().answer('*', answer);
    const fault: Fault = { kind: 'error-event', afterTokens, withUsage };
    emulator().fault('*', fault);
    const { events, error } = await broken(claude());
    expect(events.some((event) => event.type === 'message_delta')).toBe(withUsage);
    expect(error).toMatchObject({ error: { type: 'error', error: { type: 'overloaded_error' } } });
    emulator().fault('*', fault);
    const chat = await broken(streamed());
    expect(chat.events.some((chunk) => chunk.usage)).toBe(withUsage);
    expect(
      emulator()
        .invoice()
        .map((line) => (line.billed ? 'billed' : 'free')),
    ).toEqual(outcome);
  });

  it('fails inside Responses as its own events', async () => {
    emulator().fault('*', { kind: 'error-event', afterTokens: 1, withUsage: true });
    const response = await fetch(`${emulator().baseUrls.openai}/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator().keys.openai}` },
      body: JSON.stringify({ model: 'emu-oak-6', stream: true, input: 'Hi' }),
    });
    const text = await response.text();
    expect(text).toMatch(/event: error\n[\s\S]*event: response\.failed\n[\s\S]*"usage":\{"input_tokens"/);
  });
});

describe('usage that is missing or nonsense', () => {
  it('is withheld, and billed all the same', async () => {
    emulator().fault('*', { kind: 'missing-usage' }, { times: 3 });
    expect((await whole()).usage).toBeUndefined();
    expect((await collect(await streamed())).every((chunk) => !chunk.usage)).toBe(true);
    expect(JSON.stringify(await collect(await claude()))).not.toContain('usage');
    expect(
      emulator()
        .invoice()
        .every((line) => line.billed && line.buckets.output > 0),
    ).toBe(true);
  });

  it.each([
    ['negative', { completion_tokens: -7 }],
    ['cached-above-prompt', { prompt_tokens: 9, prompt_tokens_details: { cached_tokens: 1009 } }],
    ['huge', { prompt_tokens: 9e15, completion_tokens: 9e15 }],
    ['text', { prompt_tokens: 'many' }],
  ] as const)('is %s on the wire and true on the invoice', async (which, reported) => {
    emulator().fault('*', { kind: 'impossible-usage', which });
    expect((await whole()).usage).toMatchObject(reported);
    expect(emulator().invoice()[0]?.buckets).toMatchObject({ uncachedInput: 9, cacheRead: 0 });
  });
});

describe('a client that leaves', () => {
  it.each([
    ['OpenAI', streamed, 'emu-oak-4', 67_940],
    ['Anthropic', claude, 'emu-maple-1', 110_850],
  ] as const)('pays for the prompt and for what was made until then, at %s', async (_, open, model, amount) => {
    emulator().answer('*', answer);
    emulator().fault('*', { kind: 'hang', afterTokens: 4 });
    const leaving = new AbortController();
    let text = '';
    for await (const event of await open(leaving.signal)) {
      text += JSON.stringify(event).match(/"(?:content|text)":"([^"]+)"/)?.[1] ?? '';
      if (text === 'one two three four') leaving.abort();
    }
    await untilIdle(emulator());
    // OpenAI: 8 x 1.013 -> 9 in, 4 x 1.013 -> 5 out. Anthropic: 8 x 1.187 -> 10 in, 4 x 1.187 -> 5 out: 10 x 3,170 + 5 x 15,830
    expect(emulator().invoice()).toMatchObject([{ model, billed: true, why: 'hung after 4 tokens', amountNanoUsd: amount }]);
  });

  it('during a slow answer stops the work', async () => {
    emulator().answer('*', { text: answer, latency: { perTokenMs: 20 } });
    const leaving = new AbortController();
    let count = 0;
    for await (const _ of await streamed(leaving.signal)) {
      count += 1;
      if (count === 3) leaving.abort();
    }
    await untilIdle(emulator());
    const [line] = emulator().invoice();
    expect(line).toMatchObject({ why: 'client left', billed: true });
    expect(line?.buckets.output).toBeGreaterThanOrEqual(3);
    expect(line?.buckets.output).toBeLessThan(11);
  });

  it('while the first token takes long pays for the prompt alone', async () => {
    emulator().fault('*', { kind: 'slow', firstTokenMs: 5000 });
    await rejection(streamed(AbortSignal.timeout(30)));
    await untilIdle(emulator());
    // 9 x 2,310
    expect(emulator().invoice()).toMatchObject([{ why: 'client left', buckets: { output: 0 }, amountNanoUsd: 20_790 }]);
  });

  it('before a hanging provider began pays nothing', async () => {
    emulator().fault('*', { kind: 'hang', afterTokens: 0 });
    await rejection(streamed(AbortSignal.timeout(30)));
    await untilIdle(emulator());
    expect(emulator().invoice()).toMatchObject([{ billed: false, why: 'hung before the first token', amountNanoUsd: 0 }]);
  });
});
