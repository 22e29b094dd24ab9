import type { AcceptedPlace } from './keptTexts.ts';
import type { OfferOutcomes } from './offerOutcomes.ts';
import type { Followed } from './onScreen.ts';
import type { Timers } from './timers.ts';

/** The editor runs an offer's command right behind the change that took it. */
const toldWithinMs = 250;

/**
 * Tells taking all of an offer, which the editor reports, from taking a piece of one, which it does not: both change the document in the same way,
 * and the report comes after the change. It may be of another offer, which is how the one on the screen begins.
 */
export class TakenPieces {
  readonly #timers: Timers;
  readonly #outcomes: Pick<OfferOutcomes, 'accepted' | 'partlyAccepted'>;
  /** A piece or the rest of an offer came into the document at once, just now. */
  #piece: { readonly taskId: string; readonly text: string; readonly isPart: boolean; settle(isReported: boolean): void } | undefined;

  constructor(timers: Timers, outcomes: Pick<OfferOutcomes, 'accepted' | 'partlyAccepted'>) {
    this.#timers = timers;
    this.#outcomes = outcomes;
  }

  /** Another change: what came before it is not reported any more. */
  changed(): void {
    this.#piece?.settle(false);
  }

  /** A question after it was answered: a piece that was taken counts before what is offered next. */
  asked(): void {
    if (this.#piece?.isPart) this.changed();
  }

  followed({ taskId, along, taken }: Extract<Followed, { along: string }>, place: AcceptedPlace): void {
    if (taken === 'nothing') return;
    const cancel = this.#timers.after(toldWithinMs, () => this.changed());
    const settle = (isReported: boolean): void => {
      cancel();
      this.#piece = undefined;
      if (taken !== 'all' && !isReported) this.#outcomes.partlyAccepted(taskId, along.length, place);
    };
    this.#piece = { taskId, text: along, isPart: taken === 'part', settle };
  }

  /** The editor reports all of an offer as taken; what was typed along before is part of it, and was not taken. */
  accepted(taskId: string, characters: number, place: AcceptedPlace | undefined): void {
    const piece = this.#piece;
    const isOwn = piece?.taskId === taskId;
    if (isOwn || piece?.text.length === characters) piece?.settle(true);
    this.#outcomes.accepted(taskId, isOwn ? Math.min(characters, piece.text.length) : characters, place);
  }
}
