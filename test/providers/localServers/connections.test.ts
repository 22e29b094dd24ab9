import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { createLlamaServer } from '../../../src/providers/llamaServer/llamaServer.ts';
import { createOllama } from '../../../src/providers/ollama/ollama.ts';
import { collect } from '../../support/collect.ts';
import { scriptedProvider } from '../../support/routing.ts';
import { callOf, holeTask, localCandidate } from '../../support/tasks.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

/** Counts the connections that it was reached over. */
async function countingServer(answer: (response: ServerResponse) => void) {
  let connections = 0;
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => void server.close(() => undefined).closeAllConnections();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}

/** How they ended, and over how many connections they went. */
async function askTwentyTimes(provider: Provider, answer: (response: ServerResponse) => void) {
  const server = await countingServer(answer);
  const ends: unknown[] = [];
  for (let asked = 0; asked < 20; asked += 1) {
    const candidate = localCandidate('qwen2.5-coder', { fillInTheMiddle: { type: 'suffix' } }, server.url);
    // Fetch takes up its connection again one turn after its last body: nobody types faster.
    await new Promise((resolve) => setImmediate(resolve));
    ends.push((await collect(provider.stream(callOf(holeTask('a', 'b'), candidate), new AbortController().signal))).at(-1));
  }
  return { ends: [...new Set(ends.map((end) => JSON.stringify(end)))], connections: server.connections() };
}

const once = { ends: ['{"type":"finish","reason":"stop"}'], connections: 1 };

/** Answers the first request of each connection, and closes it when the next one comes; `isShut`: it answers none. */
async function forgetfulServer({ isShut = false } = {}) {
  let connections = 0;
  const answer = JSON.stringify({ content: 'x', stop: true, stop_type: 'eos' });
  const server = createTcpServer((socket) => {
    let seen = '';
    connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      seen += bytes.toString();
      if (isShut || seen.split('POST ').length > 2) socket.destroy();
      else if (seen.endsWith('}'))
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => void server.close();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}

async function endsOfTwo(server: { readonly url: string }): Promise<readonly unknown[]> {
  const provider = createLlamaServer({ fetch, chat: scriptedProvider({}) });
  const ends: unknown[] = [];
  for (let asked = 0; asked < 2; asked += 1) {
    const call = callOf(holeTask('a', 'b'), localCandidate('qwen2.5-coder', { fillInTheMiddle: { type: 'infill' } }, server.url));
    await new Promise((resolve) => setImmediate(resolve));
    const end = (await collect(provider.stream(call, new AbortController().signal))).at(-1);
    ends.push(end?.type === 'error' ? end.error.reason : end?.type);
  }
  return ends;
}

describe('A connection that the server closed meanwhile', () => {
  it('does not fail the next completion: it is asked once more', async () => {
    const server = await forgetfulServer();
    expect([await endsOfTwo(server), server.connections()]).toEqual([['finish', 'finish'], 2]);
  });

  it('is asked no third time', async () => {
    const server = await forgetfulServer({ isShut: true });
    expect([await endsOfTwo(server), server.connections()]).toEqual([['unreachable', 'unreachable'], 4]);
  });
});

describe('Twenty requests in a row go over one connection', () => {
  it('to Ollama, whose body ends a moment after the last line', async () => {
    const answer = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(`${JSON.stringify({ response: 'x', done: false })}\n`);
      response.write(`${JSON.stringify({ response: '', done: true, done_reason: 'stop' })}\n`);
      setTimeout(() => response.end(), 3);
    };
    expect(await askTwentyTimes(createOllama({ fetch, newId: () => 'id' }), answer)).toEqual(once);
  });
});
