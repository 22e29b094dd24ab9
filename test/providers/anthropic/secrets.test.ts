import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProviderError } from '../../../src/core/task/index.ts';
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.ts';
import { rejection, useEmulator } from '../../emulator/support.ts';
import { collect } from '../../support/collect.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { answerTo, callTo, endpointOf, errorIn, never, provider } from './emulatedAnthropic.ts';

const emulator = useEmulator();
/** All that a log, a page or a debugger could show of it. */
const everythingOf = (error: ProviderError): string => inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);

afterEach(() => vi.unstubAllEnvs());

describe('What is sent to Anthropic', () => {
  it('is the key and what the protocol needs, and nothing of this machine', async () => {
    await answerTo(callTo(emulator()));
    const { headers } = emulator().requests()[0] ?? {};
    expect(headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-api-key': emulator().keys.anthropic,
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
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-secret-1');
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'sk-secret-2');
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9/elsewhere');
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-internal-token: header-secret\nx-api-key: header-secret');
    vi.stubEnv('ANTHROPIC_LOG', 'debug');
    expect((await answerTo(callTo(emulator()))).at(-1)).toEqual({ type: 'finish', reason: 'stop' });
    expect(JSON.stringify(emulator().requests()[0]?.headers)).not.toMatch(/secret/);
    expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
    for (const spy of printed) spy.mockRestore();
  });

  it('goes to the same place whether or not the address names the version', async () => {
    const { baseUrl } = endpointOf(emulator());
    for (const address of [baseUrl, `${baseUrl}/`, `${baseUrl}/v1`, `${baseUrl}/v1/`]) {
      await answerTo(callTo(emulator(), { endpoint: { baseUrl: address } }));
    }
    expect(
      emulator()
        .requests()
        .map(({ path }) => path),
    ).toEqual(Array(4).fill('/v1/messages'));
  });

  it('is not sent on where a server points elsewhere', async () => {
    const elsewhere = await startServer({});
    const pointing = await startServer({
      'POST /v1/messages': (response) => void response.writeHead(307, { location: `${elsewhere.url}/v1/messages` }).end(),
    });
    expect(errorIn(await answerTo(callTo(emulator(), { endpoint: { baseUrl: pointing.url } }))).reason).toBe('unreachable');
    expect(elsewhere.requests).toEqual([]);
    await Promise.all([elsewhere.close(), pointing.close()]);
  });
});

describe('The key', () => {
  it('that is missing is asked for before anything is sent', async () => {
    const { apiKey: _, ...call } = callTo(emulator());
    expect(errorIn(await answerTo(call))).toMatchObject({ reason: 'unauthorized', message: 'anthropic: no key is set' });
    expect(await rejection(provider.countInput?.(call, never) ?? Promise.resolve())).toMatchObject({ reason: 'unauthorized' });
    expect(emulator().requests()).toEqual([]);
  });

  it('is in no error, whatever a server or a connection says of it', async () => {
    const key = emulator().keys.anthropic;
    const echo = { type: 'error', error: { type: 'authentication_error', message: `invalid x-api-key ${key}` } };
    const headers = { 'content-type': 'text/event-stream', 'x-echo': key };
    const broken = Object.assign(new TypeError(`fetch failed with ${key}`, { cause: new Error(key) }), { headers: { 'x-api-key': key } });
    const answers: readonly (() => Promise<Response>)[] = [
      async () => Response.json(echo, { status: 401, headers: { 'x-echo': key } }),
      async () => new Response(key, { status: 500 }),
      async () => new Response(`event: error\ndata: ${JSON.stringify(echo)}\n\n`, { headers }),
      async () => new Response(`event: message_start\ndata: ${key}\n\n`, { headers }),
      () => Promise.reject(broken),
    ];
    const errors = await Promise.all(
      answers.map(async (fetch) => errorIn(await collect(createAnthropic({ fetch }).stream(callTo(emulator()), never)))),
    );
    expect(errors.map(({ reason }) => reason)).toEqual(['unauthorized', 'server-error', 'unauthorized', 'bad-response', 'unreachable']);
    expect(errors.map(everythingOf).join('\n')).not.toContain(key);
    expect(errors[0]?.message).toBe('anthropic: HTTP 401 invalid x-api-key [key]');
  });

  it('is checked by a question that costs nothing', async () => {
    const endpoint = endpointOf(emulator());
    await provider.check?.(endpoint, emulator().keys.anthropic, never);
    const refused = await rejection(provider.check?.(endpoint, 'sk-ant-wrong', never) ?? Promise.resolve());
    expect(refused).toMatchObject({ name: 'ProviderError', reason: 'unauthorized', message: 'anthropic: HTTP 401 invalid x-api-key' });
    expect(
      emulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual(['GET /v1/models', 'GET /v1/models']);
    expect(emulator().invoice()).toEqual([]);
  });

  it('that cannot be checked says why', async () => {
    emulator().fault('*', { kind: 'reset' });
    expect(await rejection(provider.check?.(endpointOf(emulator()), emulator().keys.anthropic, never) ?? Promise.resolve())).toMatchObject({
      reason: 'unreachable',
    });
  });
});

describe('A count or a check', () => {
  it('whose time is up says so', async () => {
    emulator().fault('*', { kind: 'hang', afterTokens: 0 }, { times: 2 });
    const check = provider.check?.(endpointOf(emulator()), emulator().keys.anthropic, AbortSignal.timeout(30));
    expect(await rejection(check ?? Promise.resolve())).toMatchObject({ name: 'ProviderError', reason: 'timeout' });
    const count = provider.countInput?.(callTo(emulator()), AbortSignal.timeout(30));
    expect(await rejection(count ?? Promise.resolve())).toMatchObject({ name: 'ProviderError', reason: 'timeout' });
  });

  it.each(['many', -1, 1.5, null, 1e12])('of %j tokens is none', async (input_tokens) => {
    const counting = createAnthropic({ fetch: async () => Response.json({ input_tokens }) });
    expect(await counting.countInput?.(callTo(emulator()), never)).toBeUndefined();
  });
});
