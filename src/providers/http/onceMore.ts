/** Codes of a connection that is gone, as undici and the system have them. */
const gone: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * The same `fetch`, which asks once more where the connection broke before a byte of the answer came. That is how a kept connection looks which its
 * server closed meanwhile (https://github.com/nodejs/undici/issues/3492). For servers of the user's own only: elsewhere the first request may be billed.
 */
export function onceMore(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      if (init?.signal?.aborted || !isGone(error)) throw error;
      return await fetch(input, init);
    }
  };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && gone.has((error.cause as { code?: unknown }).code);
}
