import { describe, expect, it } from 'vitest';
import { noUsage, type Segment } from '../../../src/core/task/index.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, callTo, never, provider, textOf, usagesOf } from './emulatedAnthropic.ts';

const emulator = useEmulator();
const readTool = {
  name: 'read',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const turn = (segment: Omit<Segment, 'stability'>): Segment => ({ stability: 'turn', ...segment });
const lastUsage = (parts: Parameters<typeof usagesOf>[0]) => usagesOf(parts).at(-1)?.usage;

describe('An answer of Anthropic', () => {
  it('comes part by part: the input side at once, the output where it is final, the end last', async () => {
    emulator().answer('*', {
      text: 'A quarter penny.',
      buckets: { uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 },
    });
    const parts = await answerTo(callTo(emulator()));
    const counted = { ...noUsage, uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000 };
    const terms = { reasoningTokens: 0, billing: { serviceTier: 'standard', inferenceGeo: 'global' } };
    expect([parts[0], ...parts.slice(-2)]).toEqual([
      { type: 'usage', usage: { ...counted, output: 1 }, isPartial: true, ...terms },
      { type: 'usage', usage: { ...counted, output: 4000 }, ...terms },
      { type: 'finish', reason: 'stop' },
    ]);
    expect(textOf(parts)).toBe('A quarter penny.');
    expect(emulator().invoice()).toMatchObject([{ buckets: { ...counted, output: 4000 }, why: 'finished' }]);
  });

  it('has its cache writes of one hour and of five minutes apart, as the invoice has them', async () => {
    emulator().answer('*', {
      text: 'x',
      buckets: { uncachedInput: 10, cacheWrite5m: 200, cacheWrite1h: 3000, cacheRead: 40_000, output: 5 },
    });
    const parts = await answerTo(callTo(emulator()));
    expect(lastUsage(parts)).toEqual(emulator().invoice()[0]?.buckets);
    expect(lastUsage(parts)).toMatchObject({ cacheWrite5m: 200, cacheWrite1h: 3000 });
  });

  it('has the counts of the invoice without any script, its thoughts apart', async () => {
    emulator().answer('*', { reasoning: 'I should look it up in a book of coins.', text: 'Let me see.' });
    const parts = await answerTo(callTo(emulator(), { model: { quirks: { thinking: 1024 } } }));
    const [line] = emulator().invoice();
    expect(usagesOf(parts).at(-1)).toMatchObject({ usage: line?.buckets, reasoningTokens: line?.reasoningTokens });
    expect(line?.reasoningTokens).toBeGreaterThan(5);
    const thoughts = parts.flatMap((part) => (part.type === 'reasoning-delta' ? [part.text] : []));
    expect([thoughts.join(''), textOf(parts)]).toEqual(['I should look it up in a book of coins.', 'Let me see.']);
  });

  it('calls tools with the arguments as the model wrote them, piece by piece', async () => {
    emulator().answer('*', { text: 'I look.', toolCalls: [{ name: 'read', id: 'toolu_1', arguments: '{"path":  "a.ts"}' }] });
    const parts = await answerTo(callTo(emulator(), { tools: [readTool] }));
    const pieces = parts.flatMap((part) => (part.type === 'tool-call-delta' ? [part.argumentsText] : []));
    expect(parts.filter((part) => part.type === 'tool-call-start')).toEqual([{ type: 'tool-call-start', id: 'toolu_1', name: 'read' }]);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('{"path":  "a.ts"}');
    expect(parts.filter((part) => part.type === 'tool-call-end')).toEqual([
      { type: 'tool-call-end', call: { id: 'toolu_1', name: 'read', argumentsText: '{"path":  "a.ts"}' } },
    ]);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls' });
    expect(lastUsage(parts)).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('that calls without arguments has the empty object for them, though nothing was written', async () => {
    emulator().answer('*', { toolCalls: [{ name: 'refresh', id: 'toolu_2' }] });
    const parts = await answerTo(callTo(emulator(), { tools: [{ name: 'refresh', description: '', inputSchema: {} }] }));
    expect(parts.filter(({ type }) => type.startsWith('tool-call'))).toEqual([
      { type: 'tool-call-start', id: 'toolu_2', name: 'refresh' },
      { type: 'tool-call-end', call: { id: 'toolu_2', name: 'refresh', argumentsText: '{}' } },
    ]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['refusal', 'content-filter'],
  ] as const)('that ended by %s finishes by %s', async (finish, reason) => {
    emulator().answer('*', { text: 'x', finish });
    expect((await answerTo(callTo(emulator()))).at(-1)).toEqual({ type: 'finish', reason });
  });

  it('tells region and speed as they were billed', async () => {
    emulator().answer('*', { text: 'x', buckets: { uncachedInput: 1000, output: 100 } });
    const parts = await answerTo(callTo(emulator(), { model: { id: 'emu-sequoia-1', quirks: { speed: 'fast', inferenceGeo: 'us' } } }));
    expect(usagesOf(parts).at(-1)?.billing).toEqual({ serviceTier: 'standard', inferenceGeo: 'us', speed: 'fast' });
  });
});

describe('A question to Anthropic', () => {
  it('carries every role, images, tools and what came back from them', async () => {
    const image = { mediaType: 'image/png', base64: 'iVBORw0KGgo=' };
    const calls = [
      { id: 'toolu_1', name: 'read', argumentsText: '{"path":"a.ts"}' },
      { id: 'toolu_2', name: 'read', argumentsText: '{"path":' },
    ];
    const segments = [
      turn({ role: 'system', text: 'Be brief.' }),
      turn({ role: 'system', text: 'Rules of the workspace.' }),
      turn({ role: 'context', text: 'export {};' }),
      turn({ role: 'user', text: 'What is this?', images: [image] }),
      turn({ role: 'assistant', text: '', toolCalls: calls }),
      turn({ role: 'tool', text: 'let a;', toolCallId: 'toolu_1' }),
      turn({ role: 'tool', text: 'the arguments are no JSON', toolCallId: 'toolu_2' }),
      turn({ role: 'assistant', text: 'A declaration.' }),
      turn({ role: 'user', text: 'Thanks.' }),
    ];
    await answerTo(callTo(emulator(), { segments, tools: [readTool], stop: ['END', '\n'] }));
    expect(emulator().requests()[0]?.body).toEqual({
      model: 'emu-maple-1',
      tools: [{ name: 'read', description: 'Reads a file.', input_schema: readTool.inputSchema }],
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Rules of the workspace.' },
      ],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'export {};' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
            { type: 'text', text: 'What is this?' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'a.ts' } },
            { type: 'tool_use', id: 'toolu_2', name: 'read', input: { INVALID_JSON: '{"path":' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: 'let a;' },
            { type: 'tool_result', tool_use_id: 'toolu_2', content: 'the arguments are no JSON' },
          ],
        },
        { role: 'assistant', content: [{ type: 'text', text: 'A declaration.' }] },
        { role: 'user', content: [{ type: 'text', text: 'Thanks.' }] },
      ],
      max_tokens: 200,
      stop_sequences: ['END'],
      service_tier: 'standard_only',
      stream: true,
    });
  });

  it('ends before a stop string that the API takes, and before one that it refuses', async () => {
    emulator().answer('*', 'one two three\nfour five');
    const parts = await answerTo(callTo(emulator(), { stop: [' three'] }));
    expect([textOf(parts), parts.at(-1)]).toEqual(['one two', { type: 'finish', reason: 'stop' }]);
    const cut = await answerTo(callTo(emulator(), { stop: ['\n'] }));
    expect([textOf(cut), cut.at(-1)]).toEqual(['one two three', { type: 'finish', reason: 'stop' }]);
    expect(lastUsage(cut)).toEqual(emulator().invoice()[1]?.buckets);
  });

  it('is counted free, and the count is what the answer is billed', async () => {
    const segments = [turn({ role: 'system', text: 'Be brief.' }), turn({ role: 'user', text: 'Hi' })];
    const call = callTo(emulator(), { tools: [readTool], segments });
    const counted = await provider.countInput?.(call, never);
    expect(emulator().invoice()).toEqual([]);
    await answerTo(call);
    expect(counted).toBe(emulator().invoice()[0]?.buckets.uncachedInput);
  });

  it('to fill a hole is refused without a request', async () => {
    const hole = [turn({ role: 'prefix', text: 'let ' }), turn({ role: 'suffix', text: ' = 1;' })];
    expect(await answerTo(callTo(emulator(), { kind: 'completion.line', segments: hole }))).toMatchObject([
      { type: 'error', error: { reason: 'unsupported' } },
    ]);
    expect(emulator().requests()).toEqual([]);
  });
});
