import type { Answer } from './answer.ts';
import type { AnswerCache } from './answerCache.ts';
import type { Asking } from './asking.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';

/**
 * A request whose line was told, and what comes after the line is on its way. It goes on as long as the question stands to which the line was
 * the answer, and soon after that only if the next question may go on with it.
 */
export class Streak {
  readonly #cache: AnswerCache;
  #asking: Asking | undefined;
  /** The newest question, until it is taken back. */
  #question: AbortSignal | undefined;
  #unwatch: (() => void) | undefined;

  constructor(cache: AnswerCache) {
    this.#cache = cache;
  }

  follow(asking: Asking): void {
    this.#asking = asking;
    this.#watch();
    void asking.rest.then((rest) => {
      if (this.#asking === asking) this.#end();
      if (rest) this.#cache.put(rest);
    });
  }

  /** Another question: what does not fit there is for nobody. */
  asked(now: Snapshot, question: AbortSignal): void {
    this.#question = question;
    if (!this.#asking) return;
    if (this.#asking.serves(now)) {
      this.#asking.keep();
      this.#watch();
    } else {
      this.abort();
    }
  }

  /** The text changed in another way: the next question tells whether the line was taken. */
  release(): void {
    this.#asking?.giveUpSoon();
  }

  abort(): void {
    this.#asking?.abort();
    this.#end();
  }

  /** What comes after the line, where all of the line stands in the document; undefined where this is another place, and where the question was taken back. */
  async join(now: Snapshot, signal: AbortSignal): Promise<Answer | undefined> {
    const asking = this.#asking;
    const isBehind = asking?.behindLine && typedBetween(asking.behindLine, now) !== undefined;
    if (!asking || !isBehind || !asking.serves(now) || signal.aborted) return undefined;
    const left = Promise.withResolvers<undefined>();
    const leave = (): void => left.resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([asking.rest, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #watch(): void {
    this.#unwatch?.();
    const [asking, question] = [this.#asking, this.#question];
    if (!asking || !question) return;
    const takenBack = (): void => asking.giveUpSoon();
    if (question.aborted) takenBack();
    else question.addEventListener('abort', takenBack, { once: true });
    this.#unwatch = () => question.removeEventListener('abort', takenBack);
  }

  #end(): void {
    this.#asking = undefined;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }
}
