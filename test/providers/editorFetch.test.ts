import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, globalAgent, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editorFetch } from '../../src/providers/http/editorFetch.ts';
import { makeCertificates } from '../host/proxy/certificates.ts';

const { authority, certificate, key } = makeCertificates('localhost');
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let origin = '';

/** `https` trusts the authority, as it does that of NODE_EXTRA_CA_CERTS; `fetch`, like the editor's, does not. */
beforeEach(async () => {
  server = createServer({ cert: certificate, key }, (request, response) => answer(request, response)).listen(0, 'localhost');
  await once(server, 'listening');
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  globalAgent.options.ca = authority;
});
afterEach(() => {
  globalAgent.options.ca = undefined;
  globalAgent.destroy();
  server.closeAllConnections();
  server.close();
});

/** Counts what goes through it. */
function countedFetch(): { readonly fetch: typeof globalThis.fetch; readonly urls: string[] } {
  const urls: string[] = [];
  const counted: typeof globalThis.fetch = (input, init) => {
    urls.push(String(input));
    return fetch(input, init);
  };
  return { fetch: editorFetch(counted), urls };
}

async function readBody(request: IncomingMessage): Promise<string> {
  return (await request.setEncoding('utf8').toArray()).join('');
}

const codeOf = (error: unknown): unknown => (error as { cause?: { code?: unknown; message?: unknown } }).cause?.code;

describe('Plain http', () => {
  it.each<[string, string]>([
    ['http://127.0.0.1:8012/infill', 'node'],
    ['http://localhost:11434/api/generate', 'node'],
    ['http://localhost.evil.example/', 'editor'],
    ['https://127.0.0.1:8012/', 'editor'],
  ])('to %s goes through the %s’s fetch', async (url, expected) => {
    const through =
      (name: string): typeof globalThis.fetch =>
      async () =>
        new Response(name);
    const response = await editorFetch(through('editor'), () => through('node'))(url);
    expect(await response.text()).toBe(expected);
  });

  it('on this machine goes through the editor’s fetch where that keeps no other', async () => {
    expect(await (await editorFetch(async () => new Response('editor'))('http://127.0.0.1:8012/')).text()).toBe('editor');
  });
});

describe('The editor’s fetch', () => {
  it('reaches a server whose authority only https knows, with the same request and answer', async () => {
    answer = async (request, response) => {
      const { method, url, headers } = request;
      response
        .writeHead(201, 'Made', { 'x-told': ['a', 'b'] })
        .end(JSON.stringify([method, url, headers['x-asked'], await readBody(request)]));
    };
    const response = await countedFetch().fetch(`${origin}/v1?a=b`, { method: 'POST', headers: { 'x-asked': 'c' }, body: 'hällo' });
    expect([response.status, response.statusText, response.headers.get('x-told'), await response.json()]).toEqual([
      201,
      'Made',
      'a, b',
      ['POST', '/v1?a=b', 'c', 'hällo'],
    ]);
  });

  it('asks such a server by https at once the next time', async () => {
    answer = (_, response) => void response.end('here');
    const { fetch, urls } = countedFetch();
    const texts = [await (await fetch(origin)).text(), await (await fetch(new URL('/again', origin))).text()];
    expect({ texts, urls }).toEqual({ texts: ['here', 'here'], urls: [origin] });
  });

  it('refuses a server whose authority nobody knows', async () => {
    answer = (_, response) => void response.end('here');
    globalAgent.options.ca = undefined;
    await expect(countedFetch().fetch(origin)).rejects.toSatisfy((error) => codeOf(error) === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('leaves every other failure as it is', async () => {
    const failure = new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    await expect(editorFetch(() => Promise.reject(failure))(origin)).rejects.toBe(failure);
  });

  it('leaves what it cannot send twice to the editor', async () => {
    const { fetch, urls } = countedFetch();
    await expect(fetch(origin, { method: 'POST', body: new Blob(['x']) })).rejects.toThrow('fetch failed');
    await expect(fetch(new Request(origin))).rejects.toThrow('fetch failed');
    expect(urls).toHaveLength(2);
  });

  it('passes a stream on while it comes, and closes the connection when that is aborted', async () => {
    const closed = Promise.withResolvers<void>();
    answer = (request, response) => {
      request.on('close', closed.resolve);
      response.write('first');
    };
    const aborting = new AbortController();
    const response = await countedFetch().fetch(origin, { signal: aborting.signal });
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    aborting.abort();
    await expect(reader?.read()).rejects.toThrow();
    await closed.promise;
    expect(first).toBe('first');
  });

  it('rejects with the reason of an abort before the answer', async () => {
    const aborting = new AbortController();
    const reason = new Error('changed my mind');
    answer = () => aborting.abort(reason);
    await expect(countedFetch().fetch(origin, { signal: aborting.signal })).rejects.toBe(reason);
  });

  it('follows no redirect', async () => {
    answer = (_, response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
    await expect(countedFetch().fetch(origin, { redirect: 'error' })).rejects.toMatchObject({ cause: { message: 'unexpected redirect' } });
  });

  it('gives an answer without a body as one', async () => {
    answer = (_, response) => void response.writeHead(204).end();
    const response = await countedFetch().fetch(origin);
    expect([response.status, response.body]).toEqual([204, null]);
  });
});
