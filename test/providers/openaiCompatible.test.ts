import { afterEach, describe, expect, it, vi } from 'vitest';
import { noUsage, type StreamPart, type Task } from '../../src/core/task/index.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../support/collect.ts';
import { event, events, type Handler, type ScriptedServer, status } from '../support/scriptedServer.ts';
import { callOf, chatTask, localCandidate } from '../support/tasks.ts';
import { useServers } from '../support/useServer.ts';

const startServer = useServers();
const never = new AbortController().signal;
const provider = createOpenAiCompatible({ fetch });
const chatRoute = 'POST /v1/chat/completions';

const chunk = (choice: object, more: object = {}): string =>
  event({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, finish_reason: null, ...choice }],
    ...more,
  });
const says = (content: string): string => chunk({ delta: { content } });
const ends = (finish_reason = 'stop'): string => chunk({ delta: {}, finish_reason });
const counts = (usage: object, more: object = {}): string => event({ id: 'c', choices: [], usage, ...more });
const done = event('[DONE]');
const usual = { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49, prompt_tokens_details: { cached_tokens: 30 } };

const ask = (server: Pick<ScriptedServer, 'url'>, task: Task = chatTask(), signal = never): AsyncIterable<StreamPart> =>
  provider.stream(callOf(task, localCandidate('qwen', {}, server.url)), signal);
const answerOf = async (handler: Handler): Promise<readonly StreamPart[]> => collect(ask(await startServer({ [chatRoute]: handler })));
const failureOf = async (handler: Handler): Promise<unknown> => {
  const part = (await answerOf(handler)).at(-1);
  return part?.type === 'error' ? part.error.reason : part;
};

afterEach(() => vi.unstubAllEnvs());

