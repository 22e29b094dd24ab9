import { areNearlySame, type Piece } from './piece.ts';

/** As llama.vscode has them: so many chunks in the prompt's part that stays, and so many that wait for a quiet moment. */
const most = { kept: 16, waiting: 16 } as const;

/**
 * What the user looked at lately. A chunk waits until nothing is asked for a while, so that the prompt changes while nobody waits for its
 * answer.
 */
export class ChunkRing {
  #kept: readonly Piece[] = [];
  #waiting: readonly Piece[] = [];

  get kept(): readonly Piece[] {
    return this.#kept;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** What is there already, word for word, is passed over; what is nearly the same gives way to the newer text. */
  pick(piece: Piece): void {
    if ([...this.#kept, ...this.#waiting].some(({ text, file }) => text === piece.text && file.uri === piece.file.uri)) return;
    const isOther = (other: Piece): boolean => !areNearlySame(other, piece);
    this.#kept = this.#kept.filter(isOther);
    this.#waiting = [...this.#waiting.filter(isOther), piece].slice(-most.waiting);
  }

  /** Lets the one in that waited longest; false where none waits. */
  advance(): boolean {
    const [first, ...others] = this.#waiting;
    if (!first) return false;
    this.#waiting = others;
    this.#kept = [...this.#kept, first].slice(-most.kept);
    return true;
  }

  /** Takes out what is not to be there any more. */
  keepOnly(isKept: (piece: Piece) => boolean): void {
    this.#kept = this.#kept.filter(isKept);
    this.#waiting = this.#waiting.filter(isKept);
  }
}
