import { lineAfter, lineBefore, type Snapshot } from '../snapshot.ts';

/** What stands right before the cursor. */
export type Place = 'blank-line' | 'after-opener' | 'after-dot' | 'in-word' | 'after-space' | 'after-end' | 'after-sign';

/** What kind of statement the line begins with. */
export type Statement = 'import' | 'declaration' | 'control' | 'return' | 'other';

/** What the text around a cursor looks like, by cheap signs of the cursor's line alone: no parser, and nothing of what it says. */
export interface Look {
  readonly place: Place;
  readonly statement: Statement;
  readonly inside: 'code' | 'comment' | 'string';
  readonly right: 'nothing' | 'closers' | 'code';
  /** Characters of the line before the cursor. */
  readonly length: number;
  /** Columns of indentation, a tab as four. */
  readonly depth: number;
}

/** Of a very long line only its end is looked at. */
const mostCharacters = 400;

const opener = /(?:[{([:]|=>|\b(?:then|do|begin))\s*$/;
const comment = /^\s*(?:\/\/|#|\*|\/\*|--|<!--)|\s(?:\/\/|#|--)\s/;
const statements: readonly (readonly [Statement, RegExp])[] = [
  ['import', /^\s*(?:import|from|use|using|require|include|#include|package)\b/],
  ['declaration', /^\s*(?:export|const|let|var|val|def|fn|func|function|class|type|interface|struct|enum|public|private|static|async)\b/],
  ['control', /^\s*(?:if|else|elif|for|while|switch|case|match|try|catch|except|finally|with|when|unless)\b/],
  ['return', /^\s*(?:return|yield|throw|raise)\b/],
];

export function lookOf(snapshot: Snapshot): Look {
  const whole = lineBefore(snapshot);
  const line = whole.slice(-mostCharacters);
  const isComment = comment.test(line);
  return {
    place: placeAtEndOf(line),
    statement: statements.find(([, pattern]) => pattern.test(line))?.[0] ?? 'other',
    inside: isComment ? 'comment' : isInString(line) ? 'string' : 'code',
    right: rightOf(lineAfter(snapshot).slice(0, mostCharacters)),
    length: whole.length,
    depth: (/^\s*/.exec(whole.slice(0, mostCharacters))?.[0] ?? '').replaceAll('\t', '    ').length,
  };
}

function placeAtEndOf(line: string): Place {
  if (line.trim() === '') return 'blank-line';
  if (opener.test(line)) return 'after-opener';
  const last = line.at(-1) ?? '';
  if (last === '.') return 'after-dot';
  if (/[\p{L}\p{N}_$]/u.test(last)) return 'in-word';
  if (/\s/.test(last)) return 'after-space';
  return /[;})\]]/.test(last) ? 'after-end' : 'after-sign';
}

/** An odd number of one kind of quotes is open. Apostrophes of prose mislead it, which costs a wrong feature and no more. */
function isInString(line: string): boolean {
  return ['"', "'", '`'].some((quote) => (line.split(quote).length - 1) % 2 === 1);
}

function rightOf(text: string): Look['right'] {
  const rest = text.trim();
  if (rest === '') return 'nothing';
  return /^[)\]}>;:,"'`\s]+$/.test(rest) ? 'closers' : 'code';
}
