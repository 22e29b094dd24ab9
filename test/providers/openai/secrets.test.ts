import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProviderError } from '../../../src/core/task/index.ts';
import { createOpenAi } from '../../../src/providers/openai/openai.ts';
import { rejection, useEmulator } from '../../emulator/support.ts';
import { collect } from '../../support/collect.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { answerTo, apis, callTo, endpointOf, errorIn, never, provider } from './emulatedOpenAi.ts';

const emulator = useEmulator();
/** All that a log, a page or a debugger could show of it. */
const everythingOf = (error: ProviderError): string => inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);

afterEach(() => vi.unstubAllEnvs());

describe.each(apis)('What is sent to OpenAI by %s', (api) => {
  it('is the key and what the protocol needs, and nothing of this machine', async () => {
    await answerTo(callTo(emulator(), { api }));
    expect(emulator().requests()[0]?.headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${emulator().keys.openai}`,
      // From here on it is the words of Node's fetch.
      host: new URL(emulator().url).host,
      connection: 'keep-alive',
      'content-length': expect.any(String),
      'accept-encoding': expect.any(String),
      'accept-language': '*',
      'sec-fetch-mode': 'cors',
      'user-agent': 'node',
    });
  });

  it('does not change with the environment of somebody else’s tool, nor is anything printed', async () => {
    const printed = (['debug', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level).mockReturnValue(undefined));
    vi.stubEnv('OPENAI_API_KEY', 'sk-secret-1');
    vi.stubEnv('OPENAI_ADMIN_KEY', 'sk-secret-2');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/elsewhere');
    vi.stubEnv('OPENAI_ORG_ID', 'org-secret');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-secret');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-internal-token: header-secret\nauthorization: Bearer header-secret');
    vi.stubEnv('OPENAI_LOG', 'debug');
    expect((await answerTo(callTo(emulator(), { api }))).at(-1)).toEqual({ type: 'finish', reason: 'stop' });
    expect(JSON.stringify(emulator().requests()[0]?.headers)).not.toMatch(/secret/);
    expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
    for (const spy of printed) spy.mockRestore();
  });

  it('is not sent on where a server points elsewhere', async () => {
    const elsewhere = await startServer({});
    const to = api === 'chat' ? '/v1/chat/completions' : '/v1/responses';
    const pointing = await startServer({
      [`POST ${to}`]: (response) => void response.writeHead(307, { location: `${elsewhere.url}${to}` }).end(),
    });
    const parts = await answerTo(callTo(emulator(), { api, endpoint: { baseUrl: pointing.url, quirks: { api } } }));
    expect([errorIn(parts).reason, pointing.requests.length, elsewhere.requests]).toEqual(['unreachable', 1, []]);
    await Promise.all([elsewhere.close(), pointing.close()]);
  });

  it('has no key in its errors, whatever a server or a connection says of it', async () => {
    const key = emulator().keys.openai;
    const echo = { error: { type: 'invalid_request_error', code: 'invalid_api_key', message: `Incorrect API key provided: ${key}` } };
    const headers = { 'content-type': 'text/event-stream', 'x-echo': key };
    const broken = Object.assign(new TypeError(`fetch failed with ${key}`, { cause: new Error(key) }), { headers: { authorization: key } });
    const answers: readonly (() => Promise<Response>)[] = [
      async () => Response.json(echo, { status: 401, headers: { 'x-echo': key } }),
      async () => new Response(key, { status: 500 }),
      async () => new Response(`data: ${JSON.stringify({ type: 'error', ...echo })}\n\n`, { headers }),
      async () => new Response(`data: ${key}\n\n`, { headers }),
      () => Promise.reject(broken),
    ];
    const errors = await Promise.all(
      answers.map(async (fetch) => errorIn(await collect(createOpenAi({ fetch }).stream(callTo(emulator(), { api }), never)))),
    );
    expect(errors.map(({ reason }) => reason)).toEqual(['unauthorized', 'server-error', 'unauthorized', 'bad-response', 'unreachable']);
    expect(errors.map(everythingOf).join('\n')).not.toContain(key);
    expect(errors[0]?.message).toBe('openai: HTTP 401 Incorrect API key provided: [key]');
  });
});

describe('The key of OpenAI', () => {
  it('that is missing is asked for before anything is sent', async () => {
    const { apiKey: _, ...call } = callTo(emulator());
    expect(errorIn(await answerTo(call))).toMatchObject({ reason: 'unauthorized', message: 'openai: no key is set' });
    expect(await rejection(provider.countInput?.(call, never) ?? Promise.resolve())).toMatchObject({ reason: 'unauthorized' });
    expect(emulator().requests()).toEqual([]);
  });

  it('is checked by a question that costs nothing, with and without the version in the address', async () => {
    const endpoint = endpointOf(emulator());
    await provider.check?.(endpoint, emulator().keys.openai, never);
    await provider.check?.({ ...endpoint, baseUrl: emulator().url }, emulator().keys.openai, never);
    const refused = await rejection(provider.check?.(endpoint, 'sk-wrong', never) ?? Promise.resolve());
    expect(refused).toMatchObject({
      name: 'ProviderError',
      reason: 'unauthorized',
      message: 'openai: HTTP 401 Incorrect API key provided.',
    });
    expect(
      emulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual(Array(3).fill('GET /v1/models'));
    expect(emulator().invoice()).toEqual([]);
  });

  it('that cannot be checked, or a question that cannot be counted, says why', async () => {
    emulator().fault('*', { kind: 'reset' }, { times: 2 });
    const check = provider.check?.(endpointOf(emulator()), emulator().keys.openai, never);
    expect(await rejection(check ?? Promise.resolve())).toMatchObject({ reason: 'unreachable' });
    expect(await rejection(provider.countInput?.(callTo(emulator()), never) ?? Promise.resolve())).toMatchObject({ reason: 'unreachable' });
  });
});

describe('A count or a check', () => {
  it('whose time is up says so', async () => {
    emulator().fault('*', { kind: 'hang', afterTokens: 0 }, { times: 2 });
    const check = provider.check?.(endpointOf(emulator()), emulator().keys.openai, AbortSignal.timeout(30));
    expect(await rejection(check ?? Promise.resolve())).toMatchObject({ name: 'ProviderError', reason: 'timeout' });
    const count = provider.countInput?.(callTo(emulator()), AbortSignal.timeout(30));
    expect(await rejection(count ?? Promise.resolve())).toMatchObject({ name: 'ProviderError', reason: 'timeout' });
  });

  it.each(['many', -1, 1.5, null, 1e12])('of %j tokens is none', async (input_tokens) => {
    const counting = createOpenAi({ fetch: async () => Response.json({ input_tokens }) });
    expect(await counting.countInput?.(callTo(emulator()), never)).toBeUndefined();
  });
});
