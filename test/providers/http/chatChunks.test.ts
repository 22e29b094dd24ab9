import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { noUsage, type ReasoningBlock, type Segment, type StreamPart } from '../../../src/core/task/index.ts';
import { partsOfChatChunks } from '../../../src/providers/http/chatCompletions/chatChunks.ts';
import { chatMessagesOf } from '../../../src/providers/http/chatCompletions/chatMessages.ts';
import { collect } from '../../support/collect.ts';

async function* stream(chunks: readonly object[]): AsyncGenerator<OpenAI.ChatCompletionChunk> {
  yield* chunks as OpenAI.ChatCompletionChunk[];
}
const partsOf = (chunks: readonly object[]): Promise<readonly StreamPart[]> => collect(partsOfChatChunks(stream(chunks)));
const delta = (said: object, finish_reason: string | null = null) => ({
  id: 'chat-1',
  choices: [{ index: 0, delta: said, finish_reason }],
});
const calls = (...toolCalls: readonly object[]) => delta({ tool_calls: toolCalls });
const callsIn = (parts: readonly StreamPart[]) => parts.flatMap((part) => (part.type === 'tool-call-end' ? [part.call] : []));

describe('Tool calls by Chat Completions', () => {
  it('take turns with their arguments where a server sends them side by side', async () => {
    const parts = await partsOf([
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: '' } }),
      calls({ index: 1, id: 'b', function: { name: 'list' } }),
      calls({ index: 0, function: { arguments: '{"p":' } }, { index: 1, function: { arguments: '{}' } }),
      calls({ index: 0, function: { arguments: '1}' } }),
      delta({}, 'tool_calls'),
    ]);
    expect(callsIn(parts)).toEqual([
      { id: 'a', name: 'read', argumentsText: '{"p":1}' },
      { id: 'b', name: 'list', argumentsText: '{}' },
    ]);
  });

  it.each([
    ['all numbered 0', { index: 0 }, { index: 0 }],
    ['not numbered', {}, {}],
  ])('are told apart by their ids where they are %s', async (_how, first, second) => {
    const parts = await partsOf([
      calls({ ...first, id: 'a', function: { name: 'read', arguments: '{"p":1}' } }),
      calls({ ...second, id: 'b', function: { name: 'read', arguments: '{"p":2}' } }),
      delta({}, 'stop'),
    ]);
    expect(callsIn(parts)).toEqual([
      { id: 'a', name: 'read', argumentsText: '{"p":1}' },
      { id: 'b', name: 'read', argumentsText: '{"p":2}' },
    ]);
    // A server that says "stop" behind calls means the calls.
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls' });
  });

  it('may repeat id and name with every piece', async () => {
    const piece = (text: string) => calls({ index: 0, id: 'a', function: { name: 'read', arguments: text } });
    expect(callsIn(await partsOf([piece('{"p"'), piece(':1}'), delta({}, 'tool_calls')]))).toEqual([
      { id: 'a', name: 'read', argumentsText: '{"p":1}' },
    ]);
  });

  it('get ids of their own where a server gives none', async () => {
    const parts = await partsOf([
      calls({ index: 0, function: { name: 'x' } }, { index: 1, function: { name: 'y' } }),
      delta({}, 'tool_calls'),
    ]);
    expect(callsIn(parts).map(({ id, name }) => [id, name])).toEqual([
      ['chat-1-call-0', 'x'],
      ['chat-1-call-1', 'y'],
    ]);
  });

  it('that were cut off are no calls', async () => {
    expect(callsIn(await partsOf([calls({ index: 0, id: 'a', function: { name: 'read', arguments: '{"p"' } })]))).toEqual([]);
  });
});

describe('Signatures of calls by Chat Completions', () => {
  const extra = { google: { thought_signature: 'c2lnbmVk' } };
  const gemini = { endpoint: { id: 'gemini' }, model: { id: 'gemini-3.5-flash' } } as unknown as Candidate;
  const segmentOf = (blocks: readonly ReasoningBlock[], model: string): Segment => ({
    ...{ role: 'assistant', stability: 'session', text: '' },
    toolCalls: ['a', 'b'].map((id) => ({ id, name: 'read', argumentsText: '{}' })),
    reasoning: { endpoint: 'gemini', model, blocks },
  });
  const sentWith = (segment: Segment, callSignature?: string): readonly unknown[] =>
    chatMessagesOf([segment], { candidate: gemini, ...(callSignature !== undefined && { callSignature }) }).flatMap((message) =>
      message.role === 'assistant'
        ? (message.tool_calls ?? []).map((call) => ('extra_content' in call ? call.extra_content : undefined))
        : [],
    );
  const signed = async (): Promise<readonly ReasoningBlock[]> => {
    const parts = await partsOf([
      calls({ index: 0, id: 'a', function: { name: 'read', arguments: '{}' }, extra_content: extra }),
      calls({ index: 1, id: 'b', function: { name: 'read', arguments: '{}' }, extra_content: 'nothing' }),
      delta({}, 'tool_calls'),
    ]);
    return parts.flatMap((part) =>
      part.type === 'reasoning-end' ? [{ texts: part.texts, opaque: part.opaque, isBehindText: false, callsBefore: 0 }] : [],
    );
  };

  it('go back with the call that they came with, and to nobody but the model that made it', async () => {
    const blocks = await signed();
    expect([sentWith(segmentOf(blocks, 'gemini-3.5-flash')), sentWith(segmentOf(blocks, 'another'))]).toEqual([
      [extra, undefined],
      [undefined, undefined],
    ]);
  });

  it('are replaced by what the server takes instead, where another model made the calls', async () => {
    const blocks = await signed();
    const instead = { google: { thought_signature: 'skip' } };
    expect([sentWith(segmentOf(blocks, 'gemini-3.5-flash'), 'skip'), sentWith(segmentOf(blocks, 'another'), 'skip')]).toEqual([
      [extra, undefined],
      [instead, instead],
    ]);
  });
});

