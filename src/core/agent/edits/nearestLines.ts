import { textLines } from './textLines.ts';

const mostLines = 12;
const mostCharacters = 160;

/** The part of the file that has most of the lines that were searched, or the line that has most of its words: numbered, at most some 2,000 characters. */
export function nearestLines(text: string, search: string): string {
  const lines = textLines(text).map((line) => line.text);
  const wanted = textLines(search).map((line) => line.text);
  const around = nearestByLines(lines, wanted) ?? nearestByWords(lines, wanted);
  if (around === undefined) return 'Nothing in the file is like it: read the file again.';
  const from = Math.max(0, Math.min(around, lines.length - 1));
  const shown = lines.slice(from, from + Math.min(mostLines, Math.max(3, wanted.length)));
  const numbered = shown.map(
    (line, index) => `${from + index + 1} | ${line.length > mostCharacters ? `${line.slice(0, mostCharacters)}...` : line}`,
  );
  return `The nearest lines:\n${numbered.join('\n')}`;
}

/** Where a stretch as long as the search holds the most of its lines, blanks and brackets aside. */
function nearestByLines(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const telling = new Set(wanted.map((line) => line.trim()).filter((line) => /\w{2}/.test(line)));
  const isTelling = lines.map((line) => telling.has(line.trim()));
  let best = { count: 0, start: 0 };
  let count = 0;
  for (const [index, here] of isTelling.entries()) {
    count += here ? 1 : 0;
    const start = index - wanted.length + 1;
    if (start > 0 && isTelling[start - 1]) count -= 1;
    if (count > best.count) best = { count, start: Math.max(0, start) };
  }
  if (best.count === 0) return undefined;
  // The first of a stretch that is full of them may lie behind its beginning: what stands before it is shown no more than the search has it.
  const first = isTelling.indexOf(true, best.start);
  const before = wanted.findIndex((line) => line.trim() === lines[first]?.trim());
  return Math.max(best.start, first - Math.max(0, before));
}

/** The line with the most words of the search's longest line; at least half of them. */
function nearestByWords(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const longest = wanted.reduce((most, line) => (line.trim().length > most.length ? line.trim() : most), '').slice(0, 1000);
  const words = new Set(longest.match(/\w+/g));
  let best = { count: 0, line: 0 };
  for (const [index, line] of lines.entries()) {
    const count = new Set(
      line
        .slice(0, 1000)
        .match(/\w+/g)
        ?.filter((word) => words.has(word)),
    ).size;
    if (count > best.count) best = { count, line: index };
  }
  return best.count > 0 && best.count * 2 >= words.size ? best.line - 1 : undefined;
}
