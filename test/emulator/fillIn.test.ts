import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { collect, openaiOf, rejection, textOfTokens, useEmulator } from './support.ts';

const emulator = useEmulator();
const gap = { prompt: 'const total = ', suffix: ';\nreturn total;', max_tokens: 50 };

describe('filling a gap', () => {
  it("goes DeepSeek's way: hits and misses are told apart, and the next request hits", async () => {
    const client = new OpenAI({ apiKey: emulator().keys.deepseek, baseURL: emulator().baseUrls.deepseekBeta, maxRetries: 0 });
    const long = { ...gap, model: 'emu-ginkgo-1', prompt: textOfTokens(500) };
    const first = await client.completions.create(long);
    // (3 + 4 + 500 + 4 + 4) x 1.061 = 546.4 -> 547
    expect(first.usage).toMatchObject({ prompt_tokens: 547, prompt_cache_hit_tokens: 0, prompt_cache_miss_tokens: 547 });
    const second = await client.completions.create({ ...long, suffix: ';\nreturn 0;' });
    // The shared beginning is (3 + 4 + 500) x 1.061 = 537.9 -> 538 tokens; in steps of 64: 512
    expect(second.usage).toMatchObject({ prompt_cache_hit_tokens: 512, prompt_tokens_details: { cached_tokens: 512 } });
    expect(emulator().invoice()[1]?.buckets.cacheRead).toBe(512);
  });

  it("goes Mistral's way: prompt in, chat shape out, usage unasked", async () => {
    emulator().answer('*', 'a + b');
    const ask = async (stream: boolean) => {
      const response = await fetch(`${emulator().baseUrls.mistral}/fim/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator().keys.mistral}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...gap, model: 'emu-mistletoe-fim', stream }),
      });
      return response.text();
    };
    expect(JSON.parse(await ask(false))).toMatchObject({ choices: [{ message: { content: 'a + b' } }], usage: { completion_tokens: 4 } });
    expect(await ask(true)).toContain('"usage":{"prompt_tokens":');
  });

  it('goes the way of /v1/completions with a suffix, streamed', async () => {
    emulator().answer('*', 'a + b');
    const { completions } = openaiOf(emulator(), 'compatible');
    const chunks = await collect(
      await completions.create({ ...gap, model: 'emu-hazel-fim', stream: true, stream_options: { include_usage: true } }),
    );
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join('')).toBe('a + b');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
  });

  it('is refused by a chat model', async () => {
    expect(await rejection(openaiOf(emulator()).completions.create({ ...gap, model: 'emu-oak-4' }))).toMatchObject({ status: 400 });
  });

  it('has a text of code by default, the same each time', async () => {
    const ask = async () =>
      (await openaiOf(emulator(), 'compatible').completions.create({ ...gap, model: 'emu-hazel-fim' })).choices[0]?.text;
    const first = await ask();
    expect(first).toMatch(/^const \w+ = \w+\(\w+\);\n$/);
    expect(await ask()).toBe(first);
  });
});