describe('A conversation', () => {
  it('is asked with its messages in order, and with its usage', async () => {
    const server = await startServer({ [chatRoute]: events([ends(), done]) });
    const segments = (['system', 'user', 'assistant', 'context'] as const).map((role) => ({
      role,
      stability: 'turn' as const,
      text: `the ${role}`,
    }));
    await collect(ask(server, chatTask({ segments, stop: ['END'] })));
    expect(server.requests[0]?.body).toEqual({
      model: 'qwen',
      messages: [
        { role: 'system', content: 'the system' },
        { role: 'user', content: 'the user' },
        { role: 'assistant', content: 'the assistant' },
        { role: 'user', content: 'the context' },
      ],
      max_tokens: 100,
      stop: ['END'],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('is answered part by part, the cached tokens told apart, the end last', async () => {
    const timings = { prompt_ms: 4.5, predicted_ms: 21.25 };
    expect(await answerOf(events([says('A quarter '), says('penny.'), ends(), counts(usual, { timings }), done]))).toEqual([
      { type: 'text-delta', text: 'A quarter ' },
      { type: 'text-delta', text: 'penny.' },
      {
        type: 'usage',
        usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 },
        timings: { promptMs: 4.5, outputMs: 21.25 },
      },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('may come without usage, and with reasoning', async () => {
    expect(await answerOf(events([chunk({ delta: { reasoning_content: 'Hm.' } }), says('Yes.'), ends(), done]))).toEqual([
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'text-delta', text: 'Yes.' },
      { type: 'reasoning-end', texts: ['Hm.'], opaque: 'reasoning_content' },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('has its usage where Groq puts it', async () => {
    const last = chunk({ delta: {}, finish_reason: 'stop' }, { x_groq: { id: 'req_1', usage: usual } });
    expect((await answerOf(events([says('Yes.'), last, done])))[1]).toEqual({
      type: 'usage',
      usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 },
    });
  });

  it('ends at each of its stop strings, though servers take only four', async () => {
    const server = await startServer({ [chatRoute]: events([says('one E'), says('N'), says('D two'), ends(), counts(usual), done]) });
    const parts = await collect(ask(server, chatTask({ stop: ['a', 'b', 'c', 'd', 'END'] })));
    expect(server.requests[0]?.body).toMatchObject({ stop: ['a', 'b', 'c', 'd'] });
    expect(parts.map((part) => (part.type === 'text-delta' ? part.text : part.type)).join('')).toBe('one usagefinish');
  });

  it('is not asked without the key that its endpoint needs', async () => {
    const server = await startServer({ [chatRoute]: events([ends(), done]) });
    const { model, endpoint } = localCandidate('qwen', {}, server.url);
    const call = callOf(chatTask(), { model, endpoint: { ...endpoint, billing: 'metered', needsKey: true } });
    expect(await collect(provider.stream(call, never))).toMatchObject([{ type: 'error', error: { reason: 'unauthorized' } }]);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'tool-calls'],
  ])('that ended by %s finishes by %s', async (said, reason) => {
    expect(await answerOf(events([ends(said), done]))).toEqual([{ type: 'finish', reason }]);
  });

  it.each([
    ['missing', {}, {}],
    ['nothing', { prompt_tokens: null, completion_tokens: null }, {}],
    ['no numbers', { prompt_tokens: null, completion_tokens: 'many' }, { usageDoubt: 'uncachedInput is no number, output is no number' }],
    ['broken numbers', { prompt_tokens: 1.5, completion_tokens: -2 }, { usageDoubt: 'uncachedInput is 1.5, output is -2' }],
    ['too many', { prompt_tokens: 10, completion_tokens: 100_000_001 }, { usageDoubt: '100000011 tokens in one request' }],
  ])('whose token counts are %s has no usage, because it cannot be priced', async (_what, usage, doubt) => {
    expect(await answerOf(events([says('Yes.'), ends(), counts(usage), done]))).toEqual([
      { type: 'text-delta', text: 'Yes.' },
      { type: 'finish', reason: 'stop', ...doubt },
    ]);
  });
});

describe('A failure', () => {
  it.each([
    [400, { error: { message: 'no', type: 'exceed_context_size_error' } }, 'context-overflow'],
    [400, { error: { message: 'no', code: 'context_length_exceeded' } }, 'context-overflow'],
    [400, { error: { message: 'no' } }, 'invalid-request'],
    [401, { error: { message: 'no' } }, 'unauthorized'],
    [402, { error: { message: 'no' } }, 'payment-required'],
    [404, { error: { message: 'no' } }, 'not-found'],
    [429, { error: { message: 'no' } }, 'rate-limited'],
    [500, { error: { message: 'no' } }, 'server-error'],
    [503, { error: { message: 'no' } }, 'overloaded'],
  ])('of status %i with %j is %s, and is not retried here', async (code, body, reason) => {
    const server = await startServer({ [chatRoute]: status(code, body) });
    expect(await collect(ask(server))).toMatchObject([{ type: 'error', error: { reason, status: code } }]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a server error', { error: { message: 'out of memory', type: 'server_error' } }, 'server-error'],
    ['a server error without `error`', { object: 'error', message: 'out of memory', type: 'server_error', code: null }, 'server-error'],
    ['a lack of money, by code', { error: { message: 'no', code: 402 } }, 'payment-required'],
    ['haste, by type', { object: 'error', message: 'no', type: 'rate_limit_error' }, 'rate-limited'],
  ])('told inside a stream that began well is %s', async (_what, said, reason) => {
    expect(await failureOf(events([says('A '), event(said)]))).toBe(reason);
  });

  it('that is only named by the end comes behind what was used', async () => {
    const last = chunk({ delta: {}, finish_reason: 'error' }, { usage: usual });
    const counted = { type: 'usage', usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 } };
    const parts = await answerOf(events([says('A '), last, done]));
    expect(parts.slice(0, -1)).toEqual([{ type: 'text-delta', text: 'A ' }, { ...counted, isPartial: true }, counted]);
    expect(parts.at(-1)).toMatchObject({ type: 'error', error: { reason: 'server-error', answerBegan: true } });
  });

  it('is a bad response when the stream ends before the answer', async () => {
    expect([await failureOf(events([says('A ')])), await failureOf(events([])), await failureOf(events([done]))]).toEqual([
      'bad-response',
      'bad-response',
      'bad-response',
    ]);
  });

  it.each([
    ['no JSON', event('{"choices": ')],
    ['something else', event({ hello: 'world' })],
    ['nothing', event('null')],
    ['a number', event('7')],
  ])('is a bad response when an event is %s', async (_what, said) => {
    expect(await failureOf(events([said]))).toBe('bad-response');
  });

  it('is unreachable when the connection is cut, or was never there', async () => {
    const server = await startServer({ [chatRoute]: events([says('A ')], { finally: 'break' }) });
    const cut = await collect(ask(server));
    await server.close();
    expect([...cut, ...(await collect(ask(server)))]).toMatchObject([
      { type: 'text-delta', text: 'A ' },
      { type: 'error', error: { reason: 'unreachable' } },
      { type: 'error', error: { reason: 'unreachable' } },
    ]);
  });

  it('that sends elsewhere is not followed', async () => {
    const elsewhere = await startServer({ [chatRoute]: events([says('stolen'), ends(), done]) });
    const redirect: Handler = (response) => void response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end();
    expect(await failureOf(redirect)).toBe('unreachable');
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('Stopping', () => {
  it('before it began sends nothing', async () => {
    const server = await startServer({ [chatRoute]: events([ends(), done]) });
    expect(await collect(ask(server, chatTask(), AbortSignal.abort()))).toEqual([{ type: 'finish', reason: 'aborted', isUnsent: true }]);
    expect(server.requests).toEqual([]);
  });

  it.each(['abort', 'leave'] as const)('by %s closes the connection, so that the server stops working', async (how) => {
    const server = await startServer({ [chatRoute]: events([says('and so on')], { finally: 'wait' }) });
    const aborting = new AbortController();
    const parts: StreamPart[] = [];
    for await (const part of ask(server, chatTask(), aborting.signal)) {
      parts.push(part);
      if (how === 'leave') break;
      aborting.abort();
    }
    expect(parts.slice(1)).toEqual(how === 'abort' ? [{ type: 'finish', reason: 'aborted' }] : []);
    await expect.poll(server.cutOff, { timeout: 1000 }).toBe(1);
  });
});

describe('The environment', () => {
  it('of somebody else’s tool changes neither where a request goes nor what it carries nor what is printed', async () => {
    const printed = vi.spyOn(console, 'debug').mockImplementation(() => undefined);
    vi.stubEnv('OPENAI_API_KEY', 'sk-secret-1');
    vi.stubEnv('OPENAI_ADMIN_KEY', 'sk-secret-2');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/elsewhere');
    vi.stubEnv('OPENAI_ORG_ID', 'org-secret');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-secret');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-internal-token: header-secret\nauthorization: Bearer header-secret');
    vi.stubEnv('OPENAI_LOG', 'debug');
    const server = await startServer({ [chatRoute]: events([ends(), done]) });
    await collect(ask(server));
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/secret/);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer local-servers-need-none');
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});
