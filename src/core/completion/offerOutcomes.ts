import { localDay, type OutcomeEvent, type OutcomeType } from '../ledger/index.ts';
import type { Clock } from '../router.ts';
import type { Offer } from './offer.ts';
import type { Timers } from './timers.ts';

/** An offer counts as shown after this long: what flashes by while typing was seen by nobody. */
const shownAfterMs = 400;

export interface OfferOutcomePorts {
  readonly timers: Timers;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly record: (event: OutcomeEvent) => void;
}

interface OpenOffer {
  readonly taskId: string;
  readonly characters: number;
  wasShown: boolean;
  readonly cancelShowing: () => void;
}

/**
 * Follows what becomes of offers. The editor reports acceptance only; that an offer was shown is inferred from time, that it was rejected from
 * what the user did next.
 */
export class OfferOutcomes {
  readonly #ports: OfferOutcomePorts;
  #open: OpenOffer | undefined;

  constructor(ports: OfferOutcomePorts) {
    this.#ports = ports;
  }

  /** The same answer may be offered again and again while the user types along with it: it stays one offer. */
  offered({ taskId, text }: Offer): void {
    if (this.#open?.taskId === taskId) return;
    this.passedBy();
    const open: OpenOffer = {
      taskId,
      characters: text.length,
      wasShown: false,
      cancelShowing: this.#ports.timers.after(shownAfterMs, () => this.#show(open)),
    };
    this.#open = open;
  }

  accepted(taskId: string, characters: number): void {
    if (this.#open?.taskId === taskId) {
      if (!this.#open.wasShown) this.#show(this.#open);
      this.#open.cancelShowing();
      this.#open = undefined;
    }
    this.#record(taskId, 'accepted', characters, 'reported');
  }

  /** The user typed it to its end by hand: it was neither taken nor turned down. */
  typedOut(taskId: string): void {
    if (this.#open?.taskId !== taskId) return;
    this.#open.cancelShowing();
    this.#open = undefined;
  }

  /** The user went on without it. */
  passedBy(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.cancelShowing();
    if (open?.wasShown) this.#record(open.taskId, 'rejected', open.characters, 'inferred');
  }

  #show(open: OpenOffer): void {
    open.wasShown = true;
    this.#record(open.taskId, 'shown', open.characters, 'inferred');
  }

  #record(taskId: string, type: OutcomeType, characters: number, evidence: 'reported' | 'inferred'): void {
    const { clock, newId, record } = this.#ports;
    const atMs = clock.now();
    record({
      id: newId(),
      taskId,
      type,
      atMs,
      localDay: localDay(atMs, clock.timeZone()),
      characters,
      isInferred: evidence === 'inferred',
    });
  }
}
