import type { AnswerCache } from './answerCache.ts';
import { AnswerReader, type AnswerReaderParts } from './answerReader.ts';
import type { Asking } from './asking.ts';
import type { TypingRhythm } from './debounce.ts';
import { escalationOf } from './escalation.ts';
import { waitAndGather } from './gathering.ts';
import type { Asked } from './heard.ts';
import { type CompletionResult, nothing, superseded } from './offer.ts';
import type { CompletionRequest } from './ports.ts';
import { completionTask } from './shape.ts';
import { lookAhead } from './showable.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import { Streak } from './streak.ts';
import { isFree, type UnderWay } from './underWay.ts';
import { type Leaving, leavingOf, objectionTo } from './worthLeaving.ts';

export interface ModelSourceParts extends AnswerReaderParts {
  readonly cache: AnswerCache;
  readonly underWay: UnderWay;
  readonly rhythm: TypingRhythm;
  /** All of an answer is known that stands on the screen in part. */
  readonly grown: (at: Snapshot) => void;
}

/** The sources that cost: the one request under way, which later questions may join, and a new one after a pause. */
export class ModelSource {
  readonly #parts: ModelSourceParts;
  readonly #answers: AnswerReader;
  readonly #streak: Streak;
  #asking: Asking | undefined;

  constructor(parts: ModelSourceParts) {
    this.#parts = parts;
    this.#answers = new AnswerReader(parts);
    this.#streak = new Streak(parts.cache);
  }

  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** Another question: stops what neither fits there nor has its beginning on the screen. */
  dropUnless(now: Snapshot, question: AbortSignal): void {
    const { onScreen } = this.#parts;
    const asking = this.#asking;
    this.#streak.asked(now, question);
    if (!asking || asking.serves(now)) return;
    if (onScreen.taskId !== asking.task.id || !onScreen.at(now)?.rest) asking.abort();
  }

  /** The user changed the text in another way: what stood on the screen went with it. */
  release(): void {
    this.#asking?.release();
    this.#streak.release();
  }

  abort(): void {
    this.#asking?.abort();
    this.#streak.abort();
  }

  /** A request that was asked ahead of time becomes the one for what is asked now. */
  adopt(asking: Asking): void {
    this.#asking?.abort();
    this.#follow(asking);
  }

  /** The lines that are there of the answer under way; nothing is waited for. */
  async soFar(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    const asking = this.#asking;
    const raw = asking?.serves(request.snapshot) ? asking.linesFor(request.snapshot) : undefined;
    return (
      (asking && raw !== undefined && (await this.#answers.begun({ asking, raw, source: 'in-flight' }, request, signal))) || superseded
    );
  }

  /** The answer under way, if it still fits when it comes. Undefined: ask anew. */
  async join(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | undefined> {
    const rest = await this.#joinStreak(request, signal);
    if (rest) return rest;
    const asking = this.#asking;
    if (!asking?.serves(request.snapshot)) return undefined;
    const result = await this.#answers.read(asking, request, signal, 'in-flight');
    // The user's own key may have ended it, or all of its line may be typed by now.
    return result === superseded && !signal.aborted ? this.#joinStreak(request, signal) : result;
  }

  /** All of the line stands in the document: what comes after it is waited for. */
  async #joinStreak(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | undefined> {
    const rest = await this.#streak.join(request.snapshot, signal);
    if (signal.aborted) return superseded;
    return rest && this.#answers.offer(rest, request, 'in-flight');
  }

  async ask(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    const { ports, rhythm } = this.#parts;
    const { snapshot, trigger } = request;
    // What is not worth it without any context is not worth gathering it.
    const early = leavingOf(ports, request, completionTask(ports.newId(), snapshot, triggerOf(request)));
    if ('whyNot' in early) return nothing(early.whyNot);

    const { candidate } = early.decision.chosen;
    const goesOn = trigger === 'automatic' && !isFree(candidate);
    const waitMs = trigger === 'invoke' ? 0 : rhythm.waitMs(candidate.model.tier);
    const context = await waitAndGather(ports, { snapshot, waitMs, isFree: isFree(candidate) }, signal);
    if (!context || signal.aborted || !this.#isNewest(request)) return superseded;

    const askedAtMs = ports.clock.now();
    const leaving = leavingOf(ports, request, completionTask(early.task.id, snapshot, triggerOf(request), { context, goesOn }));
    if ('whyNot' in leaving) return nothing(leaving.whyNot);
    const result = await this.#answerTo(leaving, signal);
    if (result.outcome === 'none') return result;
    const asked = { waitedMs: waitMs, answeredMs: ports.clock.now() - askedAtMs, ...(leaving.isTrial && { isTrial: leaving.isTrial }) };
    return { outcome: 'offer', offer: { ...result.offer, asked } };
  }

  /** An answer of no use is asked of the next tier, once. */
  async #answerTo(leaving: Leaving, signal: AbortSignal): Promise<CompletionResult> {
    const { ports } = this.#parts;
    const askedAtMs = ports.clock.now();
    const { result, asking } = await this.#request(leaving, signal);
    if (signal.aborted || !this.#isNewest(leaving.request)) return result;
    const answeredBy = (asking.candidate ?? leaving.decision.chosen.candidate).model.tier;
    const next = escalationOf(ports, leaving, { result, answeredBy, elapsedMs: ports.clock.now() - askedAtMs });
    return next ? (await this.#request(next, signal)).result : result;
  }

  async #request(leaving: Leaving, signal: AbortSignal): Promise<{ readonly result: CompletionResult; readonly asking: Asking }> {
    const { ports, underWay, newest } = this.#parts;
    const { request, task, decision } = leaving;
    ports.worth?.noticed?.({ snapshot: request.snapshot, task, decision, atMs: ports.clock.now() });
    this.abort();
    const reader = (): CompletionRequest => {
      const last = newest();
      return last && typedBetween(request.snapshot, last.snapshot) !== undefined ? last : request;
    };
    const asking = underWay.start({ task, at: request.snapshot, reader, objectionTo: objectionTo(ports, leaving) });
    this.#follow(asking);
    lookAhead(ports, request, signal);
    return { asking, result: await this.#answers.read(asking, request, signal, 'model') };
  }

  #follow(asking: Asking): void {
    this.#asking = asking;
    void asking.done.then((asked) => {
      if (this.#asking === asking) this.#asking = undefined;
      if (asking.behindLine) this.#streak.follow(asking);
      this.#keep(asking, asked);
    });
  }

  /** What was shown in part is shown whole as soon as it is asked for again. */
  #keep(asking: Asking, asked: Asked): void {
    if (asked.outcome !== 'answered') return;
    const { cache, onScreen, grown } = this.#parts;
    const answer = { taskId: asking.task.id, at: asking.at, text: 'text' in asked.answer ? asked.answer.text : '' };
    cache.put(answer);
    if (asking.hasReaders || onScreen.taskId !== answer.taskId) return;
    const at = onScreen.grow(answer);
    if (at) grown(at);
  }

  #isNewest(request: CompletionRequest): boolean {
    return this.#parts.newest() === request;
  }
}

function triggerOf({ trigger }: CompletionRequest): 'automatic' | 'invoke' {
  return trigger === 'invoke' ? 'invoke' : 'automatic';
}
