import { lineBefore, type Snapshot } from '../snapshot.ts';
import { isBlank } from './lines.ts';

/** How often a unit stands at an answer's end, and how much of it at the least, until that is a loop. Banners and tables repeat signs, too. */
const loops = {
  lines: { times: 3, characters: 0 },
  words: { times: 6, characters: 48 },
  signs: { times: 6, characters: 128 },
} as const;

/** Characters of the longest unit that is looked for. */
const longestUnit = 1024;

/**
 * Cut where the answer begins to go round: models that lost their thread say the same until their limit ends them, so only the end is looked
 * at. Of lines the first round stays; a line that goes round within itself goes whole.
 */
export function withoutLoop(text: string): string {
  const loop = loopAtEnd(text);
  if (!loop) return text;
  const { start, unit } = loop;
  const end = unit.includes('\n') ? text.indexOf('\n', start + unit.length - 1) : text.lastIndexOf('\n', start);
  return text.slice(0, Math.max(0, end)).trimEnd();
}

/** The answer says again what the lines right above the cursor say. */
export function repeatsAbove(text: string, snapshot: Snapshot): boolean {
  const begun = lineBefore(snapshot);
  if (!isBlank(begun)) return false;
  const lines = (begun + text).split('\n').filter((line) => !isBlank(line));
  const above = lastLines(snapshot.prefix.slice(0, snapshot.prefix.length - begun.length), linesAbove);
  const same = (count: number): boolean =>
    above.length >= count && lines.slice(0, count).every((line, index) => isSame(line, above.at(index - count)));
  const isWorthSaying = (count: number): boolean => lines.slice(0, count).some(hasWords);
  // Once more may be meant; a third time in a row, or a whole block, is not.
  if (hasWords(lines[0] ?? '') && same(1) && isSame(lines[0] ?? '', above.at(-2))) return true;
  for (let count = Math.min(lines.length, above.length); count >= 2; count -= 1)
    if ((count === lines.length || count >= 3) && same(count) && isWorthSaying(count)) return true;
  return false;
}

const linesAbove = 32;

function lastLines(text: string, count: number): readonly string[] {
  const lines: string[] = [];
  for (let end = text.length; end > 0 && lines.length < count; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!isBlank(line)) lines.unshift(line);
    end = start - 1;
  }
  return lines;
}

const isSame = (line: string, other: string | undefined): boolean => line.trimEnd() === other?.trimEnd();
const hasWords = (text: string): boolean => /\p{L}[^\p{L}]*\p{L}[^\p{L}]*\p{L}/u.test(text);

function loopAtEnd(text: string): { readonly start: number; readonly unit: string } | undefined {
  const again = sameFromEnd(text);
  for (let length = 1; length <= again.length; length += 1) {
    const looped = length + (again[length - 1] ?? 0);
    if (looped + 1 < 3 * length) continue;
    const unit = text.slice(text.length - length);
    const { times, characters } = loops[unit.includes('\n') ? 'lines' : /\p{L}/u.test(unit) ? 'words' : 'signs'];
    // The last round of lines lacks its line end.
    if (looped + 1 < times * length || looped < characters || (unit.includes('\n') && !hasWords(unit))) continue;
    return { start: text.length - looped, unit };
  }
  return undefined;
}

/** For each distance from 1 on: how many characters at the text's end equal those so far before them. (The Z-algorithm, backwards.) */
function sameFromEnd(text: string): Int32Array {
  const { length } = text;
  const at = (index: number): number => text.charCodeAt(length - 1 - index);
  const same = new Int32Array(length);
  let [from, to] = [0, 0];
  for (let index = 1; index < length; index += 1) {
    let count = index < to ? Math.min(to - index, same[index - from] ?? 0) : 0;
    while (index + count < length && at(count) === at(index + count)) count += 1;
    same[index] = count;
    if (index + count > to) [from, to] = [index, index + count];
  }
  return same.subarray(1, Math.min(length, longestUnit + 1));
}
