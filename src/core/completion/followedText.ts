import type { TextChange } from './ports.ts';

/** A piece of a text that nobody deleted, and where it stands now: in UTF-16 units of the document as it is. */
interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** A change that may yet be undone, with what was typed into it since. Lengths are enough, because only our own text is looked after. */
interface PastChange {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
  /** The pieces as they stood before it. */
  readonly before: readonly Piece[];
}

/** So many changes back may undoing go and bring text back. What is typed in one go is one. */
const mostUndone = 50;

/** What is left of a text that came into a document at once. */
export interface FollowedText {
  readonly pieces: readonly Piece[];
  /** The oldest first. */
  readonly past: readonly PastChange[];
}

export function followText(offset: number, text: string): FollowedText {
  return { pieces: text === '' ? [] : [{ offset, text }], past: [] };
}

/** So many of its characters were never deleted, or came back by undoing; a line's end is one, however the document writes it. */
export function charactersLeft({ pieces }: FollowedText): number {
  return pieces.reduce((sum, { text }) => sum + text.replaceAll('\r', '').length, 0);
}

export function afterChange({ pieces, past }: FollowedText, change: TextChange): FollowedText {
  const undone = undoneBy(past, change);
  if (undone !== undefined) return { pieces: past[undone]?.before ?? [], past: past.slice(0, undone) };
  return { pieces: pieces.flatMap((piece) => leftOf(piece, change)), past: withChange(past, change, pieces) };
}

/** The same without what stands there, which is followed as another text from now on; what was undone before stays undone. */
export function outsideOf({ pieces }: FollowedText, offset: number, length: number): FollowedText {
  const left = pieces.flatMap((piece) => [
    { offset: piece.offset, text: piece.text.slice(0, Math.max(0, offset - piece.offset)) },
    { offset: Math.max(piece.offset, offset + length), text: piece.text.slice(Math.max(0, offset + length - piece.offset)) },
  ]);
  return { pieces: left.filter(({ text }) => text !== ''), past: [] };
}

/** What stands before the change stays, what stands after it moves, and what is typed in the middle parts a piece in two. */
function leftOf(piece: Piece, { offset, removed, inserted }: TextChange): readonly Piece[] {
  const end = piece.offset + piece.text.length;
  if (end <= offset) return [piece];
  if (piece.offset >= offset + removed) return [{ ...piece, offset: piece.offset + inserted.length - removed }];
  return [
    { offset: piece.offset, text: piece.text.slice(0, Math.max(0, offset - piece.offset)) },
    { offset: offset + inserted.length, text: piece.text.slice(offset + removed - piece.offset) },
  ].filter(({ text }) => text !== '');
}

function withChange(past: readonly PastChange[], change: TextChange, before: readonly Piece[]): readonly PastChange[] {
  const { offset, removed } = change;
  const inserted = change.inserted.length;
  const last = past.at(-1);
  const isWithin = last && offset >= last.offset && offset + removed <= last.offset + last.inserted;
  if (isWithin) return [...past.slice(0, -1), { ...last, inserted: last.inserted + inserted - removed }];
  return [...past.slice(1 - mostUndone), { offset, removed, inserted, before }];
}

/** From which past change on this one undoes all. Deletions key by key, one beside the other, come back one by one or at once. */
function undoneBy(past: readonly PastChange[], change: TextChange): number | undefined {
  let all = past.at(-1);
  for (let from = past.length - 1; all; from -= 1) {
    if (isUndone(all, change)) return from;
    const earlier: PastChange | undefined = past[from - 1];
    const isBeside =
      earlier?.inserted === 0 && all.inserted === 0 && all.offset <= earlier.offset && earlier.offset <= all.offset + all.removed;
    all = isBeside ? { ...earlier, offset: all.offset, removed: all.removed + earlier.removed } : undefined;
  }
  return undefined;
}

/** As long as before, and all that was taken away of the pieces stands there again. */
function isUndone(past: PastChange, { offset, removed, inserted }: TextChange): boolean {
  if (offset !== past.offset || removed !== past.inserted || inserted.length !== past.removed) return false;
  return past.before.every((piece) => {
    const from = Math.max(piece.offset, offset);
    const to = Math.min(piece.offset + piece.text.length, offset + inserted.length);
    return from >= to || piece.text.slice(from - piece.offset, to - piece.offset) === inserted.slice(from - offset, to - offset);
  });
}
