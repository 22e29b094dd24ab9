import type { Answer } from './answer.ts';
import { AnswerCache } from './answerCache.ts';
import { TypingRhythm } from './debounce.ts';
import { FollowUp } from './followUp.ts';
import type { AcceptedPlace } from './keptTexts.ts';
import { ModelSource } from './modelSource.ts';
import { type CompletionResult, nothing, type Offer, offerOf, superseded } from './offer.ts';
import { OfferOutcomes } from './offerOutcomes.ts';
import { OnScreen } from './onScreen.ts';
import { OtherAnswers } from './otherAnswers.ts';
import type { CompletionPorts, CompletionRequest, TextChange } from './ports.ts';
import { questionBehind } from './questionBehind.ts';
import { isInsideWord } from './shape.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import { TakenPieces } from './takenPieces.ts';
import { UnderWay } from './underWay.ts';

/**
 * Answers the editor's questions, free sources first: the rest of what is being typed along, the cache, a request already under way; only
 * then a pause that follows the typing rhythm, and the router. Every question settles; a request that nobody needs is aborted.
 */
export class CompletionEngine {
  readonly #ports: CompletionPorts;
  readonly #cache = new AnswerCache();
  readonly #rhythm = new TypingRhythm();
  readonly #onScreen = new OnScreen();
  readonly #outcomes: OfferOutcomes;
  readonly #taken: TakenPieces;
  readonly #underWay: UnderWay;
  readonly #model: ModelSource;
  readonly #others: OtherAnswers;
  readonly #followUp: FollowUp;
  /** The last question that was not asked again by the engine's own wish. */
  #newest: CompletionRequest | undefined;
  /** Behind a single line that was taken. */
  #acceptedAt: Snapshot | undefined;
  /** Questions end with the place where they were asked. */
  #place = new AbortController();

