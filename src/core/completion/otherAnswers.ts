import { LRUCache } from 'lru-cache';
import { type Answer, remainderAt } from './answer.ts';
import type { AnswerCache } from './answerCache.ts';
import type { Asking } from './asking.ts';
import type { Offer } from './offer.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { completionTask } from './shape.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import { pause } from './timers.ts';
import { isFree, type UnderWay, unlessFree } from './underWay.ts';

/** After the first answer is there, others are waited for so long; what comes later is for the next time. */
const waitForOthersMs = 400;

/** So many further requests for one place: what costs money is asked once more, what does not twice. */
const furtherRequests = { free: 2, paid: 1 } as const;

/** Of so many places further answers are remembered. */
const places = 50;

interface PlaceBook {
  /** How many were asked for. */
  asked: number;
  readonly answers: Answer[];
}

export interface OtherAnswerPorts {
  readonly ports: CompletionPorts;
  readonly cache: AnswerCache;
  readonly underWay: UnderWay;
}

/** Further answers for a place where the user asked for suggestions by key press. */
export class OtherAnswers {
  readonly #ports: OtherAnswerPorts;
  readonly #books = new LRUCache<string, PlaceBook>({ max: places });
  readonly #running = new Set<Asking>();

  constructor(ports: OtherAnswerPorts) {
    this.#ports = ports;
  }

  /** All that is there beside the first one, after the missing ones were asked for. */
  async beside(first: Offer, request: CompletionRequest, signal: AbortSignal): Promise<readonly Offer[]> {
    const book = this.#bookOf(request.snapshot);
    this.#ask(request, book);
    await this.#wait(signal);
    if (signal.aborted) this.stop();
    return this.#offers(first, request.snapshot, book);
  }

  /** Those for another place are for nobody. */
  stopUnlessAt(now: Snapshot): void {
    for (const asking of this.#running) if (typedBetween(asking.at, now) !== '') asking.abort();
  }

  stop(): void {
    for (const asking of this.#running) asking.abort();
  }

  clear(): void {
    this.#books.clear();
  }

  #ask(request: CompletionRequest, book: PlaceBook): void {
    const { ports, underWay } = this.#ports;
    const { snapshot } = request;
    for (;;) {
      const task = { ...completionTask(ports.newId(), snapshot, 'invoke'), variant: book.asked + 1 };
      const decision = ports.router.decide(task);
      if (decision.outcome === 'refused') return;
      const isFreeOfCharge = isFree(decision.chosen.candidate);
      if (book.asked >= (isFreeOfCharge ? furtherRequests.free : furtherRequests.paid)) return;
      book.asked += 1;
      const objectionTo = isFreeOfCharge ? unlessFree : (): undefined => undefined;
      const asking = underWay.start({ task, at: snapshot, reader: () => request, objectionTo });
      this.#running.add(asking);
      void asking.done.then((asked) => {
        this.#running.delete(asking);
        // What was sent and costs money was asked for, whether it was waited for or not.
        if (asked.outcome !== 'answered' && (isFreeOfCharge || !asking.candidate)) book.asked -= 1;
        if (asked.outcome === 'answered' && 'text' in asked.answer)
          book.answers.push({ taskId: task.id, at: snapshot, text: asked.answer.text });
      });
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#running.size === 0) return;
    const over = new AbortController();
    const all = Promise.all([...this.#running].map(({ done }) => done));
    await Promise.race([all, pause(this.#ports.ports.timers, waitForOthersMs, AbortSignal.any([signal, over.signal]))]);
    over.abort();
  }

  #offers(first: Offer, now: Snapshot, { answers }: PlaceBook): readonly Offer[] {
    const texts = new Set([first.text]);
    const offers: Offer[] = [];
    const add = (taskId: string, text: string | undefined, source: Offer['source']): void => {
      if (!text || texts.has(text)) return;
      texts.add(text);
      offers.push({ taskId, text, source });
    };
    for (const answer of answers) add(answer.taskId, remainderAt(answer, now), 'model');
    for (const { taskId, rest } of this.#ports.cache.findAll(now)) add(taskId, rest, 'cache');
    return offers;
  }

  #bookOf({ languageId, prefix, suffix }: Snapshot): PlaceBook {
    const key = `${languageId}\0${prefix}\0${suffix}`;
    const book = this.#books.get(key) ?? { asked: 0, answers: [] };
    this.#books.set(key, book);
    return book;
  }
}
