import { describe, expect, it } from 'vitest';
import { noUsage, type Segment } from '../../../src/core/task/index.ts';
import { textOfTokens, useEmulator } from '../../emulator/support.ts';
import { answerTo, apis, callTo, never, provider, textOf, usageOf } from './emulatedOpenAi.ts';

const emulator = useEmulator();
const readTool = {
  name: 'read',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const turn = (segment: Omit<Segment, 'stability'>): Segment => ({ stability: 'turn', ...segment });

describe.each(apis)('An answer of OpenAI by %s', (api) => {
  it('comes part by part, its usage with the tier that was billed, the end last', async () => {
    emulator().answer('*', { text: 'A quarter penny.', buckets: { uncachedInput: 700, cacheRead: 1300, output: 40 }, reasoningTokens: 30 });
    const parts = await answerTo(callTo(emulator(), { api }));
    expect(parts.slice(-2)).toEqual([
      {
        type: 'usage',
        usage: { ...noUsage, uncachedInput: 700, cacheRead: 1300, output: 40 },
        reasoningTokens: 30,
        billing: { serviceTier: 'default' },
      },
      { type: 'finish', reason: 'stop' },
    ]);
    expect(parts.slice(0, -2).every(({ type }) => type === 'text-delta')).toBe(true);
    expect(textOf(parts)).toBe('A quarter penny.');
    expect(emulator().invoice()).toMatchObject([{ buckets: usageOf(parts)?.usage, tier: 'standard', why: 'finished' }]);
  });

  it('writes a cache of half an hour and reads it again, as the invoice has it', async () => {
    const ask = (question: string) =>
      answerTo(
        callTo(emulator(), {
          api,
          model: { id: 'emu-oak-6' },
          segments: [turn({ role: 'system', text: textOfTokens(3000) }), turn({ role: 'user', text: question })],
        }),
      );
    const usages = [usageOf(await ask('One?'))?.usage, usageOf(await ask('Two?'))?.usage];
    expect(usages).toEqual(
      emulator()
        .invoice()
        .map(({ buckets }) => buckets),
    );
    expect(usages[0]?.cacheWrite30m).toBeGreaterThan(3000);
    expect(usages[1]?.cacheRead).toBeGreaterThan(3000);
  });

  it('is billed in the tier that the row asks for', async () => {
    const parts = await answerTo(callTo(emulator(), { api, model: { quirks: { serviceTier: 'flex' } } }));
    expect([usageOf(parts)?.billing, emulator().invoice()[0]?.tier]).toEqual([{ serviceTier: 'flex' }, 'flex']);
  });

  it('calls several tools with the arguments as the model wrote them, piece by piece', async () => {
    const first = '{"path":  "a.ts"}';
    emulator().answer('*', {
      text: 'I look.',
      toolCalls: [
        { name: 'read', id: 'call_1', arguments: first },
        { name: 'refresh', id: 'call_2' },
      ],
    });
    const parts = await answerTo(callTo(emulator(), { api, tools: [readTool] }));
    const ends = parts.filter((part) => part.type === 'tool-call-end');
    expect(ends.map(({ call }) => call)).toEqual([
      { id: 'call_1', name: 'read', argumentsText: first },
      { id: 'call_2', name: 'refresh', argumentsText: '{}' },
    ]);
    expect(parts.filter((part) => part.type === 'tool-call-start').map(({ id }) => id)).toEqual(['call_1', 'call_2']);
    const pieces = parts.flatMap((part) => (part.type === 'tool-call-delta' && part.id === 'call_1' ? [part.argumentsText] : []));
    expect([pieces.join(''), pieces.length > 1]).toEqual([first, true]);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls' });
    expect(usageOf(parts)?.usage).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('has its thoughts counted, inside the output', async () => {
    emulator().answer('*', { reasoning: 'I should look it up in a book of coins.', text: 'Let me see.' });
    const parts = await answerTo(callTo(emulator(), { api, model: { quirks: { reasoning: true, reasoningEffort: 'low' } } }));
    const [line] = emulator().invoice();
    expect(usageOf(parts)).toMatchObject({ usage: line?.buckets, reasoningTokens: line?.reasoningTokens });
    expect(line?.reasoningTokens).toBeGreaterThan(5);
  });

  it('that is cut by its length says so', async () => {
    emulator().answer('*', 'one two three four five six');
    const parts = await answerTo(callTo(emulator(), { api, maxOutputTokens: 3 }));
    expect([textOf(parts), parts.at(-1)]).toEqual(['one two', { type: 'finish', reason: 'length' }]);
  });

  it('ends before a stop string, and is billed for what came behind it where the API knows no stop strings', async () => {
    emulator().answer('*', 'one two three four five');
    const parts = await answerTo(callTo(emulator(), { api, stop: ['thr', 'four'] }));
    expect([textOf(parts), parts.at(-1)]).toEqual(['one two ', { type: 'finish', reason: 'stop' }]);
    expect(usageOf(parts)?.usage).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('to a reasoning model ends before a stop string that is not sent', async () => {
    emulator().answer('*', 'one two three four five');
    const parts = await answerTo(callTo(emulator(), { api, stop: [' three'], model: { quirks: { reasoning: true } } }));
    expect([textOf(parts), emulator().requests()[0]?.body.stop]).toEqual(['one two', undefined]);
  });

  it('to a hole is refused without a request', async () => {
    const hole = [turn({ role: 'prefix', text: 'let ' }), turn({ role: 'suffix', text: ' = 1;' })];
    expect(await answerTo(callTo(emulator(), { api, kind: 'completion.block', segments: hole }))).toMatchObject([
      { type: 'error', error: { reason: 'unsupported' } },
    ]);
    expect(emulator().requests()).toEqual([]);
  });
});

describe('A question to OpenAI', () => {
  const segments = [
    turn({ role: 'system', text: 'Be brief.' }),
    turn({ role: 'user', text: 'What is this?', images: [{ mediaType: 'image/png', base64: 'iVBORw0KGgo=' }] }),
    turn({ role: 'assistant', text: 'I look.', toolCalls: [{ id: 'call_1', name: 'read', argumentsText: '{"path":"a.ts"}' }] }),
    turn({ role: 'tool', text: 'let a;', toolCallId: 'call_1' }),
    turn({ role: 'assistant', text: '', toolCalls: [{ id: 'call_2', name: 'read', argumentsText: '{"path":"b.ts"}' }] }),
    turn({ role: 'tool', text: '', toolCallId: 'call_2' }),
    turn({ role: 'user', text: 'Thanks.' }),
  ];
  const image = 'data:image/png;base64,iVBORw0KGgo=';

  it('by Responses carries every role, images, tools and what came back from them; nothing is stored', async () => {
    await answerTo(callTo(emulator(), { segments, tools: [readTool], stop: ['END'] }));
    expect(emulator().requests()[0]?.path).toBe('/v1/responses');
    expect(emulator().requests()[0]?.body).toEqual({
      model: 'emu-oak-4',
      input: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', detail: 'auto', image_url: image },
          ],
        },
        { role: 'assistant', content: 'I look.' },
        { type: 'function_call', call_id: 'call_1', name: 'read', arguments: '{"path":"a.ts"}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'let a;' },
        { type: 'function_call', call_id: 'call_2', name: 'read', arguments: '{"path":"b.ts"}' },
        { type: 'function_call_output', call_id: 'call_2', output: '' },
        { role: 'user', content: 'Thanks.' },
      ],
      tools: [{ type: 'function', name: 'read', description: 'Reads a file.', parameters: readTool.inputSchema, strict: false }],
      max_output_tokens: 200,
      service_tier: 'default',
      store: false,
      stream: true,
    });
  });

  it('by Chat Completions carries the same', async () => {
    await answerTo(callTo(emulator(), { api: 'chat', segments, tools: [readTool], stop: ['a', 'b', 'c', 'd', 'e'] }));
    expect(emulator().requests()[0]?.path).toBe('/v1/chat/completions');
    const called = (id: string, path: string) => ({ id, type: 'function', function: { name: 'read', arguments: `{"path":"${path}"}` } });
    expect(emulator().requests()[0]?.body).toEqual({
      model: 'emu-oak-4',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: image } },
          ],
        },
        { role: 'assistant', content: 'I look.', tool_calls: [called('call_1', 'a.ts')] },
        { role: 'tool', tool_call_id: 'call_1', content: 'let a;' },
        { role: 'assistant', content: null, tool_calls: [called('call_2', 'b.ts')] },
        { role: 'tool', tool_call_id: 'call_2', content: '' },
        { role: 'user', content: 'Thanks.' },
      ],
      tools: [{ type: 'function', function: { name: 'read', description: 'Reads a file.', parameters: readTool.inputSchema } }],
      max_completion_tokens: 200,
      stop: ['a', 'b', 'c', 'd'],
      service_tier: 'default',
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('shows its thoughts by Responses where the row asks for a summary of them', async () => {
    emulator().answer('*', { reasoning: 'Hm, coins.', text: 'Yes.' });
    const parts = await answerTo(callTo(emulator(), { model: { quirks: { reasoningSummary: 'auto' } } }));
    expect(parts.flatMap((part) => (part.type === 'reasoning-delta' ? [part.text] : [])).join('')).toBe('Hm, coins.');
  });

  it('is asked as the model’s row says before the endpoint’s', async () => {
    await answerTo(callTo(emulator(), { api: 'responses', model: { quirks: { api: 'chat', maxTokensField: 'max_tokens' } } }));
    expect(emulator().requests()[0]).toMatchObject({ path: '/v1/chat/completions', body: { max_tokens: 200 } });
  });

  it('by Responses is counted free, and the count is what the answer is billed; by Chat Completions it is not counted', async () => {
    const call = callTo(emulator(), { segments, tools: [readTool] });
    const counted = await provider.countInput?.(call, never);
    expect(emulator().invoice()).toEqual([]);
    await answerTo(call);
    expect(counted).toBe(emulator().invoice()[0]?.buckets.uncachedInput);
    expect(await provider.countInput?.(callTo(emulator(), { api: 'chat' }), never)).toBeUndefined();
    expect(emulator().requests()).toHaveLength(2);
  });
});
