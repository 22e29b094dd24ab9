import type { Endpoint } from '../catalogue/index.ts';
import { type PolicyVerdict, refused } from './verdict.ts';

const allowed: PolicyVerdict = { allowed: true };

/** Plain http is for this machine only: on any other way prompts and keys could be read. Nobody is to be misled about the host. */
export function allowAddress(endpoint: Pick<Endpoint, 'baseUrl'>): PolicyVerdict {
  const address = URL.parse(endpoint.baseUrl);
  if (!address || (address.protocol !== 'http:' && address.protocol !== 'https:')) {
    return refused('address-invalid', `${endpoint.baseUrl} is not an http or https address`);
  }
  if (address.protocol === 'http:' && !isLoopback(address.hostname)) {
    return refused('plain-http', `plain http is refused for ${address.hostname}: use https, or a server on this machine`);
  }
  // `https://api.example@evil.example` is an address of evil.example, and a password in one is sent, shown and logged with it.
  if (address.username !== '' || address.password !== '') {
    return refused(
      'address-with-name',
      `an address of ${address.host} may not hold a name or a password, which is all that stands before the @`,
    );
  }
  return allowed;
}

/** Is a host name this machine? It comes from a parsed address, never from the start of one (`http://localhost.evil.example`). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

const verdicts = new WeakMap<Endpoint, PolicyVerdict>();

/** The same, and what counts as local must be here. Kept per endpoint: each request asks it of some 300 candidates. */
export function allowEndpointAddress(endpoint: Endpoint): PolicyVerdict {
  const known = verdicts.get(endpoint);
  if (known) return known;
  const verdict = addressVerdict(endpoint);
  verdicts.set(endpoint, verdict);
  return verdict;
}

function addressVerdict(endpoint: Endpoint): PolicyVerdict {
  const verdict = allowAddress(endpoint);
  if (!verdict.allowed || endpoint.billing !== 'local' || isLoopback(new URL(endpoint.baseUrl).hostname)) return verdict;
  // What counts as local costs nothing and is sent as it is: true only of what stays here.
  return refused('local-not-on-this-machine', `${endpoint.id} counts as local, but ${endpoint.baseUrl} is not on this machine`);
}
