import { type Answer, followedTo, remainderAt } from './answer.ts';
import type { TextChange } from './ports.ts';
import { placeAfter, type Snapshot, typedBetween } from './snapshot.ts';

/** What an edit did to what is offered. */
export type Followed = { readonly along: string; readonly taskId: string; readonly taken: Taken } | { readonly along: undefined };

/**
 * What a piece that is how the rest began may have been. `part`: nobody types so much at once; word by word or line by line it was taken. `all`: the
 * rest as it stood, which the editor tells by itself where it was taken by the key for all. `last`: the same after parts of it, so that it may be
 * one more of those.
 */
type Taken = 'nothing' | 'part' | 'last' | 'all';

interface Shown {
  readonly answer: Answer;
  /** Of the last edit that is known: it may be later than the last question. */
  readonly offset: number;
  readonly rest: string;
  /** Some of it was taken piece by piece. */
  readonly isTakenInPart: boolean;
}

/** The answer that is offered at the cursor, while the user types along with it. */
export class OnScreen {
  #shown: Shown | undefined;

  get taskId(): string | undefined {
    return this.#shown?.answer.taskId;
  }

  offer(answer: Answer, now: Snapshot, rest: string): void {
    const isTakenInPart = this.#shown?.answer.taskId === answer.taskId && this.#shown.isTakenInPart;
    this.#shown = { answer: followedTo(answer, now), offset: now.offset, rest, isTakenInPart };
  }

  clear(): void {
    this.#shown = undefined;
  }

  /** What is left of it here; empty where all of it is typed. */
  at(now: Snapshot): { readonly answer: Answer; readonly rest: string } | undefined {
    if (!this.#shown) return undefined;
    const { answer } = this.#shown;
    const rest = remainderAt(answer, now);
    return rest === undefined ? undefined : { answer, rest };
  }

  /** More is known of the same answer: the place where it goes on, if it does. */
  grow(answer: Answer): Snapshot | undefined {
    const shown = this.#shown;
    if (!shown || shown.answer.at !== answer.at || !answer.text.startsWith(shown.answer.text)) return undefined;
    const more = answer.text.slice(shown.answer.text.length);
    if (more.trim() === '') return undefined;
    this.#shown = { ...shown, answer, rest: shown.rest + more };
    return placeAfter(answer.at, answer.text.slice(0, answer.text.length - this.#shown.rest.length));
  }

  /** The place behind a single line of it, which the user comes to by taking it. */
  endOfSingleLine(): Snapshot | undefined {
    if (!this.#shown) return undefined;
    const { at, text } = this.#shown.answer;
    return text.includes('\n') ? undefined : placeAfter(at, text);
  }

  /** The cursor is before the end of it or there, and what is between is offered. */
  leadsTo(end: Snapshot, now: Snapshot): boolean {
    const rest = this.at(now)?.rest;
    return rest !== undefined && typedBetween(now, end) === rest;
  }

  /** A carriage return for each line above may stand between the two countings of offsets. */
  edited({ uri, offset, removed, inserted }: TextChange): Followed {
    const piece = inserted.replaceAll('\r\n', '\n');
    const shown = this.#shown;
    const isAlong = shown?.answer.at.uri === uri && removed === 0 && offset >= shown.offset && piece !== '' && shown.rest.startsWith(piece);
    if (!shown || !isAlong) return { along: undefined };
    const rest = shown.rest.slice(piece.length);
    const taken = takenBy(piece, rest, shown.isTakenInPart);
    this.#shown = { ...shown, offset: shown.offset + piece.length, rest, isTakenInPart: shown.isTakenInPart || taken === 'part' };
    return { along: piece, taskId: shown.answer.taskId, taken };
  }
}

function takenBy(piece: string, rest: string, isTakenInPart: boolean): Taken {
  if (rest !== '') return isPiece(piece) ? 'part' : 'nothing';
  return isTakenInPart && isPiece(piece) ? 'last' : 'all';
}

/** At least two characters with one of a word among them, or a whole line; a line break with the editor's indentation is a key. */
function isPiece(piece: string): boolean {
  return (piece.length >= 2 && /[\p{L}\p{N}_$]/u.test(piece)) || /\S.*\n/.test(piece);
}
