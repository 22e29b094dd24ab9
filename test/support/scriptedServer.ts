import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed, where there was one. */
  readonly body: unknown;
}

/** What a server answers to a request. It may write in pieces, or never end. */
export type Handler = (response: ServerResponse, request: SeenRequest) => void | Promise<void>;

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** How many answers were cut off because the other side closed the connection. */
  readonly cutOff: () => number;
  readonly close: () => Promise<void>;
}

/** A real HTTP server on a port of its own that says what a test wrote for it: routes by `METHOD /path`. Anything else is a 404. */
export async function startServer(routes: Readonly<Record<string, Handler>>): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  let cutOff = 0;
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as unknown) : undefined;
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
    requests.push(request);
    response.on('close', () => {
      if (!response.writableFinished) cutOff += 1;
    });
    const handler =
      routes[`${request.method} ${request.path}`] ??
      status(404, { error: { code: 404, type: 'not_found_error', message: 'File Not Found' } });
    await handler(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    cutOff: () => cutOff,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const json = (body: unknown): Handler => status(200, body);

export function status(code: number, body: unknown): Handler {
  return (response) => void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** One server-sent event. */
export const event = (data: unknown): string => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export interface EventsOptions {
  /** Then the answer ends, stays open, or breaks off. */
  readonly finally?: 'end' | 'wait' | 'break';
}

/** A stream of server-sent events, each its own packet. */
export function events(pieces: readonly (string | Uint8Array)[], { finally: finale = 'end' }: EventsOptions = {}): Handler {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (finale === 'end') response.end();
    if (finale === 'break') response.destroy();
  };
}
