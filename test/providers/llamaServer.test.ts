import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import { noUsage, type Segment, type StreamPart, type Task } from '../../src/core/task/index.ts';
import { createLlamaServer } from '../../src/providers/llamaServer/llamaServer.ts';
import { collect } from '../support/collect.ts';
import { event, events, type Handler, json, type ScriptedServer, status } from '../support/scriptedServer.ts';
import { callOf, chatTask, holeTask, localCandidate } from '../support/tasks.ts';
import { useServers } from '../support/useServer.ts';
import { noPlan } from './plans.ts';

const startServer = useServers();
const never = new AbortController().signal;
const chat: Provider = {
  id: 'chat',
  async *stream() {
    yield { type: 'text-delta', text: 'from the chat route' };
  },
};
const provider = createLlamaServer({ fetch, chat });

const timings = { cache_n: 30, prompt_n: 12, prompt_ms: 4.5, predicted_n: 7, predicted_ms: 21.25 };
const inOnePiece = { stream: false, response_fields: ['content', 'stop', 'stop_type', 'timings'] };
const delta = (content: string): string => event({ index: 0, content, stop: false, id_slot: 0 });
const end = (more: object = {}): string =>
  event({
    content: '',
    stop: true,
    stop_type: 'eos',
    timings,
    ...more,
  });
const usage: StreamPart = {
  type: 'usage',
  usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 },
  timings: { promptMs: 4.5, outputMs: 21.25 },
};

const ask = (server: Pick<ScriptedServer, 'url'>, task: Task = holeTask('a\nb', 'c'), signal = never): AsyncIterable<StreamPart> =>
  provider.stream(callOf(task, localCandidate('qwen', {}, server.url)), signal);
const answerOf = async (handler: Handler): Promise<readonly StreamPart[]> => collect(ask(await startServer({ 'POST /infill': handler })));

/** The last part, an error in short. */
const failureOf = async (handler: Handler): Promise<unknown> => {
  const part = (await answerOf(handler)).at(-1);
  return part?.type === 'error' ? { reason: part.error.reason, status: part.error.status } : part;
};

const bodyOf = async (task: Task, model: Partial<Model> = {}, changes: Partial<ProviderCall> = {}): Promise<Record<string, unknown>> => {
  const server = await startServer({ 'POST /infill': events([end()]) });
  await collect(provider.stream({ ...callOf(task, localCandidate('qwen', model, server.url)), ...changes }, never));
  return server.requests[0]?.body as Record<string, unknown>;
};

describe('Other files for llama-server', () => {
  const files = ['a', 'b', 'c'].map((name): Segment => ({ role: 'context', stability: 'session', name, text: name.repeat(3000) }));
  const task = holeTask('', '', { segments: [...files, ...holeTask('x', 'y').segments] });
  const namesFor = async (contextTokens: number | undefined): Promise<unknown> => {
    const { input_extra: extra } = await bodyOf(task, contextTokens === undefined ? {} : { contextTokens });
    return (extra as { filename: string }[]).map(({ filename }) => filename);
  };

  it('leave out the first where it would be cut: a batch and the answer have their room before', async () => {
    // A thousand tokens each, beside 2048 for a batch and 512 for answers.
    expect(await Promise.all([5600, 5000, 4000, 3000].map(namesFor))).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c'], []]);
  });

  it('are all sent where the server’s settings decide, and where its context is not known', async () => {
    expect(await Promise.all([2048, undefined].map(namesFor))).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });
});