describe('Text and thoughts by Chat Completions', () => {
  it('come under the names that servers have for them', async () => {
    expect(
      await partsOf([
        delta({ reasoning_content: 'a' }, ''),
        delta({ reasoning: 'b', content: '' }),
        delta({
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'c' }] },
            { type: 'text', text: 'd' },
          ],
        }),
        delta({ content: null, refusal: 'No.' }),
        delta({}, 'content_filter'),
      ]),
    ).toEqual([
      { type: 'reasoning-delta', text: 'a' },
      { type: 'reasoning-delta', text: 'b' },
      { type: 'reasoning-delta', text: 'c' },
      { type: 'text-delta', text: 'd' },
      { type: 'text-delta', text: 'No.' },
      { type: 'reasoning-end', texts: ['a'], opaque: 'reasoning_content' },
      { type: 'finish', reason: 'content-filter' },
    ]);
  });

  it('that a user says go as text alone, or with pictures as pieces; an image alone has no empty text', () => {
    const image = { mediaType: 'image/webp', base64: 'AAAA' };
    const picture = { type: 'image_url', image_url: { url: 'data:image/webp;base64,AAAA' } };
    expect(
      chatMessagesOf([
        { role: 'system', stability: 'static', text: 's' },
        { role: 'user', stability: 'turn', text: 'u' },
        { role: 'user', stability: 'turn', text: '', images: [image] },
        { role: 'tool', stability: 'turn', text: 'of no call' },
      ]),
    ).toEqual([
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
      { role: 'user', content: [picture] },
      { role: 'user', content: 'of no call' },
    ]);
  });
});

describe('Usage that counts up in every chunk', () => {
  const counts = (completion_tokens: number) => ({ usage: { prompt_tokens: 100, completion_tokens } });
  const told = (output: number) => ({ type: 'usage', usage: { ...noUsage, uncachedInput: 100, output } });
  const partly = (output: number) => ({ ...told(output), isPartial: true });
  const usagesIn = (parts: readonly StreamPart[]) => parts.filter(({ type }) => type === 'usage');
  const says = (content: string, completion?: number) => ({ ...delta({ content }), ...(completion !== undefined && counts(completion)) });

  it('is a partial one until the end, and then told once more', async () => {
    const end = { ...delta({}, 'stop'), ...counts(3) };
    expect(usagesIn(await partsOf([says('a', 1), says('b', 2), end, { choices: [], ...counts(3) }]))).toEqual([
      partly(1),
      partly(2),
      told(3),
    ]);
    expect(usagesIn(await partsOf([says('a', 1), says('b', 2), delta({}, 'stop')]))).toEqual([partly(1), partly(2), told(2)]);
  });

  it('is a partial one and no more where the answer was left, or where more was said after it', async () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((text) => says(text));
    for (const rest of [five, [...five, delta({}, 'stop')]]) {
      expect(usagesIn(await partsOf([{ ...delta({ role: 'assistant' }), ...counts(1) }, ...rest]))).toEqual([partly(1)]);
      expect(usagesIn(await partsOf([{ choices: [], ...counts(1) }, ...rest]))).toEqual([partly(1)]);
    }
  });

  it('is the whole bill alone in the last chunk, though the stream then breaks', async () => {
    async function* broken(): AsyncGenerator<OpenAI.ChatCompletionChunk> {
      yield* stream([says('a'), { choices: [], ...counts(9) }]);
      throw new TypeError('terminated');
    }
    const parts: StreamPart[] = [];
    await expect(
      (async () => {
        for await (const part of partsOfChatChunks(broken())) parts.push(part);
      })(),
    ).rejects.toThrow('terminated');
    expect(usagesIn(parts)).toEqual([partly(9), told(9)]);
  });

  it('is none where the last one cannot be true', async () => {
    const parts = await partsOf([says('a', 1), { ...delta({}, 'stop'), ...counts(-1) }]);
    expect([usagesIn(parts), parts.at(-1)]).toEqual([[partly(1)], { type: 'finish', reason: 'stop', usageDoubt: 'output is -1' }]);
  });
});
