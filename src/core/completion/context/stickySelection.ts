import { utf8Bytes } from '../../tokens/index.ts';
import { areNearlySame, type Piece } from './piece.ts';

/** A piece that could stand in the prompt, and what it is thought to be worth there: 0 for nothing, about 1 for the best. */
export interface Offered {
  readonly piece: Piece;
  readonly score: number;
}

/** What stands in the prompt stays there until it is worth so much less than the least of those that belong there. */
const stillGoodEnough = 0.5;

/** So many of the best are looked at. */
const mostPieces = 24;

/** A name and the marks around it, in bytes. */
const framingBytes = 16;

/**
 * Which pieces stand in the prompt, and in which order. What was in the last prompt keeps its place and its bytes while it is good enough, and
 * what is new comes after it, because servers keep a prompt's beginning: whatever changes there makes them read all the rest anew.
 */
export class StickySelection {
  #held: readonly Piece[] = [];

  /**
   * `offered` is all that could stand there now. A held piece that is not among them, not even nearly as it was, is out. `saysNew` is asked of
   * those only that might be chosen.
   */
  choose(offered: readonly Offered[], roomBytes: number, saysNew: (piece: Piece) => boolean): readonly Piece[] {
    const best = offered
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostPieces)
      .filter(({ piece }) => saysNew(piece));
    const wanted = fitting(best, roomBytes);
    const leastScore = wanted.length < best.length ? (wanted.at(-1)?.score ?? 0) : 0;
    const held = this.#held.flatMap((piece) => {
      const now = offeredAs(piece, offered);
      return now && saysNew(piece) && now.score >= leastScore * stillGoodEnough ? [{ piece, score: now.score }] : [];
    });
    this.#held = fitting([...held, ...wanted], roomBytes).map(({ piece }) => piece);
    return this.#held;
  }
}

/** The same text of the same file, or what became of it by a small change. */
function offeredAs(held: Piece, offered: readonly Offered[]): Offered | undefined {
  const ofFile = offered.filter(({ piece }) => piece.file.uri === held.file.uri);
  return ofFile.find(({ piece }) => piece.text === held.text) ?? ofFile.find(({ piece }) => areNearlySame(piece, held));
}

/** In their order, as many as there is room for, and nothing twice. */
function fitting(offered: readonly Offered[], roomBytes: number): readonly Offered[] {
  const taken: Offered[] = [];
  let room = roomBytes;
  for (const each of offered) {
    const bytes = bytesOf(each.piece);
    if (bytes > room || taken.some(({ piece }) => isSaidBy(piece, each.piece))) continue;
    taken.push(each);
    room -= bytes;
  }
  return taken;
}

function isSaidBy(said: Piece, piece: Piece): boolean {
  return said.text.includes(piece.text) || piece.text.includes(said.text) || areNearlySame(said, piece);
}

export function bytesOf({ text, file }: Pick<Piece, 'text' | 'file'>): number {
  return utf8Bytes(text) + utf8Bytes(file.path) + framingBytes;
}
