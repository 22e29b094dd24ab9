import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fimTemplateFor } from '../../../src/core/catalogue/index.ts';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import type { Fault } from '../../emulator/faults.ts';
import { rejection, untilIdle, useEmulator } from '../../emulator/support.ts';
import { collect } from '../../support/collect.ts';
import { answerTo, hole, never, ollamaCall, provider } from './emulatedOllama.ts';

const emulator = useEmulator();
const call = (changes: Partial<Parameters<typeof ollamaCall>[0]> = {}) => ollamaCall({ baseUrl: emulator().url, ...changes });
const lastRequest = () => emulator().requests().at(-1);
const counted = (): StreamPart => {
  const usage = emulator().invoice().at(-1)?.buckets ?? noUsage;
  // The emulator's model reads for 30 ms and writes for 80.
  return { type: 'usage', usage, timings: { promptMs: 30, outputMs: 80 } };
};
const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

describe('A conversation with Ollama', () => {
  it('is asked in its own words, the context and how long it stays in memory named in each', async () => {
    emulator().answer('*', 'A coin.');
    const parts = await answerTo(
      call({
        stop: ['END'],
        tools: [{ name: 'read', description: 'Reads a file', inputSchema: { type: 'object' } }],
        segments: [
          { role: 'system', stability: 'static', text: 'Be brief.' },
          { role: 'user', stability: 'turn', text: 'What is this?', images: [{ mediaType: 'image/png', base64: 'aGk=' }] },
          { role: 'assistant', stability: 'turn', text: '', toolCalls: [{ id: 'call-1', name: 'read', argumentsText: '{"path":"a"}' }] },
          { role: 'tool', stability: 'turn', text: 'contents', toolCallId: 'call-1' },
        ],
      }),
    );
    expect(parts).toEqual([
      { type: 'text-delta', text: 'A' },
      { type: 'text-delta', text: ' coin' },
      { type: 'text-delta', text: '.' },
      counted(),
      { type: 'finish', reason: 'stop' },
    ]);
    expect(lastRequest()?.path).toBe('/api/chat');
    expect(lastRequest()?.body).toEqual({
      model: 'emu-acorn:1b',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is this?', images: ['aGk='] },
        { role: 'assistant', content: '', tool_calls: [{ id: 'call-1', function: { name: 'read', arguments: { path: 'a' } } }] },
        { role: 'tool', content: 'contents', tool_call_id: 'call-1', tool_name: 'read' },
      ],
      tools: [{ type: 'function', function: { name: 'read', description: 'Reads a file', parameters: { type: 'object' } } }],
      options: { num_ctx: 8192, num_predict: 100, stop: ['END'] },
      stream: true,
      keep_alive: '30m',
    });
  });

  it('has thoughts, text and calls', async () => {
    const toolCalls = [{ id: 'call-1', name: 'read', arguments: { path: 'a' } }];
    emulator().answer('*', { reasoning: 'Hm.', text: 'See.', toolCalls });
    const parts = await answerTo(call({ model: { quirks: { think: true } } }));
    expect(parts).toEqual([
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'reasoning-delta', text: '.' },
      { type: 'reasoning-end', texts: ['Hm.'], opaque: 'thinking' },
      { type: 'text-delta', text: 'See' },
      { type: 'text-delta', text: '.' },
      { type: 'tool-call-start', id: 'call-1', name: 'read' },
      { type: 'tool-call-delta', id: 'call-1', argumentsText: '{"path":"a"}' },
      { type: 'tool-call-end', call: { id: 'call-1', name: 'read', argumentsText: '{"path":"a"}' } },
      counted(),
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });
});

