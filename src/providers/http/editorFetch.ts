import { request } from 'node:https';
import { Readable } from 'node:stream';
import { isLoopback } from '../../core/policy/index.ts';

type Fetch = typeof globalThis.fetch;

/**
 * The editor's `fetch`, which goes through the proxy of `http.proxy` or HTTPS_PROXY and trusts what the system trusts, and for servers whose
 * certificate it refuses Node's `https`. The editor gives its `fetch` a list of authorities that lacks those of NODE_EXTRA_CA_CERTS (VS Code
 * 1.139 with `http.systemCertificates` on, as it is by default); its `https` goes through the same proxies and knows them all. Trying again
 * is safe: no byte of a request leaves before the certificate is accepted.
 *
 * To plain http on this machine no proxy leads and no certificate belongs: there Node's own `fetch` serves, which the editor keeps beside the one
 * that it put in its place. `npm run bench -- workbench` is where the difference shows, some milliseconds for each request.
 */
export function editorFetch(fetch: Fetch, nodeFetch: () => Fetch | undefined = () => undefined): Fetch {
  const originsOverHttps = new Set<string>();
  return async (input, init) => {
    if (input instanceof Request || !isPlainBody(init?.body)) return fetch(input, init);
    const url = new URL(input);
    if (url.protocol === 'http:' && isLoopback(url.hostname)) return (nodeFetch() ?? fetch)(input, init);
    if (originsOverHttps.has(url.origin)) return fetchOverHttps(url, init);
    try {
      return await fetch(input, init);
    } catch (error) {
      if (url.protocol !== 'https:' || !isRefusedCertificate(error)) throw error;
      const response = await fetchOverHttps(url, init);
      originsOverHttps.add(url.origin);
      return response;
    }
  };
}

/** The editor's replacement for `fetch` keeps the replaced one under this name (VS Code, workbench/api/node/proxyResolver.ts); without it there is none. */
export function replacedFetch(): Fetch | undefined {
  const { __vscodeOriginalFetch: replaced } = globalThis as { readonly __vscodeOriginalFetch?: unknown };
  return typeof replaced === 'function' ? (replaced as Fetch) : undefined;
}

const isPlainBody = (body: unknown): body is string | null | undefined => body === undefined || body === null || typeof body === 'string';

/** Codes of OpenSSL's verification for "nobody I trust signed this": https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

function isRefusedCertificate(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (untrusted.has((cause as { code?: unknown }).code)) return true;
  return false;
}

/** As `fetch` does it, except that nothing is redirected: a key must not follow. */
function fetchOverHttps(url: URL, { method = 'GET', headers, body, signal, redirect }: RequestInit = {}): Promise<Response> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause }));
    const sending = request(url, { method, headers: Object.fromEntries(new Headers(headers)), ...(signal && { signal }) });
    sending.on('error', fail);
    sending.on('response', (message) => {
      const { statusCode: status = 0, statusMessage: statusText = '' } = message;
      if (status >= 300 && status < 400 && status !== 304 && redirect !== 'manual') {
        sending.destroy();
        fail(new Error('unexpected redirect'));
        return;
      }
      const told = Object.entries(message.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      const isEmpty = status === 204 || status === 205 || status === 304;
      if (isEmpty) message.resume();
      resolve(new Response(isEmpty ? undefined : (Readable.toWeb(message) as ReadableStream), { status, statusText, headers: told }));
    });
    sending.end(body);
  });
}
