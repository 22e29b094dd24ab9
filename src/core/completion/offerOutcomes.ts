import { LRUCache } from 'lru-cache';
import { localDay, type OutcomeEvent, type OutcomeType } from '../ledger/index.ts';
import type { Clock } from '../router.ts';
import { type AcceptedPlace, KeptTexts, type KeptTextsOptions } from './keptTexts.ts';
import type { Offer } from './offer.ts';
import type { TextChange } from './ports.ts';
import type { Timers } from './timers.ts';
import type { WorthJudge } from './worth/judge.ts';

/** An offer counts as shown after this long: what flashes by while typing was seen by nobody. */
const shownAfterMs = 400;

export interface OfferOutcomePorts {
  readonly timers: Timers;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly record: (event: OutcomeEvent) => void;
  readonly worth?: Pick<WorthJudge, 'learn'>;
}

interface OpenOffer {
  readonly taskId: string;
  /** So many characters of it were accepted elsewhere before. */
  readonly acceptedBefore: number;
  readonly cancelShowing: () => void;
}

/** What is known of an answer, and what was stored of it, in characters. */
interface AnswerBook {
  readonly taskId: string;
  /** The most that was offered of it at once. */
  offered: number;
  shown: number;
  accepted: number;
  /** Its acceptance has taught what is worth asking. */
  isLearned: boolean;
  readonly ends: Set<'rejected' | 'kept' | 'reverted'>;
}

/**
 * Follows what becomes of offers. The editor reports only that one was taken whole; that it was shown is inferred from time, that it was
 * rejected or taken in part from what the user did next, and what was kept from what became of the text. Nothing is stored twice for an
 * answer, however often it is offered, and no rejection after an acceptance.
 */
export class OfferOutcomes {
  readonly #ports: OfferOutcomePorts;
  readonly #kept: KeptTexts;
  /** Of the last answers. */
  readonly #books = new LRUCache<string, AnswerBook>({ max: 256 });
  #open: OpenOffer | undefined;

  constructor(ports: OfferOutcomePorts, options: KeptTextsOptions = {}) {
    this.#ports = ports;
    this.#kept = new KeptTexts({ ...ports, onChecked: (taskId, characters) => this.#checked(taskId, characters) }, options);
  }

  /** The same answer may be offered again and again while the user types along with it: it stays one offer. */
  offered({ taskId, text, said = 0 }: Offer): void {
    if (this.#open?.taskId !== taskId) this.passedBy();
    const book = this.#book(taskId);
    const acceptedBefore = this.#open?.acceptedBefore ?? book.accepted;
    // What was taken of it since it was first offered here was offered, too.
    const offered = Math.max(book.accepted - acceptedBefore, said) + text.length;
    const isMore = offered > book.offered;
    book.offered = Math.max(book.offered, offered);
    // More of an answer that was seen is another sight.
    if (this.#open && (!isMore || book.shown === 0)) return;
    this.#open?.cancelShowing();
    this.#open = { taskId, acceptedBefore, cancelShowing: this.#ports.timers.after(shownAfterMs, () => this.#show(book)) };
  }

  /** The user took all that was offered; of what was taken in part before, only the rest counts. */
  accepted(taskId: string, characters: number, place?: AcceptedPlace): void {
    this.#take(taskId, characters, place, 'accepted');
    if (this.#open?.taskId === taskId) this.#close();
  }

  /** The user took the next word or line of it, which the editor does not report. The rest is still offered. */
  partlyAccepted(taskId: string, characters: number, place?: AcceptedPlace): void {
    this.#take(taskId, characters, place, 'inferred');
  }

  /**
   * All of it stands in the document, typed by hand: what was shown is what the user wanted, and it was kept. It was not accepted, because
   * nobody pressed the key that takes it.
   */
  typedOut(taskId: string): void {
    if (this.#open?.taskId !== taskId) return;
    this.#close();
    const book = this.#book(taskId);
    if (book.shown > 0 && book.accepted === 0) this.#end(book, 'kept', book.shown);
  }

  /** The user went elsewhere, which says nothing about the offer. */
  left(): void {
    this.#close();
  }

  /** The user went on without it. */
  passedBy(): void {
    const open = this.#close();
    const book = open && this.#book(open.taskId);
    if (!book || book.shown === 0 || book.accepted > 0 || book.ends.has('kept')) return;
    if (this.#end(book, 'rejected', book.shown)) this.#ports.worth?.learn(book.taskId, 'rejected', book.shown);
  }

  /** Whichever document changed, and before the acceptance that the change was. */
  edited(change: TextChange): void {
    this.#kept.edited(change);
  }

  /** The document is gone, or not watched any more: what was accepted there is not judged. */
  closed(uri: string): void {
    this.#kept.forget(uri);
  }

  /** Nothing is recorded after it. */
  close(): void {
    this.#close();
    this.#kept.close();
  }

  #take(taskId: string, characters: number, place: AcceptedPlace | undefined, certainty: 'accepted' | 'inferred'): void {
    const book = this.#book(taskId);
    if (book.offered === 0) book.offered = characters;
    // What was taken was seen, whatever was thought of it before.
    this.#recordShown(book);
    const taken = Math.min(characters, book.offered - book.accepted);
    if (taken > 0) {
      book.accepted += taken;
      this.#record(taskId, 'accepted', taken, certainty === 'inferred');
    }
    if (this.#open?.taskId !== taskId) this.#learnAccepted(book);
    if (place && !book.ends.has('reverted')) this.#kept.follow(taskId, place, book.accepted);
  }

  #show(book: AnswerBook): void {
    if (!book.ends.has('rejected') && !book.ends.has('kept')) this.#recordShown(book);
  }

  #recordShown(book: AnswerBook): void {
    const unseen = book.offered - book.shown;
    if (unseen <= 0) return;
    book.shown = book.offered;
    this.#record(book.taskId, 'shown', unseen, true);
  }

  #checked(taskId: string, characters: number): void {
    if (characters > 0) this.#record(taskId, 'kept', characters, true);
    else this.#end(this.#book(taskId), 'reverted', 0);
  }

  /** Answers whether it is news. */
  #end(book: AnswerBook, type: 'rejected' | 'kept' | 'reverted', characters: number): boolean {
    if (book.ends.has(type)) return false;
    book.ends.add(type);
    this.#record(book.taskId, type, characters, true);
    return true;
  }

  #close(): OpenOffer | undefined {
    const open = this.#open;
    this.#open = undefined;
    open?.cancelShowing();
    // Only now is it known how much of it was taken.
    if (open) this.#learnAccepted(this.#book(open.taskId));
    return open;
  }

  #learnAccepted(book: AnswerBook): void {
    if (book.accepted === 0 || book.isLearned) return;
    book.isLearned = true;
    this.#ports.worth?.learn(book.taskId, 'accepted', book.accepted);
  }

  #book(taskId: string): AnswerBook {
    const book = this.#books.get(taskId) ?? { taskId, offered: 0, shown: 0, accepted: 0, isLearned: false, ends: new Set() };
    this.#books.set(taskId, book);
    return book;
  }

  #record(taskId: string, type: OutcomeType, characters: number, isInferred: boolean): void {
    const { clock, newId, record } = this.#ports;
    const atMs = clock.now();
    record({ id: newId(), taskId, type, atMs, localDay: localDay(atMs, clock.timeZone()), characters, isInferred });
  }
}