describe('A warm-up of llama-server', () => {
  it('is the same request, slot and other files included, for no answer', async () => {
    const server = await startServer({ 'POST /infill': json({ content: '' }) });
    const { segments } = holeTask('', '');
    const context: Segment = { role: 'context', stability: 'session', name: 'a.ts', text: 'export {};' };
    const call = callOf(holeTask('', '', { segments: [context, ...segments] }), localCandidate('qwen', {}, server.url));
    await provider.warm?.({ ...call, maxOutputTokens: 0, stop: [] }, never);
    expect(server.requests[0]?.body).toEqual({
      ...{ input_prefix: '', prompt: '', input_suffix: '', input_extra: [{ filename: 'a.ts', text: 'export {};' }] },
      ...{ n_predict: 0, stop: [], temperature: 0, samplers: [], top_k: 1, cache_prompt: true, id_slot: 0, ...inOnePiece },
    });
  });

  it('fails as a request does', async () => {
    const server = await startServer({ 'POST /infill': status(501, { error: { message: 'Infill is not supported by this model' } }) });
    await expect(provider.warm?.(callOf(holeTask('', ''), localCandidate('qwen', {}, server.url)), never)).rejects.toMatchObject({
      reason: 'unsupported',
    });
  });

  it('is none for a model that is asked in conversations', async () => {
    const server = await startServer({});
    await provider.warm?.(callOf(holeTask('', ''), localCandidate('talker', { fillInTheMiddle: { type: 'chat' } }, server.url)), never);
    expect(server.requests).toEqual([]);
  });
});

