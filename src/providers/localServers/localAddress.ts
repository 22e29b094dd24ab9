import { allowAddress, isLoopback } from '../../core/policy/index.ts';

/** Why an address may not be the local server's. */
export type AddressRule = 'address-invalid' | 'plain-http' | 'not-this-machine' | 'has-path';

export interface RefusedAddress {
  readonly rule: AddressRule;
  /** As the user wrote it, without what could be a secret. */
  readonly url: string;
}

/** The base address that the user's setting stands for: one of this machine, without a path. */
export function readLocalAddress(url: string): { readonly baseUrl: string } | { readonly refused: RefusedAddress } {
  const address = URL.parse(url);
  const rule = address ? ruleBrokenBy(address) : 'address-invalid';
  return address && !rule ? { baseUrl: address.origin } : { refused: { rule: rule ?? 'address-invalid', url: withoutSecrets(url) } };
}

function ruleBrokenBy(address: URL): AddressRule | undefined {
  const isHttp = address.protocol === 'http:' || address.protocol === 'https:';
  if (!isHttp || address.username || address.password || address.search || address.hash) return 'address-invalid';
  if (!allowAddress({ baseUrl: address.href }).allowed) return 'plain-http';
  if (!isLoopback(address.hostname)) return 'not-this-machine';
  return address.pathname === '/' ? undefined : 'has-path';
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//***@').replace(/\?.*$/s, '?***');
}