  constructor(ports: CompletionPorts) {
    this.#ports = ports;
    this.#outcomes = new OfferOutcomes(ports);
    this.#taken = new TakenPieces(ports.timers, this.#outcomes);
    this.#underWay = new UnderWay(ports);
    const parts = { ports, cache: this.#cache, underWay: this.#underWay };
    this.#others = new OtherAnswers(parts);
    this.#followUp = new FollowUp(parts);
    this.#model = new ModelSource({
      ...parts,
      onScreen: this.#onScreen,
      rhythm: this.#rhythm,
      newest: () => this.#newest,
      grown: (at) => ports.improved?.(at),
    });
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    if (request.trigger !== 'again') this.#observe(request);
    const result = await this.#find(request, AbortSignal.any([signal, this.#place.signal]));
    this.#became(request, result);
    return result;
  }

  /** The user took an offer, whole. */
  accepted(taskId: string, characters: number, place?: AcceptedPlace): void {
    this.#taken.accepted(taskId, characters, place);
    this.#acceptedAt = this.#onScreen.taskId === taskId ? this.#onScreen.endOfSingleLine() : undefined;
  }

  /** Of every document that is watched, before an acceptance that made the change. */
  edited(change: TextChange): void {
    this.#taken.changed();
    this.#outcomes.edited(change);
    const followed = this.#onScreen.edited(change);
    if (followed.along !== undefined) {
      const place = { uri: change.uri, offset: change.offset, text: change.inserted };
      this.#taken.followed(followed, place);
    } else if (change.uri === this.#newest?.snapshot.uri) {
      this.#model.release();
      this.#others.stop();
      this.#followUp.stop();
    }
  }

  /** A document is gone: what was taken there is not judged. */
  closed(uri: string): void {
    this.#outcomes.closed(uri);
  }

  /** The user left the place: what was offered there is over, and nobody waits for what is under way. */
  leave(): void {
    this.#taken.changed();
    this.#outcomes.left();
    this.#onScreen.clear();
    this.#acceptedAt = undefined;
    this.#model.abort();
    this.#others.stop();
    this.#followUp.stop();
    this.#place.abort();
    this.#place = new AbortController();
  }

  /** Ends what is under way, and waits until it is in the books. */
  async close(): Promise<void> {
    this.leave();
    this.#outcomes.close();
    this.#cache.clear();
    this.#others.clear();
    await this.#underWay.settled();
  }

  #observe(request: CompletionRequest): void {
    const atMs = this.#ports.clock.now();
    this.#newest = request;
    this.#rhythm.observe(atMs);
    if (request.trigger === 'automatic') this.#ports.worth?.observe(request.snapshot, atMs);
    if (this.#acceptedAt && !isSamePlace(this.#acceptedAt, request.snapshot)) this.#acceptedAt = undefined;
  }

  async #find(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    const free = this.#findFree(request);
    if (request.trigger === 'again') return free ?? this.#model.soFar(request, signal);
    this.#dropUnless(request.snapshot, signal);
    const first = free ?? (await this.#ask(request, signal));
    if (request.trigger === 'automatic' || first.outcome === 'none') return first;
    const others = await this.#others.beside(first.offer, request, signal);
    return others.length > 0 ? { ...first, others } : first;
  }

  #findFree({ snapshot, trigger }: CompletionRequest): CompletionResult | undefined {
    const shown = this.#onScreen.at(snapshot);
    if (shown?.rest) return this.#offer(shown.answer, snapshot, shown.rest, 'typed-as-suggested');
    if (shown?.rest === '') this.#outcomes.typedOut(shown.answer.taskId);
    const cached = this.#cache.find(snapshot);
    if (!cached) return undefined;
    const { rest, ...answer } = cached;
    if (rest !== '') return this.#offer({ ...answer, at: snapshot, text: rest }, snapshot, rest, 'cache');
    // Where the model had nothing it is not asked again, unless the user insists.
    return trigger === 'invoke' ? undefined : nothing({ reason: 'model-had-nothing', source: 'cache' });
  }

  #offer(answer: Answer, now: Snapshot, text: string, source: Offer['source']): CompletionResult {
    this.#onScreen.offer(answer, now, text);
    return { outcome: 'offer', offer: offerOf(answer, text, source) };
  }

  async #ask(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    const { snapshot, trigger } = request;
    if (trigger === 'automatic' && isInsideWord(snapshot)) return nothing({ reason: 'inside-word' });
    const ahead = this.#followUp.take(snapshot);
    if (ahead) this.#model.adopt(ahead);
    const joined = await this.#model.join(request, signal);
    if (joined) return joined;
    if (signal.aborted || this.#newest !== request) return superseded;
    // What is under way does not fit here: stop it before the pause, not after.
    this.#model.abort();
    this.#followUp.stop();
    if (trigger === 'automatic' && this.#acceptedAt) return nothing({ reason: 'just-accepted' });
    return this.#model.ask(request, signal);
  }

  /** What runs for another place than this one, and for what is no longer offered, runs for nobody. */
  #dropUnless(now: Snapshot, question: AbortSignal): void {
    this.#model.dropUnless(now, question);
    this.#others.stopUnlessAt(now);
    const ahead = this.#followUp.at;
    if (ahead && !isSamePlace(ahead, now) && !this.#onScreen.leadsTo(ahead, now)) this.#followUp.stop();
  }

  #became(request: CompletionRequest, result: CompletionResult): void {
    if (request.trigger !== 'again' && request !== this.#newest) return;
    this.#taken.asked();
    if (result.outcome === 'offer') {
      this.#outcomes.offered(result.offer);
      this.#plan(request, result.offer.text);
    } else if (request.trigger !== 'again' && result.whyNot.reason !== 'superseded') {
      this.#outcomes.passedBy();
    }
  }

  /** What comes after an offer is asked when nothing else is. */
  #plan(request: CompletionRequest, offered: string): void {
    if (!this.#model.isAsking) this.#followUp.plan(questionBehind(request, offered));
  }
}

function isSamePlace(one: Snapshot, other: Snapshot): boolean {
  return typedBetween(one, other) === '';
}