describe('A hole for llama-server', () => {
  it('that wants another answer is drawn more freely, with a seed for each', async () => {
    const drawn = async (variant: number): Promise<unknown> => {
      const { samplers, temperature, top_k, top_p, seed } = await bodyOf(holeTask('a', 'b'), {}, { variant });
      return { samplers, temperature, top_k, top_p, seed };
    };
    const samplers = ['top_k', 'top_p', 'infill', 'temperature'];
    expect(await Promise.all([1, 9].map(drawn))).toEqual([
      { samplers, temperature: 0.4, top_k: 40, top_p: 0.95, seed: 1 },
      { samplers, temperature: 0.8, top_k: 40, top_p: 0.95, seed: 9 },
    ]);
  });

  it('goes to the chat route where its model is asked in conversations', async () => {
    const talker = localCandidate('talker', { fillInTheMiddle: { type: 'chat' } }, 'http://127.0.0.1:9');
    expect(await collect(provider.stream(callOf(holeTask('a', 'b'), talker), never))).toEqual([
      { type: 'text-delta', text: 'from the chat route' },
    ]);
  });

  it('is asked with whole lines apart from the cursor’s, other files, and the slot that keeps its prefix warm', async () => {
    const server = await startServer({ 'POST /infill': events([end()]) });
    const { segments } = holeTask('line one\nlet zeb', ' = 1;\nafter\n');
    const task = holeTask('', '', {
      segments: [{ role: 'context', stability: 'workspace', name: 'a.ts', text: 'export {};' }, ...segments],
    });
    await collect(ask(server, task));
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/infill', headers: { 'content-type': 'application/json' } }]);
    expect(server.requests[0]?.body).toEqual({
      input_prefix: 'line one\n',
      prompt: 'let zeb',
      input_suffix: ' = 1;\nafter\n',
      input_extra: [{ filename: 'a.ts', text: 'export {};' }],
      n_predict: 100,
      stop: ['\n'],
      temperature: 0,
      samplers: ['top_k'],
      top_k: 1,
      ...inOnePiece,
      cache_prompt: true,
      id_slot: 0,
    });
  });

  it('of several lines is streamed, so that the first is shown at once', async () => {
    const { stream, response_fields } = await bodyOf(holeTask('a', 'b', { kind: 'completion.block', stop: ['\n\n'] }));
    expect({ stream, response_fields }).toEqual({ stream: true, response_fields: undefined });
  });

  it('of one line is answered in one piece, with the same parts', async () => {
    const answer = { content: 'ra = 1;', stop: true, stop_type: 'word', timings };
    expect(await answerOf(json(answer))).toEqual([{ type: 'text-delta', text: 'ra = 1;' }, usage, { type: 'finish', reason: 'stop' }]);
  });

  it('of one line is streamed where the last one took the server long, so that it ends as soon as nobody waits', async () => {
    const slow = { content: 'ra = 1;', stop: true, stop_type: 'word', timings: { ...timings, prompt_ms: 100, predicted_ms: 200 } };
    const server = await startServer({ 'POST /infill': json(slow) });
    await collect(ask(server, holeTask('a', 'b')));
    await collect(ask(server, holeTask('a', 'b')));
    expect(server.requests.map(({ body }) => (body as { stream?: boolean }).stream)).toEqual([false, true]);
  });

  it.each([
    ['', { input_prefix: '', prompt: '' }],
    ['one line', { input_prefix: '', prompt: 'one line' }],
    ['lines\n', { input_prefix: 'lines\n', prompt: '' }],
  ])('with %j before the cursor is split at the cursor’s line', async (prefix, split) => {
    const server = await startServer({ 'POST /infill': events([end()]) });
    await collect(ask(server, holeTask(prefix, '')));
    expect(server.requests[0]?.body).toMatchObject({ ...split, input_suffix: '', input_extra: [] });
  });

  it('is not cached where the plan says so', async () => {
    const server = await startServer({ 'POST /infill': events([end()]) });
    const call = {
      ...callOf(holeTask('a', 'b'), localCandidate('qwen', {}, server.url)),
      cachePlan: noPlan,
    };
    await collect(provider.stream(call, never));
    expect(server.requests[0]?.body).toMatchObject({ cache_prompt: false });
    expect(server.requests[0]?.body).not.toHaveProperty('id_slot');
  });

  it('is answered part by part, with disjoint usage and the server’s times', async () => {
    expect(await answerOf(events([delta('ra = '), delta('1;'), end()]))).toEqual([
      { type: 'text-delta', text: 'ra = ' },
      { type: 'text-delta', text: '1;' },
      usage,
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it.each([
    ['eos', 'stop'],
    ['word', 'stop'],
    ['limit', 'length'],
    [undefined, 'stop'],
  ])('that ended by %s finishes by %s', async (stop_type, reason) => {
    expect((await answerOf(events([end({ stop_type })]))).at(-1)).toEqual({ type: 'finish', reason });
  });

  it('may be answered by an old server without timings or cache counts', async () => {
    const timings = { prompt_n: 12, prompt_ms: 4.5, predicted_n: 7, predicted_ms: 21.25 };
    expect(await answerOf(events([end({ timings: undefined })]))).toEqual([{ type: 'finish', reason: 'stop' }]);
    expect((await answerOf(events([end({ timings })])))[0]).toEqual({ ...usage, usage: { ...noUsage, uncachedInput: 12, output: 7 } });
  });

  it('is read the same wherever the network cuts its bytes, even inside a character', async () => {
    const bytes = Buffer.from(delta('π = ') + delta('漢字') + delta('😀;') + end());
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        const body = new ReadableStream({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        });
        const cutting = createLlamaServer({
          fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
          chat,
        });
        const parts = await collect(cutting.stream(callOf(holeTask('a', 'b'), localCandidate()), never));
        expect(parts).toEqual([
          { type: 'text-delta', text: 'π = ' },
          { type: 'text-delta', text: '漢字' },
          { type: 'text-delta', text: '😀;' },
          usage,
          { type: 'finish', reason: 'stop' },
        ]);
      }),
    );
  });
});

describe('A failure of llama-server', () => {
  it.each([
    [501, 'not_supported_error', 'unsupported'],
    [503, 'unavailable_error', 'overloaded'],
    [400, 'exceed_context_size_error', 'context-overflow'],
    [400, 'invalid_request_error', 'invalid-request'],
    [401, 'authentication_error', 'unauthorized'],
    [404, 'not_found_error', 'not-found'],
    [500, 'server_error', 'server-error'],
  ])('of status %i, called %s, is %s', async (code, type, reason) => {
    expect(await failureOf(status(code, { error: { code, type, message: 'no' } }))).toEqual({ reason, status: code });
  });

  it('says what the server said', async () => {
    const part = (await answerOf(status(503, { error: { code: 503, type: 'unavailable_error', message: 'Loading model' } })))[0];
    expect(part?.type === 'error' && part.error.message).toBe('HTTP 503: Loading model');
  });

  it('with a page instead of JSON goes by its status', async () => {
    expect(await failureOf((response) => void response.writeHead(502).end('<html>Bad gateway</html>'))).toEqual({
      reason: 'server-error',
      status: 502,
    });
  });

  it.each([
    ['text that is no event', 'hello'],
    ['an event that is no JSON', event('{"content": ')],
    ['an event of something else', event({ choices: [] })],
    ['an event with counts that are none', end({ timings: { prompt_n: -1, prompt_ms: 1, predicted_n: 1.5, predicted_ms: 1 } })],
    ['an error in the middle', delta('a') + event({ error: { code: 500, message: 'slot died' } })],
    ['nothing', ''],
    ['an answer without its end', delta('a')],
  ])('that is %s is a bad response', async (_what, said) => {
    expect(await failureOf(events([said]))).toEqual({ reason: 'bad-response', status: undefined });
  });

  it.each([
    ['no JSON', '{"content": '],
    ['something else', '{"choices": []}'],
    ['no end', '{"content": "a", "stop": false}'],
    ['nothing', ''],
  ])('that is in one piece and %s is a bad response', async (_what, said) => {
    expect(await failureOf((response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(said))).toEqual({
      reason: 'bad-response',
      status: undefined,
    });
  });

  it('that never ends in one piece is broken off', async () => {
    const server = await startServer({
      'POST /infill': async (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        while (!response.destroyed) {
          response.write(' '.repeat(1_000_000));
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    });
    expect((await collect(ask(server))).at(-1)).toMatchObject({ type: 'error', error: { reason: 'bad-response' } });
    await expect.poll(server.cutOff, { timeout: 1000 }).toBe(1);
  });

  it('that cuts the connection comes after what was said before', async () => {
    const server = await startServer({ 'POST /infill': events([delta('a')], { finally: 'break' }) });
    expect(await collect(ask(server))).toMatchObject([
      { type: 'text-delta', text: 'a' },
      { type: 'error', error: { reason: 'unreachable', answerBegan: true } },
    ]);
  });

  it('that sends elsewhere is not followed', async () => {
    const elsewhere = await startServer({ 'POST /infill': events([delta('stolen'), end()]) });
    const redirect: Handler = (response) => void response.writeHead(307, { location: `${elsewhere.url}/infill` }).end();
    expect(await failureOf(redirect)).toEqual({ reason: 'unreachable', status: undefined });
    expect(elsewhere.requests).toEqual([]);
  });

  it('that is not there is unreachable', async () => {
    const server = await startServer({});
    await server.close();
    expect(await collect(ask(server))).toMatchObject([{ type: 'error', error: { reason: 'unreachable', answerBegan: false } }]);
  });
});

describe('Stopping', () => {
  it.each(['abort', 'leave'] as const)('by %s closes the connection, so that the server stops working', async (how) => {
    const server = await startServer({ 'POST /infill': events([delta('and so on')], { finally: 'wait' }) });
    const aborting = new AbortController();
    const parts: StreamPart[] = [];
    for await (const part of ask(server, holeTask('a', 'b'), aborting.signal)) {
      parts.push(part);
      if (how === 'leave') break;
      aborting.abort();
    }
    expect(parts.slice(1)).toEqual(how === 'abort' ? [{ type: 'finish', reason: 'aborted' }] : []);
    await expect.poll(server.cutOff, { timeout: 1000 }).toBe(1);
  });

  it.each([
    ['before its first byte', (): void => undefined],
    ['in the middle', (response: ServerResponse): void => void response.writeHead(200, { 'content-type': 'application/json' }).write('{')],
  ] satisfies [string, Handler][])('an answer in one piece %s closes the connection', async (_when, begin) => {
    const server = await startServer({ 'POST /infill': begin });
    const aborting = new AbortController();
    const parts = collect(ask(server, holeTask('a', 'b'), aborting.signal));
    await expect.poll(() => server.requests.length).toBe(1);
    aborting.abort();
    expect(await parts).toEqual([{ type: 'finish', reason: 'aborted' }]);
    await expect.poll(server.cutOff, { timeout: 1000 }).toBe(1);
  });

  it('before it began sends nothing', async () => {
    const server = await startServer({ 'POST /infill': events([end()]) });
    expect(await collect(ask(server, holeTask('a', 'b'), AbortSignal.abort()))).toEqual([
      { type: 'finish', reason: 'aborted', isUnsent: true },
    ]);
    expect(server.requests).toEqual([]);
  });
});

describe('A conversation with llama-server', () => {
  it('goes to its OpenAI-compatible route', async () => {
    expect(await collect(ask({ url: 'http://127.0.0.1:9' }, chatTask()))).toEqual([{ type: 'text-delta', text: 'from the chat route' }]);
  });
});
