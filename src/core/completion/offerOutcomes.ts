import { LRUCache } from 'lru-cache';
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
  readonly cancelShowing: () => void;
}

/**
 * Follows what becomes of offers. The editor reports acceptance only; that an offer was shown is inferred from time, that it was rejected from
 * what the user did next. Each is stored once for an answer, however often it is offered, and nothing inferred after an end.
 */
export class OfferOutcomes {
  readonly #ports: OfferOutcomePorts;
  /** What was stored of the last answers. */
  readonly #stored = new LRUCache<string, Set<OutcomeType>>({ max: 256 });
  #open: OpenOffer | undefined;

  constructor(ports: OfferOutcomePorts) {
    this.#ports = ports;
  }

  /** The same answer may be offered again and again while the user types along with it: it stays one offer. */
  offered({ taskId, text }: Offer): void {
    if (this.#open?.taskId === taskId) return;
    this.passedBy();
    const characters = text.length;
    this.#open = {
      taskId,
      characters,
      cancelShowing: this.#ports.timers.after(shownAfterMs, () => this.#record(taskId, 'shown', characters)),
    };
  }

  accepted(taskId: string, characters: number): void {
    if (this.#open?.taskId === taskId) this.#close();
    this.#record(taskId, 'shown', characters);
    this.#record(taskId, 'accepted', characters);
  }

  /**
   * All of it stands in the document, typed by hand or taken word by word, which the editor does not report: what was shown is what the user
   * wanted, and it was kept. It was not accepted, because nobody pressed the key that takes it.
   */
  typedOut(taskId: string): void {
    if (this.#open?.taskId !== taskId) return;
    const open = this.#close();
    if (open && this.#wasShown(open)) this.#record(taskId, 'kept', open.characters);
  }

  /** The user went elsewhere, which says nothing about the offer. */
  left(): void {
    this.#close();
  }

  /** The user went on without it. */
  passedBy(): void {
    const open = this.#close();
    if (open && this.#wasShown(open)) this.#record(open.taskId, 'rejected', open.characters);
  }

  #wasShown({ taskId }: OpenOffer): boolean {
    return this.#stored.get(taskId)?.has('shown') ?? false;
  }

  #close(): OpenOffer | undefined {
    const open = this.#open;
    this.#open = undefined;
    open?.cancelShowing();
    return open;
  }

  #record(taskId: string, type: OutcomeType, characters: number): void {
    const stored = this.#stored.get(taskId) ?? new Set();
    const isInferred = type !== 'accepted';
    if (stored.has(type) || stored.has('accepted') || (isInferred && stored.has('kept')) || (type === 'shown' && stored.has('rejected')))
      return;
    this.#stored.set(taskId, stored.add(type));
    const { clock, newId, record } = this.#ports;
    const atMs = clock.now();
    record({ id: newId(), taskId, type, atMs, localDay: localDay(atMs, clock.timeZone()), characters, isInferred });
  }
}
