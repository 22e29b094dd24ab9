/** A controller that another signal aborts too. `unlink`: what is over listens no more. */
export interface LinkedAbort {
  readonly controller: AbortController;
  unlink(): void;
}

/** As `AbortSignal.any` with one signal of one's own, in less time, and with nothing left for the garbage collector to unlink. */
export function linkedAbort(signal: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return { controller, unlink: () => signal.removeEventListener('abort', abort) };
}