describe('A hole for Ollama', () => {
  it('goes with its suffix where the model has a place for one', async () => {
    emulator().answer('*', 'a + b;\nnever seen');
    const parts = await answerTo(call(hole('const total = ', ';\nreturn total;')));
    expect([textOf(parts), ...parts.slice(-2)]).toEqual(['a + b;', counted(), { type: 'finish', reason: 'stop' }]);
    expect(lastRequest()?.path).toBe('/api/generate');
    expect(lastRequest()?.body).toEqual({
      model: 'emu-acorn:1b',
      prompt: '// Path: a.ts\n// export {};\nconst total = ',
      suffix: ';\nreturn total;',
      options: { num_ctx: 8192, num_predict: 100, stop: ['\n'], temperature: 0 },
      stream: true,
      keep_alive: '30m',
    });
  });

  it('at the end of a file has a suffix all the same, because without one Ollama answers as in a conversation', async () => {
    await answerTo(call(hole('const total = ', '')));
    expect(lastRequest()?.body).toMatchObject({ prompt: '// Path: a.ts\n// export {};\nconst total = ', suffix: '\n' });
  });

  it('at the beginning of a file has a prompt all the same, because without one Ollama only loads the model', async () => {
    const { segments, ...rest } = hole('', ';\n');
    const parts = await answerTo(call({ ...rest, segments: segments.filter(({ role }) => role !== 'context') }));
    expect(lastRequest()?.body).toMatchObject({ prompt: '\n', suffix: ';\n' });
    expect(textOf(parts)).not.toBe('');
  });

  it('is written in the model’s own tokens, untouched, where the model has no place for a suffix', async () => {
    const template = fimTemplateFor('codellama');
    if (!template) throw new Error('no template');
    await answerTo(call({ ...hole('P', 'S'), model: { id: 'emu-chestnut:3b', fillInTheMiddle: { type: 'template', template } } }));
    expect(lastRequest()?.body).toEqual({
      model: 'emu-chestnut:3b',
      prompt: '<PRE> // Path: a.ts\n// export {};\nP <SUF>S <MID>',
      raw: true,
      options: { num_ctx: 8192, num_predict: 100, stop: ['\n', '<EOT>'], temperature: 0 },
      stream: true,
      keep_alive: '30m',
    });
  });

  it('is refused where the model cannot fill it', async () => {
    expect(await answerTo(call({ ...hole('a', 'b'), model: { fillInTheMiddle: { type: 'infill' } } }))).toMatchObject([
      { type: 'error', error: { reason: 'unsupported' } },
    ]);
    expect(emulator().requests()).toEqual([]);
  });

  it('ends at its limit', async () => {
    emulator().answer('*', 'one two three four five six seven eight nine ten');
    const parts = await answerTo(call({ ...hole('a', 'b'), maxOutputTokens: 4 }));
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'length' });
  });
});

describe('Every call to Ollama', () => {
  it('loads the model in the same way: a hole, a conversation, a hole in one, and a warm-up of either', async () => {
    const model = { quirks: { numGpu: 20 } };
    const inConversation = { quirks: { numGpu: 20 }, fillInTheMiddle: { type: 'chat' } } as const;
    await answerTo(call({ ...hole('a', 'b'), model }));
    await answerTo(call({ model }));
    await answerTo(call({ kind: 'completion.line', model: inConversation }));
    await provider.warm?.(call({ ...hole('', ''), model, maxOutputTokens: 0 }), never);
    await provider.warm?.(call({ ...hole('', ''), model: inConversation, maxOutputTokens: 0 }), never);
    const loadings = emulator()
      .requests()
      .map(({ path, body: { model: id, keep_alive, options } }) => ({ path, id, keep_alive, ...pickLoading(options) }));
    const loading = { id: 'emu-acorn:1b', keep_alive: '30m', num_ctx: 8192, num_gpu: 20 };
    expect(loadings).toEqual([
      { path: '/api/generate', ...loading },
      { path: '/api/chat', ...loading },
      { path: '/api/chat', ...loading },
      { path: '/api/generate', ...loading },
      { path: '/api/generate', ...loading },
    ]);
  });

  it('to warm it up is the hole’s own prompt for one token, and no prompt at all where it is asked in conversations', async () => {
    await provider.warm?.(call({ ...hole('', ''), maxOutputTokens: 0, stop: [] }), never);
    await provider.warm?.(call({ ...hole('', ''), model: { fillInTheMiddle: { type: 'chat' } } }), never);
    expect(
      emulator()
        .requests()
        .map(({ body }) => body),
    ).toEqual([
      {
        ...{ model: 'emu-acorn:1b', prompt: '// Path: a.ts\n// export {};\n', suffix: '\n', stream: false, keep_alive: '30m' },
        options: { num_ctx: 8192, num_predict: 1, temperature: 0 },
      },
      { model: 'emu-acorn:1b', stream: false, keep_alive: '30m', options: { num_ctx: 8192 } },
    ]);
  });
});

function pickLoading(options: unknown): { readonly num_ctx?: unknown; readonly num_gpu?: unknown } {
  const { num_ctx, num_gpu } = options as Record<string, unknown>;
  return { num_ctx, num_gpu };
}

