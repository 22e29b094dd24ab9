import { allowAddress } from '../../core/policy/index.ts';

/**
 * Why nothing may be sent to a receiver at this address, as what is said of it; undefined where it may. What requests cost and the keys of the
 * headers go the way that prompts go: never over plain http to another machine.
 */
export function receiverProblem(endpoint: string): string | undefined {
  const address = URL.parse(endpoint);
  if (!address || !/^https?:$/.test(address.protocol)) return ' is no address of http or https';
  // A path is put behind it, and whatever is in an address may be shown or logged on its way.
  if (address.username !== '' || address.password !== '' || /[?#]/.test(endpoint))
    return ' has a user, a query or a fragment in it: give the address alone, and keys in farthing.telemetry.otlpHeaders';
  const verdict = allowAddress({ baseUrl: endpoint });
  return verdict.allowed ? undefined : `: ${verdict.reason}`;
}
