import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { anthropicOf, openaiOf, rejection, textOfTokens, useEmulator, user } from './support.ts';

const emulator = useEmulator();
const minute = 60_000;
type Block = Anthropic.TextBlockParam;
const mark = (ttl: '5m' | '1h') => ({ cache_control: { type: 'ephemeral' as const, ttl } });
const text = (content: string, ttl?: '5m' | '1h'): Block => ({ type: 'text', text: content, ...(ttl && mark(ttl)) });

/** uncached, read, written for 5 minutes, written for 1 hour */
async function counts(
  content: readonly Block[],
  more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {},
  key: 'anthropic' | 'anthropicOther' = 'anthropic',
) {
  const { usage } = await anthropicOf(emulator(), key).messages.create({
    model: 'emu-maple-1',
    max_tokens: 50,
    messages: [{ role: 'user', content: [...content] }],
    ...more,
  });
  const written = usage.cache_creation;
  return [usage.input_tokens, usage.cache_read_input_tokens, written?.ephemeral_5m_input_tokens, written?.ephemeral_1h_input_tokens];
}

describe('explicit cache marks', () => {
  it('write once, read until five minutes after the last read', async () => {
    const prompt = [text(textOfTokens(2000), '5m'), text('Hi')];
    // Marked: (3 + 4 + 2,000) x 1.187 = 2,382.3 -> 2,383. All: (2,007 + 4 + 1) x 1.187 = 2,388.2 -> 2,389
    expect(await counts(prompt)).toEqual([6, 0, 2383, 0]);
    emulator().clock.advance(4 * minute);
    expect(await counts(prompt)).toEqual([6, 2383, 0, 0]);
    emulator().clock.advance(4 * minute);
    expect(await counts(prompt)).toEqual([6, 2383, 0, 0]);
    emulator().clock.advance(5 * minute);
    expect(await counts(prompt)).toEqual([6, 0, 2383, 0]);
  });

  it('do nothing below the minimum of the model, without an error', async () => {
    const prompt = [text(textOfTokens(800), '5m'), text('Hi')];
    // (3 + 4 + 800 + 4 + 1) x 1.187 = 963.8
    expect(await counts(prompt)).toEqual([964, 0, 0, 0]);
    expect(await counts(prompt)).toEqual([964, 0, 0, 0]);
  });

  it('keep one hour where asked, and price the two lifetimes apart', async () => {
    const prompt = [text(textOfTokens(1500), '1h'), text(textOfTokens(500), '5m'), text('Hi')];
    // 1,507 x 1.187 = 1,788.8 -> 1,789; 2,011 x 1.187 = 2,387.06 -> 2,388; all 2,016 x 1.187 = 2,392.99 -> 2,393
    expect(await counts(prompt)).toEqual([5, 0, 599, 1789]);
    emulator().clock.advance(30 * minute);
    expect(await counts(prompt)).toEqual([5, 1789, 599, 0]);
    const lines = emulator()
      .invoice()
      .map(({ buckets }) => buckets);
    expect(lines).toMatchObject([
      { cacheWrite5m: 599, cacheWrite1h: 1789 },
      { cacheRead: 1789, cacheWrite5m: 599, cacheWrite1h: 0 },
    ]);
  });

  it('read a longer conversation from the entry of its last turn', async () => {
    const first = [text(textOfTokens(2000)), text('first', '5m')];
    const [, , written] = await counts(first);
    const second = [text(textOfTokens(2000)), text('first'), text('more'), text('second', '5m')];
    const [, read, rest] = await counts(second);
    expect(read).toBe(written);
    expect(rest).toBeGreaterThan(0);
  });

  it('look back twenty blocks and no further', async () => {
    const blocks = (count: number) => Array.from({ length: count }, (_, index) => text(`block ${index}`));
    const prompt = (count: number) => [
      text(textOfTokens(2000), count === 0 ? '5m' : undefined),
      ...blocks(Math.max(0, count - 1)),
      ...(count > 0 ? [text('end', '5m')] : []),
    ];
    const [, , written] = await counts(prompt(0));
    // 19 blocks after it: the entry is the twentieth place looked at.
    expect((await counts(prompt(19)))[1]).toBe(written);
    emulator().reset();
    await counts(prompt(0));
    expect((await counts(prompt(20)))[1]).toBe(0);
  });

  it('belong to one customer and to one model, and to one exact beginning', async () => {
    const prompt = [text(textOfTokens(2000), '5m'), text('Hi')];
    await counts(prompt);
    expect((await counts(prompt, {}, 'anthropicOther'))[1]).toBe(0);
    expect((await counts(prompt, { model: 'emu-maple-1-5' }))[1]).toBe(0);
    expect((await counts(prompt, { system: 'Be brief.' }))[1]).toBe(0);
    expect((await counts(prompt))[1]).toBe(2383);
  });

  it('mark the last block by themselves when asked beside the messages', async () => {
    const prompt = [text(textOfTokens(2000))];
    const automatic = { cache_control: { type: 'ephemeral' as const } };
    expect(await counts(prompt, automatic)).toEqual([0, 0, 2383, 0]);
    expect(await counts(prompt, automatic)).toEqual([0, 2383, 0, 0]);
  });

  it('are refused when there are five, or one hour comes after five minutes', async () => {
    const five = Array.from({ length: 5 }, (_, index) => text(`block ${index}`, '5m'));
    expect(await rejection(counts(five))).toMatchObject({ status: 400, message: expect.stringContaining('maximum of 4 blocks') });
    expect(await rejection(counts(five.slice(0, 4), { cache_control: { type: 'ephemeral', ttl: '1h' } }))).toMatchObject({ status: 400 });
    expect(await rejection(counts([text('a', '5m'), text('b', '1h')]))).toMatchObject({ status: 400 });
  });
});

