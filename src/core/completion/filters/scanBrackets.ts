import { indentationOf } from './lines.ts';
import { Skipping } from './skipping.ts';

export interface Bracket {
  readonly character: string;
  readonly index: number;
}

export interface Brackets {
  /** Opened and not closed, the innermost last. */
  readonly open: readonly Bracket[];
  /** Closed and not opened, the innermost first. */
  readonly extra: readonly Bracket[];
  /** The text ends within a comment, or a string of several lines. */
  readonly endsInside: boolean;
}

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function isPair(opener: Bracket, closer: Bracket): boolean {
  return openerOf[closer.character] === opener.character;
}

/** The brackets without a partner, found in one pass. */
export function scanBrackets(text: string, languageId: string): Brackets {
  const open: Bracket[] = [];
  const extra: Bracket[] = [];
  /** How many of each kind are open: whoever closes none need not look for it. */
  const opened: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  const skipping = new Skipping(text, languageId);
  for (let index = 0; index < text.length; index += 1) {
    const end = skipping.from(index);
    if (end === undefined) return { open, extra, endsInside: true };
    if (end > index) {
      index = end - 1;
      continue;
    }
    const character = text.charAt(index);
    const opener = openerOf[character];
    if (character in opened) {
      open.push({ character, index });
      opened[character] = (opened[character] ?? 0) + 1;
    } else if (opener !== undefined) {
      if (opened[opener] === 0) extra.push({ character, index });
      else closeUpTo(opener, open, opened);
    }
  }
  return { open, extra, endsInside: false };
}

/** What was opened further in and never closed is passed over. */
function closeUpTo(opener: string, open: Bracket[], opened: Record<string, number>): void {
  for (let last = open.pop(); last; last = open.pop()) {
    opened[last.character] = (opened[last.character] ?? 0) - 1;
    if (last.character === opener) return;
  }
}

/** The blanks that begin the line in which that index is. */
export function indentationAt(text: string, index: number): string {
  return indentationOf(text.slice(text.lastIndexOf('\n', index - 1) + 1, index + 1));
}
