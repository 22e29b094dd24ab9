import type { AcceptedPlace } from './keptTexts.ts';
import type { OfferOutcomes } from './offerOutcomes.ts';
import type { Followed } from './onScreen.ts';
import type { Timers } from './timers.ts';

/** The editor runs an offer's command right behind the change that took it. */
const toldWithinMs = 250;

/**
 * Tells taking all of an offer, which the editor reports, from taking the last of several pieces, which it does not: both change the document in
 * the same way, and the report comes after the change.
 */
export class TakenPieces {
  readonly #timers: Timers;
  readonly #outcomes: Pick<OfferOutcomes, 'accepted' | 'partlyAccepted'>;
  /** The rest of an offer came into the document at once, just now. */
  #rest: { readonly taskId: string; readonly characters: number; settle(isReported: boolean): void } | undefined;

  constructor(timers: Timers, outcomes: Pick<OfferOutcomes, 'accepted' | 'partlyAccepted'>) {
    this.#timers = timers;
    this.#outcomes = outcomes;
  }

  /** Another change: what came before it is not reported any more. */
  changed(): void {
    this.#rest?.settle(false);
  }

  followed({ taskId, along, taken }: Extract<Followed, { along: string }>, place: AcceptedPlace): void {
    const tell = (): void => this.#outcomes.partlyAccepted(taskId, along.length, place);
    if (taken === 'part') tell();
    if (taken !== 'last' && taken !== 'all') return;
    const cancel = this.#timers.after(toldWithinMs, () => this.changed());
    const settle = (isReported: boolean): void => {
      cancel();
      this.#rest = undefined;
      if (taken === 'last' && !isReported) tell();
    };
    this.#rest = { taskId, characters: along.length, settle };
  }

  /** The editor reports all of an offer as taken; what was typed along before is part of it, and was not taken. */
  accepted(taskId: string, characters: number, place: AcceptedPlace | undefined): void {
    const rest = this.#rest?.taskId === taskId ? this.#rest : undefined;
    rest?.settle(true);
    this.#outcomes.accepted(taskId, Math.min(characters, rest?.characters ?? characters), place);
  }
}
