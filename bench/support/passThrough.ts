import { connect, createServer, type Socket } from 'node:net';

/** Bytes go through as they are, both ways, and are counted by the requests that begin in them. */
export interface PassThrough {
  readonly url: string;
  /** `POST /infill` that came through so far. */
  readonly requests: () => number;
  /** Connections on which such a request came, so far. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

const begins = 'POST /infill ';

/** Stands in front of a local server, on a port of its own: what it adds counts against whoever is measured. */
export async function passThroughTo(target: string): Promise<PassThrough> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let requests = 0;
  let connections = 0;
  const server = createServer((socket) => {
    const upstream = connect(Number(port), '127.0.0.1');
    let hasAsked = false;
    let rest = '';
    for (const each of [socket, upstream]) {
      each.setNoDelay(true);
      sockets.add(each);
      each.on('error', () => undefined);
      each.on('close', () => {
        sockets.delete(each);
        (each === socket ? upstream : socket).destroy();
      });
    }
    socket.on('data', (bytes) => {
      upstream.write(bytes);
      // A request's first line may lie across two pieces.
      const text = rest + bytes.toString('latin1');
      const found = text.split(begins).length - 1;
      requests += found;
      if (found > 0 && !hasAsked) connections += 1;
      hasAsked ||= found > 0;
      rest = text.slice(-(begins.length - 1));
    });
    upstream.on('data', (bytes) => void socket.write(bytes));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pass-through has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => requests,
    connections: () => connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
