import type { Decision } from '../selection/index.ts';
import type { Task } from '../task/index.ts';
import { type Answer, remainderAt } from './answer.ts';
import { AnswerCache } from './answerCache.ts';
import { Asking } from './asking.ts';
import { type CleanText, cleanText } from './clean.ts';
import { TypingRhythm } from './debounce.ts';
import { type CompletionResult, nothing, type OfferSource, type WhyNot } from './offer.ts';
import { OfferOutcomes } from './offerOutcomes.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { refusalsOf } from './refusals.ts';
import { completionTask, isInsideWord } from './shape.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import { pause } from './timers.ts';

/**
 * Answers the editor's questions, free sources first: the rest of what is being typed along, the cache, a request already under way; only
 * then a pause that follows the typing rhythm, and the router. Every question settles; a request that nobody needs is aborted.
 */
export class CompletionEngine {
  readonly #ports: CompletionPorts;
  readonly #cache = new AnswerCache();
  readonly #rhythm = new TypingRhythm();
  readonly #outcomes: OfferOutcomes;
  #offered: Answer | undefined;
  #asking: Asking | undefined;
  /** Requests whose books are still open. */
  readonly #unsettled = new Set<Promise<void>>();
  /** Questions end with the place where they were asked. */
  #place = new AbortController();

  constructor(ports: CompletionPorts) {
    this.#ports = ports;
    this.#outcomes = new OfferOutcomes(ports);
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    this.#rhythm.observe(this.#ports.clock.now());
    const result = await this.#find(request, AbortSignal.any([signal, this.#place.signal]));
    if (result.outcome === 'offer') this.#outcomes.offered(result.offer);
    else if (result.whyNot.reason !== 'superseded') this.#outcomes.passedBy();
    return result;
  }

  /** The user took an offer, whole. */
  accepted(taskId: string, characters: number): void {
    this.#outcomes.accepted(taskId, characters);
  }

  /** The user left the place: what was offered there is over, and nobody waits for what is under way. */
  leave(): void {
    this.#outcomes.left();
    this.#offered = undefined;
    this.#asking?.abort();
    this.#place.abort();
    this.#place = new AbortController();
  }

  /** Ends what is under way, and waits until it is in the books. */
  async close(): Promise<void> {
    this.leave();
    this.#cache.clear();
    await Promise.allSettled(this.#unsettled);
  }

  async #find(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult> {
    const free = this.#findFree(request);
    if (free) return free;
    if (request.trigger === 'automatic' && isInsideWord(request.snapshot)) return nothing({ reason: 'inside-word' });

    const joined = await this.#join(request, signal);
    if (joined) return joined;
    // What is under way does not fit here: stop it before the pause, not after.
    this.#asking?.abort();

    const task = completionTask(this.#ports.newId(), request.snapshot, request.trigger === 'invoke' ? 'invoke' : 'automatic');
    const decision = this.#ports.router.decide(task);
    if (decision.outcome === 'refused') return nothing(whyRefused(decision));
    const waitMs = request.trigger === 'invoke' ? 0 : this.#rhythm.waitMs(decision.chosen.candidate.model.tier);
    if (waitMs > 0 && !(await pause(this.#ports.timers, waitMs, signal))) return nothing({ reason: 'superseded' });

    const askedAtMs = this.#ports.clock.now();
    const result = await this.#ask(task, request.snapshot, signal);
    if (result.outcome === 'none') return result;
    return { outcome: 'offer', offer: { ...result.offer, asked: { waitedMs: waitMs, answeredMs: this.#ports.clock.now() - askedAtMs } } };
  }

  #findFree({ snapshot, trigger }: CompletionRequest): CompletionResult | undefined {
    const rest = this.#offered && remainderAt(this.#offered, snapshot);
    if (this.#offered && rest) return this.#offer(this.#offered, rest, 'typed-as-suggested');
    if (this.#offered && rest === '') this.#outcomes.typedOut(this.#offered.taskId);
    const cached = this.#cache.find(snapshot);
    if (!cached) return undefined;
    if (cached.rest !== '') return this.#offer({ taskId: cached.taskId, at: snapshot, text: cached.rest }, cached.rest, 'cache');
    // Where the model had nothing it is not asked again, unless the user insists.
    return trigger === 'invoke' ? undefined : nothing({ reason: 'model-had-nothing', source: 'cache' });
  }

  /** The answer under way, if it still fits when it comes. Undefined: ask anew. */
  async #join({ snapshot }: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | undefined> {
    const asking = this.#asking;
    if (!asking?.serves(snapshot)) return undefined;
    const result = await this.#read(asking, snapshot, signal, 'in-flight');
    // The user's own key may have ended it, or all of it may be typed by now.
    return result.outcome === 'none' && result.whyNot.reason === 'superseded' && !signal.aborted ? undefined : result;
  }

  async #ask(task: Task, snapshot: Snapshot, signal: AbortSignal): Promise<CompletionResult> {
    this.#asking?.abort();
    const asking = new Asking(this.#ports.router, this.#ports.timers, task, snapshot);
    this.#asking = asking;
    this.#unsettled.add(asking.settled);
    void asking.settled.finally(() => this.#unsettled.delete(asking.settled));
    void asking.done.then((asked) => {
      if (this.#asking === asking) this.#asking = undefined;
      if (asked.outcome === 'answered') this.#keep(asking, asked.text);
    });
    return this.#read(asking, snapshot, signal, 'model');
  }

  #keep(asking: Asking, raw: string): void {
    const clean = cleanText(raw, asking.at);
    this.#cache.put({ taskId: asking.taskId, at: asking.at, text: 'text' in clean ? clean.text : '' });
  }

  async #read(asking: Asking, snapshot: Snapshot, signal: AbortSignal, source: OfferSource): Promise<CompletionResult> {
    const asked = await asking.read(snapshot, signal);
    switch (asked.outcome) {
      case 'left':
      case 'aborted':
        return nothing({ reason: 'superseded' });
      case 'refused':
        return nothing(whyRefused(asked.decision));
      case 'failed':
        return nothing({ reason: 'failed', error: asked.error.reason, detail: asked.error.message });
      case 'answered': {
        const clean = cleanText(asked.text, asking.at);
        if ('text' in clean) {
          const answer = { taskId: asking.taskId, at: asking.at, text: clean.text };
          const rest = remainderAt(answer, snapshot);
          return rest ? this.#offer(answer, rest, source) : nothing({ reason: 'superseded' });
        }
        // That the model had nothing to say holds where it was asked, and not for what was typed since.
        if (typedBetween(asking.at, snapshot) !== '') return nothing({ reason: 'superseded' });
        return nothing(whyNothing(clean));
      }
    }
  }

  #offer(answer: Answer, text: string, source: OfferSource): CompletionResult {
    this.#offered = answer;
    return { outcome: 'offer', offer: { taskId: answer.taskId, text, source } };
  }
}

function whyRefused({ rule, rejected }: Pick<Decision, 'rejected'> & { readonly rule: string }): WhyNot {
  return { reason: 'no-model', detail: rule, refusals: refusalsOf(rejected) };
}

function whyNothing(clean: Exclude<CleanText, { readonly text: string }>): WhyNot {
  switch (clean.nothing) {
    case 'blank':
      return { reason: 'model-had-nothing', source: 'model' };
    case 'nonsense':
      return { reason: 'nonsense', detail: clean.found };
    case 'repeats-what-follows':
      return { reason: 'nothing-new', detail: clean.nothing };
  }
}
