import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PrivateCertificates } from './certificates.ts';

export interface ModelsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A server of OpenAI's protocol with one model and one answer, behind TLS that only the private authority vouches for. */
export async function startModelsServer({ certificate, key }: PrivateCertificates): Promise<ModelsServer> {
  const server = createServer({ cert: certificate, key }, (request, response) => {
    request.resume();
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'far-away' }] }));
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const chunks = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: 'through ' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: { content: 'the proxy' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } },
];