describe('automatic caching', () => {
  const long = textOfTokens(3000);

  async function chat(content: string, more: object = {}, key: 'openai' | 'openaiOther' = 'openai') {
    const { usage } = await openaiOf(emulator(), key).chat.completions.create({ model: 'emu-oak-4', messages: [user(content)], ...more });
    return [usage?.prompt_tokens, usage?.prompt_tokens_details?.cached_tokens];
  }

  it('reads in steps of 128 tokens, inside prompt_tokens, and writes free', async () => {
    // (3 + 4 + 3,000) x 1.013 = 3,046.1 -> 3,047. The last step counts whole: 3,047 / 128 = 23.8 -> 23 x 128 = 2,944
    expect(await chat(long)).toEqual([3047, 0]);
    expect(await chat(long)).toEqual([3047, 2944]);
    expect(emulator().invoice()[1]?.buckets).toMatchObject({ uncachedInput: 103, cacheRead: 2944, cacheWrite5m: 0, cacheWrite30m: 0 });
    emulator().clock.advance(5 * minute);
    expect(await chat(long)).toEqual([3047, 0]);
  });

  it('begins at 1,024 tokens', async () => {
    const short = textOfTokens(900);
    await chat(short);
    expect((await chat(short))[1]).toBe(0);
  });

  it('goes by prompt_cache_key and by customer', async () => {
    await chat(long, { prompt_cache_key: 'one' });
    expect((await chat(long, { prompt_cache_key: 'two' }))[1]).toBe(0);
    expect((await chat(long, { prompt_cache_key: 'one' }, 'openaiOther'))[1]).toBe(0);
    expect((await chat(long, { prompt_cache_key: 'one' }))[1]).toBe(2944);
  });

  it('shares a beginning within a message', async () => {
    await chat(`${long} and one thing`);
    expect((await chat(`${long} and another`))[1]).toBe(2944);
  });

  it('refuses cache options on a model that has none', async () => {
    expect(await rejection(chat(long, { prompt_cache_options: { mode: 'implicit', ttl: '30m' } }))).toMatchObject({ status: 400 });
  });
});

describe('automatic caching with billed writes', () => {
  async function ask(input: unknown, more: object = {}) {
    const body = { model: 'emu-oak-6', input, ...more } as Parameters<ReturnType<typeof openaiOf>['responses']['create']>[0];
    const { usage } = (await openaiOf(emulator()).responses.create(body)) as {
      usage?: { input_tokens: number; input_tokens_details: object };
    };
    return { input: usage?.input_tokens, ...usage?.input_tokens_details };
  }

  it('writes what it did not read, and bills it', async () => {
    const long = textOfTokens(2000);
    // 2,007 x 1.029 = 2,065.2 -> 2,066
    expect(await ask(long)).toEqual({
      input: 2066,
      cached_tokens: 0,
      cache_write_tokens: 2066,
      cache_write_tokens_details: { ttl_30m_tokens: 2066, ttl_12h_tokens: 0 },
    });
    emulator().clock.advance(29 * minute);
    expect(await ask(long)).toMatchObject({ input: 2066, cached_tokens: 2066, cache_write_tokens: 0 });
    emulator().clock.advance(30 * minute);
    expect(await ask(long)).toMatchObject({ cached_tokens: 0, cache_write_tokens: 2066 });
    const [first] = emulator().invoice();
    // 2,066 x 2,337.5 = 4,829,275 for the writes; the output costs 14,930 a token
    expect(first?.amountNanoUsd).toBe(4_829_275 + 14_930 * (first?.buckets.output ?? 0));
  });

  it('writes only up to the marks in explicit mode, for as long as each says', async () => {
    const part = (content: string, ttl?: '30m' | '12h') => ({
      type: 'input_text',
      text: content,
      ...(ttl && { prompt_cache_breakpoint: { mode: 'explicit', ttl } }),
    });
    const input = [{ role: 'user', content: [part(textOfTokens(1500), '12h'), part(textOfTokens(500), '30m'), part('Hi')] }];
    const options = { prompt_cache_options: { mode: 'explicit', ttl: '30m' } };
    // 1,507 x 1.029 = 1,550.7 -> 1,551; 2,011 x 1.029 = 2,069.3 -> 2,070; all 2,016 x 1.029 = 2,074.5 -> 2,075
    expect(await ask(input, options)).toEqual({
      input: 2075,
      cached_tokens: 0,
      cache_write_tokens: 2070,
      cache_write_tokens_details: { ttl_30m_tokens: 519, ttl_12h_tokens: 1551 },
    });
    emulator().clock.advance(11 * 60 * minute);
    expect(await ask(input, options)).toMatchObject({ cached_tokens: 1551, cache_write_tokens: 519 });
  });
});
