import type { Log } from '../../platform/log.ts';
import type { LocalServerWatchPorts } from '../../providers/localServers/localServerWatch.ts';

interface Ports {
  readonly fetch: typeof globalThis.fetch;
  readonly log: Pick<Log, 'error'>;
}

/** What looks for servers, loaded by the first look. Where that fails the log says so, nothing is found, and the next look tries anew. */
export function findLocalServers({ fetch, log }: Ports): LocalServerWatchPorts['find'] {
  const load = async () => {
    try {
      return await import('./findServers.ts');
    } catch (error) {
      log.error(`what looks for local model servers could not be loaded: ${error}`);
      throw error;
    }
  };
  return async (signal, known) => {
    const { findServers } = await load();
    return findServers(fetch, signal, known);
  };
}
