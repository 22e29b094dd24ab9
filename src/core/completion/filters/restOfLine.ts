import { lineAfter, type Snapshot } from '../snapshot.ts';
import { isBlank } from './lines.ts';

/**
 * Where text stands right of the cursor, only what belongs before it in the same line: the first line of the answer, without the longest end that
 * is how that text begins (`)` typed by the editor).
 */
export function withoutRestOfLine(text: string, snapshot: Snapshot): string {
  const after = lineAfter(snapshot).trimEnd();
  if (isBlank(after)) return text;
  const [line = ''] = text.split('\n', 1);
  return withoutOverlap(line.trimEnd(), after);
}

function withoutOverlap(line: string, after: string): string {
  for (const length of overlaps(line, after)) {
    const kept = line.slice(0, line.length - length);
    // `bar(x)` before a `)` is whole in itself: its bracket is not the one that stands there already.
    const tearsPair = isBalanced(line) && !isBalanced(kept);
    if (!tearsPair && isSure(kept, after.slice(0, length), after)) return kept;
  }
  // `bar(x);` before `);`
  const last = line.at(-1);
  return last !== undefined && /^[)\]}]+[;,]$/.test(after) && after.endsWith(last) && /[;,]/.test(last) ? line.slice(0, -1) : line;
}

/** All that follows is said again, or words of it, not half of one; or signs. A letter or two may well be meant. */
function isSure(kept: string, said: string, after: string): boolean {
  if (said === after || /^[^\p{L}\p{N}_]+$/u.test(said)) return !isBlank(said);
  const splitsWord = /[\p{L}\p{N}_]$/u.test(kept) && /^[\p{L}\p{N}_]/u.test(said);
  return !splitsWord && /[\p{L}\p{N}_]{3}/u.test(said);
}

/** How long the ends of one text are that the other one begins with, the longest first. (The prefix function of Knuth, Morris and Pratt.) */
function overlaps(line: string, after: string): readonly number[] {
  const end = line.slice(Math.max(0, line.length - after.length));
  const border = new Int32Array(after.length);
  for (let index = 1; index < after.length; index += 1)
    border[index] = step(after, border, border[index - 1] ?? 0, after.charCodeAt(index));
  let length = 0;
  for (let index = 0; index < end.length; index += 1) length = step(after, border, length, end.charCodeAt(index));
  const found: number[] = [];
  for (; length > 0; length = border[length - 1] ?? 0) found.push(length);
  return found;
}

function step(pattern: string, border: Int32Array, matched: number, unit: number): number {
  let length = matched;
  if (length === pattern.length) length = border[length - 1] ?? 0;
  while (length > 0 && pattern.charCodeAt(length) !== unit) length = border[length - 1] ?? 0;
  return pattern.charCodeAt(length) === unit ? length + 1 : 0;
}

/** Every bracket that closes was opened before, and none is left open. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
