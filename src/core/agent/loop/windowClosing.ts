/** Why a signal is aborted where nobody stopped the task: the window closes, and the task goes on where its log stands, once somebody wants it to. */
export class WindowClosing extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the window closes');
  }
}

/** Then nothing is stored of what did not come to its end: after a restart that is asked anew, or told as not known. */
export function isLeft({ reason }: AbortSignal): boolean {
  return reason instanceof WindowClosing;
}
