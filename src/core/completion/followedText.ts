import type { TextChange } from './ports.ts';

/** A piece of a text that nobody deleted, and where it stands now: in UTF-16 units of the document as it is. */
interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** A change that took pieces away, with all that was typed in their place since, and the pieces as they stood before it. */
interface Cut {
  readonly offset: number;
  readonly removed: number;
  /** So much stands there now instead. */
  readonly inserted: number;
  readonly before: readonly Piece[];
}

/** What is left of a text that came into a document at once. */
export interface FollowedText {
  readonly pieces: readonly Piece[];
  /** The last change that took something of it away, as long as nothing happened elsewhere: undoing it brings that back. */
  readonly lastCut?: Cut;
}

export function followText(offset: number, text: string): FollowedText {
  return { pieces: text === '' ? [] : [{ offset, text }] };
}

/** So many of its characters were never deleted, or came back by undoing; a line's end is one, however the document writes it. */
export function charactersLeft({ pieces }: FollowedText): number {
  return pieces.reduce((sum, { text }) => sum + text.replaceAll('\r', '').length, 0);
}

export function afterChange({ pieces, lastCut }: FollowedText, change: TextChange): FollowedText {
  if (lastCut && isUndone(lastCut, change)) return { pieces: lastCut.before };
  const left = pieces.flatMap((piece) => leftOf(piece, change));
  const longer = lastCut && widened(lastCut, change);
  if (longer) return { pieces: left, lastCut: longer };
  const { offset, removed, inserted } = change;
  return lengthOf(left) < lengthOf(pieces)
    ? { pieces: left, lastCut: { offset, removed, inserted: inserted.length, before: pieces } }
    : { pieces: left };
}

/** What stands before the change stays, what stands after it moves, and what is typed in the middle parts a piece in two. */
function leftOf(piece: Piece, { offset, removed, inserted }: TextChange): readonly Piece[] {
  const moved = inserted.length - removed;
  const end = piece.offset + piece.text.length;
  if (end <= offset) return [piece];
  if (piece.offset >= offset + removed) return [{ ...piece, offset: piece.offset + moved }];
  return [
    { offset: piece.offset, text: piece.text.slice(0, Math.max(0, offset - piece.offset)) },
    { offset: offset + inserted.length, text: piece.text.slice(offset + removed - piece.offset) },
  ].filter(({ text }) => text !== '');
}

/** The editor puts back at once what was deleted key by key: one cut with its neighbours, and with what was then typed in its place. */
function widened(cut: Cut, { offset, removed, inserted }: TextChange): Cut | undefined {
  if (offset >= cut.offset && offset + removed <= cut.offset + cut.inserted)
    return { ...cut, inserted: cut.inserted + inserted.length - removed };
  if (cut.inserted === 0 && inserted === '' && offset <= cut.offset && cut.offset <= offset + removed)
    return { ...cut, offset, removed: cut.removed + removed };
  return undefined;
}

/** All that the cut took away of the pieces stands there again. */
function isUndone(cut: Cut, { offset, removed, inserted }: TextChange): boolean {
  if (offset !== cut.offset || removed !== cut.inserted || inserted.length !== cut.removed) return false;
  return cut.before.every((piece) => {
    const from = Math.max(piece.offset, offset);
    const to = Math.min(piece.offset + piece.text.length, offset + inserted.length);
    return from >= to || piece.text.slice(from - piece.offset, to - piece.offset) === inserted.slice(from - offset, to - offset);
  });
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}
