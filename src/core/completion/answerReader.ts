import { type Answer, remainderAt } from './answer.ts';
import type { Asking } from './asking.ts';
import { type CompletionResult, nothing, type OfferSource, offerOf, superseded } from './offer.ts';
import type { OnScreen } from './onScreen.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { type Showable, showable, whyNothing } from './showable.ts';
import { typedBetween } from './snapshot.ts';
import { unanswered } from './whyRefused.ts';

/** The complete lines so far of an answer that goes on, as they came. */
interface Begun {
  readonly asking: Asking;
  readonly raw: string;
  readonly source: OfferSource;
}

export interface AnswerReaderParts {
  readonly ports: CompletionPorts;
  readonly onScreen: OnScreen;
  /** The last question that somebody's typing asked. */
  readonly newest: () => CompletionRequest | undefined;
}

/** Reads what is asked for a question, and offers what may be shown of it. */
export class AnswerReader {
  readonly #parts: AnswerReaderParts;

  constructor(parts: AnswerReaderParts) {
    this.#parts = parts;
  }

  /** What becomes of a request, as soon as something of it may be shown. */
  async read(asking: Asking, request: CompletionRequest, signal: AbortSignal, source: OfferSource): Promise<CompletionResult> {
    const { snapshot, trigger } = request;
    // Who asks by key press gets all that there is to choose from, which takes longer than the first line anyway.
    let known = trigger === 'invoke' ? Number.POSITIVE_INFINITY : 0;
    for (;;) {
      const heard = await asking.read(snapshot, signal, known);
      if (heard.outcome === 'answered') return this.#whole(asking, heard.answer, request, source);
      if (heard.outcome !== 'begun') return unanswered(heard);
      known = heard.raw.length;
      const offer = await this.begun({ asking, raw: heard.raw, source }, request, signal);
      if (signal.aborted) return superseded;
      // Otherwise the rest came while the filters looked at it, or what is there is of no use yet.
      if (offer && !asking.isOver) return offer;
    }
  }

  /** The lines that are there, where they may be shown. */
  async begun({ asking, raw, source }: Begun, request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | undefined> {
    const { ports } = this.#parts;
    const begun = { taskId: asking.task.id, at: asking.at, text: raw };
    const shown = await showable(ports, begun, request);
    // Of what was taken back meanwhile nothing stands on the screen.
    if (asking.isOver || signal.aborted || !('text' in shown)) return undefined;
    const offer = this.offer({ ...begun, text: shown.text }, request, source);
    if (offer) asking.show();
    return offer;
  }

  /** What is left of an answer where the question stands. */
  offer(answer: Answer, request: CompletionRequest, source: OfferSource): CompletionResult | undefined {
    const rest = remainderAt(answer, request.snapshot);
    if (!rest) return undefined;
    if (request.trigger === 'again' || this.#parts.newest() === request) this.#parts.onScreen.offer(answer, request.snapshot, rest);
    return { outcome: 'offer', offer: offerOf(answer, rest, source) };
  }

  #whole({ task, at }: Asking, answer: Showable, request: CompletionRequest, source: OfferSource): CompletionResult {
    if ('text' in answer) return this.offer({ taskId: task.id, at, text: answer.text }, request, source) ?? superseded;
    // That the model had nothing to say holds where it was asked, and not for what was typed since.
    return typedBetween(at, request.snapshot) === '' ? nothing(whyNothing(answer)) : superseded;
  }
}