describe('A failure of Ollama', () => {
  const ten = 'one two three four five six seven eight nine ten';
  const faulty = async (fault: Fault) => {
    emulator().answer('*', ten);
    // One that breaks before its first byte is asked once more.
    emulator().fault('*', fault, { times: 2 });
    return answerTo(call());
  };

  it.each([
    [400, 'invalid-request'],
    [404, 'not-found'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [503, 'overloaded'],
  ] as const)('of status %i is %s', async (status, reason) => {
    expect(await faulty({ kind: 'status', status, message: 'no' })).toMatchObject([
      { type: 'error', error: { reason, status, message: `ollama: HTTP ${status}: no` } },
    ]);
  });

  it.each([
    ['before a byte', { kind: 'reset' }, '', 'unreachable'],
    ['after some words', { kind: 'cut', afterEvents: 3 }, 'one two three', 'unreachable'],
    ['in order, but early', { kind: 'end-early', afterEvents: 3 }, 'one two three', 'bad-response'],
    ['with garbage', { kind: 'garbage', afterEvents: 3 }, 'one two three', 'bad-response'],
    ['with an error in status 200', { kind: 'error-event', afterTokens: 3, withUsage: false }, 'one two three', 'server-error'],
  ] satisfies [string, Fault, string, string][])('%s is told with what was said until then', async (_what, fault, text, reason) => {
    const parts = await faulty(fault);
    expect([textOf(parts), parts.at(-1)]).toMatchObject([text, { type: 'error', error: { reason } }]);
  });

  it.each([
    [{ kind: 'missing-usage' }, {}],
    [{ kind: 'impossible-usage', which: 'negative' }, { usageDoubt: 'output is -7' }],
    [{ kind: 'impossible-usage', which: 'huge' }, { usageDoubt: '18000000000000000 tokens in one request' }],
    [{ kind: 'impossible-usage', which: 'text' }, { usageDoubt: 'uncachedInput is no number, output is no number' }],
  ] satisfies [Fault, object][])('in its counts leaves the usage untold, and says why: %j', async (fault, doubt) => {
    const parts = await faulty(fault);
    expect([textOf(parts), ...parts.filter((part) => part.type !== 'text-delta')]).toEqual([
      ten,
      { type: 'finish', reason: 'stop', ...doubt },
    ]);
  });

  it('never tells a key, though a gate before the server echoes it', async () => {
    emulator().fault('*', { kind: 'status', status: 401, message: 'bad key secret-key-1' });
    const [part] = await answerTo(call({ apiKey: 'secret-key-1' }));
    expect(lastRequest()?.headers.authorization).toBe('Bearer secret-key-1');
    expect(part).toMatchObject({ type: 'error', error: { reason: 'unauthorized', message: 'ollama: HTTP 401: bad key [key]' } });
    expect(inspect(part, { depth: 20, showHidden: true })).not.toContain('secret-key-1');
  });
});

describe('Stopping Ollama', () => {
  it.each([
    ['after some words', { kind: 'hang', afterTokens: 4 }, 'one two three four'],
    ['before the first word', { kind: 'hang', afterTokens: 0 }, ''],
  ] satisfies [string, Fault, string][])('%s closes the connection and is no error', async (_what, fault, text) => {
    emulator().answer('*', 'one two three four five');
    const scripted = emulator().fault('*', fault);
    const stopping = new AbortController();
    const parts: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of provider.stream(call(), stopping.signal)) {
        parts.push(part);
        if (textOf(parts) === text) stopping.abort();
      }
    })();
    await expect.poll(scripted.hits).toBe(1);
    if (text === '') stopping.abort();
    await reading;
    expect([textOf(parts), parts.at(-1)]).toEqual([text, { type: 'finish', reason: 'aborted' }]);
    await untilIdle(emulator());
  });

  it('by leaving closes the connection', async () => {
    emulator().answer('*', 'one two three');
    emulator().fault('*', { kind: 'hang', afterTokens: 1 });
    for await (const part of provider.stream(call(), never)) {
      expect(part).toEqual({ type: 'text-delta', text: 'one' });
      break;
    }
    await untilIdle(emulator());
  });
});

describe('The check of Ollama', () => {
  const check = (baseUrl: string) => provider.check?.(call({ baseUrl }).candidate.endpoint, undefined, never) ?? Promise.resolve();

  it('asks for its version and loads nothing', async () => {
    await check(emulator().url);
    expect(emulator().requests()).toMatchObject([{ method: 'GET', path: '/api/version' }]);
  });

  it('fails where the server does', async () => {
    emulator().fault('*', { kind: 'status', status: 500 });
    expect(await rejection(check(emulator().url))).toMatchObject({ reason: 'server-error' });
  });
});

describe('A request before which it was aborted', () => {
  it('is not sent', async () => {
    expect(await collect(provider.stream(call(), AbortSignal.abort()))).toEqual([{ type: 'finish', reason: 'aborted', isUnsent: true }]);
    expect(emulator().requests()).toEqual([]);
  });
});
