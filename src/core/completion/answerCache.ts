import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.ts';
import type { Snapshot } from './snapshot.ts';

/** So much text on either side of the cursor makes a key; equal keys are then compared over the whole snapshot. */
const keyCharacters = { before: 256, after: 128 } as const;

/** How many typed characters a look-up walks back to find where the answer was asked. */
const walkBack = 64;

/** What is left of a cached answer. */
export interface CachedRest extends Pick<Answer, 'taskId' | 'said'> {
  readonly rest: string;
}

/**
 * Answers by the text around the cursor, wherever it stands: never by offset, so that lines added above keep it valid, and never by other
 * files' context, which changes for reasons that the user does not see. Empty answers are kept too: where the model had nothing, it is not
 * asked again.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, Answer>;

  constructor(entries = 250) {
    this.#answers = new LRUCache({ max: entries });
  }

  put(answer: Answer): void {
    this.#answers.set(keyOf(answer.at, 0), answer);
  }

  /** The rest of an answer that was asked here, or up to 64 characters ago when what was typed since is how it began. */
  find(now: Snapshot): CachedRest | undefined {
    for (const found of this.#fitting(now)) return found;
    return undefined;
  }

  /** The rests of all that fit, the one asked nearest first. */
  findAll(now: Snapshot): readonly CachedRest[] {
    return [...this.#fitting(now)];
  }

  clear(): void {
    this.#answers.clear();
  }

  *#fitting(now: Snapshot): Generator<CachedRest> {
    for (let back = 0; back <= Math.min(walkBack, now.prefix.length); back += 1) {
      const answer = this.#answers.get(keyOf(now, back));
      if (!answer || !sameText(answer.at, now, back)) continue;
      const typed = now.prefix.slice(now.prefix.length - back);
      if (answer.text.startsWith(typed) && (back === 0 || answer.text.length > back)) {
        const { taskId, said, text } = answer;
        yield { taskId, rest: text.slice(back), ...(said !== undefined && { said }) };
      }
    }
  }
}

function keyOf({ languageId, prefix, suffix }: Snapshot, back: number): string {
  const end = prefix.length - back;
  return `${languageId}\0${prefix.slice(Math.max(0, end - keyCharacters.before), end)}\0${suffix.slice(0, keyCharacters.after)}`;
}

function sameText(asked: Snapshot, now: Snapshot, back: number): boolean {
  const before = now.prefix.slice(0, now.prefix.length - back);
  return (
    (before.endsWith(asked.prefix) || asked.prefix.endsWith(before)) &&
    (now.suffix.startsWith(asked.suffix) || asked.suffix.startsWith(now.suffix))
  );
}
