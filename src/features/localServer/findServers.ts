import { readSetting } from '../../platform/settings.ts';
import { askAddresses } from '../../providers/localServers/askAddresses.ts';
import { readLocalAddress } from '../../providers/localServers/localAddress.ts';
import type { Known } from '../../providers/localServers/localServerMemory.ts';
import type { LookResult } from '../../providers/localServers/localServerWatch.ts';

/** Looks where the user's setting says, else on the usual ports of this machine. */
export async function findServers(fetch: typeof globalThis.fetch, signal: AbortSignal, known: Known): Promise<LookResult> {
  const ask = { fetch, signal, known: known.servers, strangers: known.strangers };
  const url = readSetting('localServer.url').trim();
  if (url === '') return { answers: await askAddresses(ask) };
  const address = readLocalAddress(url);
  return 'refused' in address ? address : { answers: await askAddresses({ ...ask, addresses: [address.baseUrl] }) };
}
