import { createServer } from 'node:net';

/** A port on 127.0.0.1 that was free a moment ago: the preferred one, if it is. */
export async function freePort(preferred = 0): Promise<number> {
  return tryPort(preferred).catch(() => tryPort(0));
}

function tryPort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
