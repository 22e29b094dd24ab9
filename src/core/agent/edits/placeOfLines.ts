import type { EditBlock } from '../call.ts';
import { type Indentation, indentationOf, indented } from './indentation.ts';
import { endingAt } from './lineEndings.ts';
import { occurrences } from './occurrences.ts';
import { mostPlaces, type Place } from './place.ts';
import { isBlank, type TextLine, textLines } from './textLines.ts';

/** Lines compared at the most, where many places look alike but for how they are indented; beyond, the block counts as ambiguous. */
const mostCompared = 500_000;

const none: Place = { found: 'no', lines: [] };

/** Where whole lines fit but for blanks: first those at their ends only, then also how they are indented and tabs between words. */
export function placeOfLines(text: string, edit: EditBlock): Place {
  const block = blockLines(edit);
  if (block.search.length === 0) return none;
  const lines = textLines(text);
  const byEnds = placesBy(
    lines,
    block.search,
    (line) => line.trimEnd(),
    () => same,
  );
  if (byEnds.length > 0) return placed(text, lines, block, byEnds);
  return placed(text, lines, block, placesBy(lines, block.search, wordsOf, indentationOf));
}

/** Without the blanks around it, and one for those between words. */
function wordsOf(line: string): string {
  const text = line.trim();
  return text.includes('\t') || text.includes('  ') ? text.replaceAll(/[ \t]+/g, ' ') : text;
}

interface BlockLines {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** Whole lines, without the blank ones around them that the search has: the replacement has them too, or means none. */
function blockLines({ search, replace }: EditBlock): BlockLines {
  const [wanted, put] = [search, replace].map((each) => textLines(each).map(({ text }) => text));
  if (!wanted || !put || wanted.every(isBlank)) return { search: [], replace: [] };
  const first = wanted.findIndex((line) => !isBlank(line));
  const last = wanted.findLastIndex((line) => !isBlank(line));
  const [before, behind] = [blankAtStart(put, first), blankAtStart(put.toReversed(), wanted.length - 1 - last)];
  return { search: wanted.slice(first, last + 1), replace: put.slice(before, Math.max(before, put.length - behind)) };
}

function blankAtStart(lines: readonly string[], most: number): number {
  const first = lines.findIndex((line) => !isBlank(line));
  return Math.min(first < 0 ? lines.length : first, most);
}

interface LinePlace {
  readonly line: number;
  readonly indents: Indentation;
}

const same: Indentation = new Map();

function placesBy(
  lines: readonly TextLine[],
  search: readonly string[],
  keyOf: (line: string) => string,
  indentsOf: (block: readonly string[], file: readonly TextLine[]) => Indentation | undefined,
): readonly LinePlace[] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const key = keyOf(line);
    const known = numbers.get(key);
    if (known === undefined) numbers.set(key, numbers.size);
    return known ?? numbers.size - 1;
  };
  const pattern = search.map(numberOf);
  const within = lines.map(({ text }) => numberOf(text));
  const places: LinePlace[] = [];
  let compared = 0;
  occurrences(within, pattern, (line) => {
    compared += search.length;
    const indents = compared > mostCompared ? same : indentsOf(search, lines.slice(line, line + search.length));
    if (indents) places.push({ line, indents });
    return places.length === mostPlaces;
  });
  return places;
}

function placed(text: string, lines: readonly TextLine[], block: BlockLines, places: readonly LinePlace[]): Place {
  const [place, ...others] = places;
  if (!place) return none;
  if (others.length > 0) return { found: 'no', lines: places.map(({ line }) => line + 1) };
  const found = lines.slice(place.line, place.line + block.search.length);
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return none;
  const put = newLines(text, found, block, place.indents);
  if (put.length === 0) return { found: 'loosely', start: first.start, end: last.end, text: '' };
  const ending = endingAt(text, first.start) ?? '\n';
  return { found: 'loosely', start: first.start, end: last.textEnd, text: put.join(ending) };
}

/** Lines that the block keeps at its beginning and end stay as the file has them, with their blanks. */
function newLines(text: string, found: readonly TextLine[], { search, replace }: BlockLines, indents: Indentation): readonly string[] {
  const most = Math.min(search.length, replace.length);
  let start = 0;
  while (start < most && search[start] === replace[start]) start += 1;
  let end = 0;
  while (end < most - start && search.at(-1 - end) === replace.at(-1 - end)) end += 1;
  const kept = found.map((line) => text.slice(line.start, line.textEnd));
  const put = replace.slice(start, replace.length - end).map((line) => (indents === same ? line : indented(line, indents)));
  return [...kept.slice(0, start), ...put, ...kept.slice(kept.length - end)];
}
