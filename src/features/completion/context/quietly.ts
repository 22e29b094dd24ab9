import type { Timers } from '../../../core/completion/index.ts';

/** Nothing holds the editor's extensions up longer than this at once, in milliseconds. */
const sliceMs = 4;

/** Takes all that comes, in slices of time with a rest between them. Undefined when the signal aborts. */
export async function takeQuietly<Value>(
  values: Iterable<Value>,
  { timers, now, signal }: { readonly timers: Timers; readonly now: () => number; readonly signal: AbortSignal },
): Promise<readonly Value[] | undefined> {
  const taken: Value[] = [];
  let startedMs = now();
  for (const value of values) {
    taken.push(value);
    if (now() - startedMs < sliceMs) continue;
    await new Promise<void>((resolve) => timers.after(0, resolve));
    if (signal.aborted) return undefined;
    startedMs = now();
  }
  return signal.aborted ? undefined : taken;
}
