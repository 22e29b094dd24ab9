import { afterEach } from 'vitest';
import { type Handler, type ScriptedServer, startServer } from './scriptedServer.ts';

/** Servers that end with the test that started them. */
export function useServers(): (routes: Readonly<Record<string, Handler>>) => Promise<ScriptedServer> {
  const started: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
  });
  return async (routes) => {
    const server = await startServer(routes);
    started.push(server);
    return server;
  };
}
