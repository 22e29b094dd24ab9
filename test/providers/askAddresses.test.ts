import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askAddresses } from '../../src/providers/localServers/askAddresses.ts';
import type { LocalServer } from '../../src/providers/localServers/localServer.ts';
import { fakeLlamaServer, fakeLmStudio, fakeOllama, fakeOpenAi, fakeVllm } from '../support/localServers.ts';
import { type Handler, json, type ScriptedServer, status } from '../support/scriptedServer.ts';
import { useServers } from '../support/useServer.ts';

const startServer = useServers();
const signal = new AbortController().signal;
const loading = status(503, { error: { code: 503, type: 'unavailable_error', message: 'Loading model' } });
const never: Handler = () => undefined;

const ask = (url: string, more: { readonly known?: readonly LocalServer[]; readonly strangers?: readonly string[] } = {}) =>
  askAddresses({ fetch, signal, addresses: [url], timeoutMs: 200, ...more });

async function closedServer(): Promise<ScriptedServer> {
  const server = await startServer({});
  await server.close();
  return { ...server, close: async () => undefined };
}

describe('An address answers that it is', () => {
  it.each([
    ['llama-server', fakeLlamaServer(), ['/v1/models', '/props', '/infill']],
    ['Ollama', fakeOllama, ['/v1/models', '/api/tags', '/api/ps', '/api/show', '/api/show', '/api/show', '/api/show']],
    ['LM Studio', fakeLmStudio, ['/v1/models', '/api/v1/models']],
    ['vLLM', fakeVllm, ['/v1/models']],
  ])('a server after as few requests as it takes: %s', async (_what, routes, paths) => {
    const { url, requests } = await startServer(routes);
    const [answer] = await askAddresses({ fetch, signal, addresses: [url] });
    expect({ status: answer?.status, paths: requests.map(({ path }) => path) }).toEqual({ status: 'server', paths });
  });

  it.each([
    ['a stranger, after a single request', {}, 'stranger', ['/v1/models']],
    ['a stranger when it wants a key', { 'GET /v1/models': status(401, {}) }, 'stranger', ['/v1/models']],
    [
      'a stranger when it sends elsewhere',
      { 'GET /v1/models': (response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end() },
      'stranger',
      ['/v1/models'],
    ],
    ['silent while its model is loading', { 'GET /v1/models': loading }, 'silent', ['/v1/models']],
    [
      'silent while its model is loading, though it has a list',
      { ...fakeLlamaServer(), 'GET /props': loading },
      'silent',
      ['/v1/models', '/props'],
    ],
    ['silent when it takes too long', { 'GET /v1/models': never }, 'silent', ['/v1/models']],
  ] satisfies [string, Readonly<Record<string, Handler>>, string, readonly string[]][])('%s', async (_what, routes, answer, paths) => {
    const { url, requests } = await startServer(routes);
    expect(await ask(url)).toEqual([{ status: answer, baseUrl: url }]);
    expect(requests.map(({ path }) => path)).toEqual(paths);
  });

  it('closed when nobody listens', async () => {
    const { url } = await closedServer();
    expect(await ask(url)).toEqual([{ status: 'closed', baseUrl: url }]);
  });

  it('closed when it breaks the connection, as one does that is being killed', async () => {
    const { url } = await startServer({ 'GET /v1/models': (response) => void response.destroy() });
    expect(await ask(url)).toEqual([{ status: 'closed', baseUrl: url }]);
  });

  it('a server, though the connection that was kept from before is closed just then', async () => {
    const { url } = await startServer(fakeLlamaServer());
    let asked = 0;
    const closing: typeof fetch = (input, init) => {
      asked += 1;
      const reset = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
      return asked === 1 ? Promise.reject(new TypeError('fetch failed', { cause: reset })) : fetch(input, init);
    };
    const [answer] = await askAddresses({ fetch: closing, signal, addresses: [url] });
    expect(answer?.status).toBe('server');
  });

  it('a stranger when it speaks no HTTP', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.6\r\n'));
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await ask(url)).toEqual([{ status: 'stranger', baseUrl: url }]);
  });

  it('another server than the one that was known', async () => {
    const [llama, other] = [await startServer(fakeLlamaServer()), await startServer(fakeOpenAi)];
    const known: LocalServer = { kind: 'ollama', baseUrl: llama.url, models: [] };
    expect(await ask(llama.url, { known: [known] })).toMatchObject([{ status: 'server', server: { kind: 'llama-server' } }]);
    expect(await askAddresses({ fetch, signal, addresses: [other.url], known: [{ ...known, baseUrl: other.url }] })).toMatchObject([
      { status: 'server', server: { kind: 'openai-compatible' } },
    ]);
  });

  it.each([
    ['silent', never, 1],
    ['silent', loading, 1],
    // Once more, because a kept connection that was closed meanwhile looks the same.
    ['closed', (response) => void response.destroy(), 2],
  ] satisfies [string, Handler, number][])(
    '%s where a server was known, after as few requests of its kind as it takes',
    async (answer, handler, times) => {
      const { url, requests } = await startServer({ 'GET /props': handler });
      expect(await ask(url, { known: [{ kind: 'llama-server', baseUrl: url, models: [] }] })).toEqual([{ status: answer, baseUrl: url }]);
      expect(requests.map(({ path }) => path)).toEqual(Array(times).fill('/props'));
    },
  );
});

describe('A stranger', () => {
  it('gets no request while it listens, even when it is a model server by now', async () => {
    const { url, requests } = await startServer(fakeOllama);
    expect(await ask(url, { strangers: [url] })).toEqual([{ status: 'stranger', baseUrl: url }]);
    expect(requests).toEqual([]);
  });

  it('is known to be gone when nobody listens any more', async () => {
    const { url } = await closedServer();
    expect(await ask(url, { strangers: [url] })).toEqual([{ status: 'closed', baseUrl: url }]);
  });

  it('at `localhost` is looked for at each of its addresses', async () => {
    const { url } = await startServer({ 'GET /v1/models': json({}) });
    const named = url.replace('127.0.0.1', 'localhost');
    expect(await ask(named, { strangers: [named] })).toEqual([{ status: 'stranger', baseUrl: named }]);
  });
});
