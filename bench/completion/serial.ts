import type { FakeTime } from '../../test/support/fakeTime.ts';
import type { PlaceInText, Policy } from './policy.ts';
import type { ScriptedModel } from './scriptedModel.ts';

/** llama.vscode 0.0.63, as facts measured it: what it takes on top of the model. */
const ownMs = 3;
const mostLines = 5;

/**
 * llama.vscode's column: the cache first, no debounce, one request at a time, which is never aborted; the newest question waits until the one
 * before is answered, and is then asked.
 */
export function serial(time: FakeTime, model: ScriptedModel): Policy {
  const cache = new Map<string, string>();
  let underWay: Promise<void> | undefined;
  let newest = 0;
  const nobody = new AbortController().signal;

  async function ask(place: PlaceInText, signal: AbortSignal): Promise<string | undefined> {
    newest += 1;
    const question = newest;
    const cached = fromCache(place);
    if (cached !== undefined) return cached;
    while (underWay) {
      await underWay;
      if (question !== newest || signal.aborted) return undefined;
      const meanwhile = fromCache(place);
      if (meanwhile !== undefined) return meanwhile;
    }
    let text = '';
    const done = (async () => {
      for await (const piece of model.stream(place.before, place.after, mostLines, nobody)) text += piece;
      cache.set(place.before, text);
    })();
    underWay = done.finally(() => {
      underWay = undefined;
    });
    await underWay;
    await new Promise<void>((resolve) => void time.after(ownMs, resolve));
    return signal.aborted || text === '' ? undefined : text;
  }

  /** The answer from here, or from a shorter text before the cursor when what was typed since is how it began. */
  function fromCache({ before }: PlaceInText): string | undefined {
    for (let back = 0; back <= Math.min(128, before.length); back += 1) {
      const text = cache.get(before.slice(0, before.length - back));
      const typed = before.slice(before.length - back);
      if (text?.startsWith(typed) && text.length > back) return text.slice(back);
    }
    return undefined;
  }

  return { ask, accepted: () => undefined, leave: () => undefined, onImproved: () => undefined };
}
