import { ProviderError } from '../../core/task/index.ts';
import { errorOfException } from '../http/fetchError.ts';
import { readLimited } from '../http/readLimited.ts';

/** `unchanged`: nothing new since the answer with that ETag (304). */
export type SourceAnswer =
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'answered'; readonly text: string; readonly etag: string | undefined };

export interface SourceRequest {
  readonly fetch: typeof globalThis.fetch;
  readonly url: URL;
  /** Of the last answer. */
  readonly etag?: string | undefined;
  /** May other hosts answer in place of this one? A user's own list often lies behind a redirect; a public one never does. */
  readonly mayLeaveHost: boolean;
  readonly signal: AbortSignal;
}

const mostRedirects = 3;
/** The largest list, OpenRouter's, had less than one. */
const mostBytes = 8_000_000;

/**
 * Asks a source for its list, with nothing but the ETag of the last answer: no key, no cookie. Every redirect is checked as the address
 * itself was: https, without credentials. Rejects with a `ProviderError`.
 */
export async function fetchSource({ fetch, url, etag, mayLeaveHost, signal }: SourceRequest): Promise<SourceAnswer> {
  let address = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    check(address, url, mayLeaveHost);
    const headers = { accept: 'application/json', ...(etag !== undefined && { 'if-none-match': etag }) };
    const init: RequestInit = { method: 'GET', headers, redirect: 'manual', credentials: 'omit', signal };
    const response = await fetch(address, init).catch((cause: unknown) => {
      throw errorOfException(cause, address.host);
    });
    if (response.status === 304 && etag !== undefined) return { outcome: 'unchanged' };
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      address = redirectOf(response, address);
    } else if (response.ok) {
      return { outcome: 'answered', text: await readLimited(response, address.host, mostBytes), etag: etagOf(response) };
    } else {
      await response.body?.cancel();
      throw new ProviderError('bad-response', `${address.host} answers with HTTP ${response.status}`, { status: response.status });
    }
  }
  throw new ProviderError('bad-response', `${url.host} redirects more than ${mostRedirects} times`);
}

function check(address: URL, asked: URL, mayLeaveHost: boolean): void {
  if (address.protocol !== 'https:') throw new ProviderError('bad-response', `${asked.host} sends to an address that is not https`);
  if (address.username !== '' || address.password !== '')
    throw new ProviderError('bad-response', `${asked.host} sends to an address with credentials`);
  if (!mayLeaveHost && address.hostname !== asked.hostname)
    throw new ProviderError('bad-response', `${asked.host} sends to ${address.host}`);
}

function redirectOf(response: Response, address: URL): URL {
  const target = URL.parse(response.headers.get('location') ?? '', address.href);
  if (!target || response.status === 304) throw new ProviderError('bad-response', `${address.host} redirects to nowhere`);
  return target;
}

/** One that could not be sent back as a header is none. */
function etagOf(response: Response): string | undefined {
  const etag = response.headers.get('etag');
  return etag !== null && /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(etag) ? etag : undefined;
}
