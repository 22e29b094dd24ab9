import type { FakeTime } from '../../test/support/fakeTime.ts';
import { type PlaceInText, type Policy, wantsBlock } from './policy.ts';
import type { ScriptedModel } from './scriptedModel.ts';

/** Continue 1.3.40, as facts measured it: the debounce, what it takes on top, and when it shows whatever lines it has. */
const debounceMs = 350;
const ownMs = 3;
const showWhateverIsThereMs = 300;
const mostLines = 5;

/**
 * Continue's column: every question waits first, also one that a cache could answer; a question that another one overtakes while it waits never
 * settles; a line ends the answer where the place wants one line; a block is shown as far as it is after 300 ms.
 */
export function debounceFirst(time: FakeTime, model: ScriptedModel): Policy {
  const cache = new Map<string, string>();
  let newest = 0;

  async function ask(place: PlaceInText, signal: AbortSignal): Promise<string | undefined> {
    newest += 1;
    const question = newest;
    await passed(time, debounceMs);
    if (question !== newest) return new Promise(() => undefined);
    const cached = fromCache(place);
    if (cached !== undefined) {
      await passed(time, ownMs);
      return cached;
    }
    const text = await answered(place, signal);
    await passed(time, ownMs);
    if (text !== '') cache.set(place.before, text);
    return signal.aborted || text === '' ? undefined : text;
  }

  function fromCache({ before }: PlaceInText): string | undefined {
    for (const [asked, text] of cache) {
      const typed = before.slice(asked.length);
      if (before.startsWith(asked) && text.startsWith(typed) && text.length > typed.length) return text.slice(typed.length);
    }
    return undefined;
  }

  async function answered(place: PlaceInText, signal: AbortSignal): Promise<string> {
    const isBlock = wantsBlock(place);
    const startedAtMs = time.now();
    let text = '';
    for await (const piece of model.stream(place.before, place.after, isBlock ? mostLines : 1, signal)) {
      text += piece;
      const whole = text.lastIndexOf('\n');
      if (whole > 0 && time.now() - startedAtMs > showWhateverIsThereMs) return text.slice(0, whole);
    }
    return text;
  }

  return { ask, accepted: () => undefined, leave: () => undefined, onImproved: () => undefined };
}

function passed(time: FakeTime, ms: number): Promise<void> {
  return new Promise((resolve) => void time.after(ms, resolve));
}
