import { describe, expect, it } from 'vitest';
import { withSignal } from '../../src/platform/cancellation.ts';

/** The editor's token, with a count of its listeners. */
function token() {
  const listeners = new Set<() => void>();
  return {
    isCancellationRequested: false,
    listeners,
    onCancellationRequested: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    cancel() {
      this.isCancellationRequested = true;
      for (const listener of listeners) listener();
    },
  };
}

describe('The editor’s token as a signal', () => {
  it('aborts when the editor cancels, and gives the work’s value', async () => {
    const editors = token();
    const aborted = await withSignal(editors as never, async (signal) => {
      const before = signal.aborted;
      editors.cancel();
      return [before, signal.aborted];
    });
    expect(aborted).toEqual([false, true]);
  });

  it('is aborted from the start when the token was cancelled before', async () => {
    const editors = token();
    editors.cancel();
    expect(await withSignal(editors as never, async (signal) => signal.aborted)).toBe(true);
  });

  it.each(['well', 'badly'])('leaves no listener behind when the work ends %s', async (how) => {
    const editors = token();
    const work = withSignal(editors as never, async () => {
      if (how === 'badly') throw new Error('no');
    });
    const [result] = await Promise.allSettled([work]);
    expect({ status: result?.status, listeners: editors.listeners.size }).toEqual({
      status: how === 'well' ? 'fulfilled' : 'rejected',
      listeners: 0,
    });
  });
});
