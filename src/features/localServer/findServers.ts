import { allowAddress } from '../../core/policy/index.ts';
import { readSetting } from '../../platform/settings.ts';
import { findLocalServers } from '../../providers/localServers/findLocalServers.ts';
import type { LocalServer } from '../../providers/localServers/localServer.ts';
import type { LookResult } from '../../providers/localServers/localServerWatch.ts';

/** Looks where the user's setting says, else on the usual ports of this machine. */
export async function findServers(fetch: typeof globalThis.fetch, signal: AbortSignal, known: readonly LocalServer[]): Promise<LookResult> {
  const url = readSetting('localServer.url').trim();
  if (url === '') return { servers: await findLocalServers({ fetch, signal, known }) };
  const verdict = allowAddress({ baseUrl: url });
  if (!verdict.allowed) return { refused: verdict.reason };
  return { servers: await findLocalServers({ fetch, signal, known, addresses: [new URL(url).origin] }) };
}
