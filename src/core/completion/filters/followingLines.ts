import { lineBefore, type Snapshot } from '../snapshot.ts';
import { isBlank, isTelling } from './lines.ts';

/** Lines below the cursor that an answer is compared with. */
const linesBelow = 32;

/**
 * Without what stands below the cursor already: cut from the first line on that is the next line there, or else without the longest end that is
 * how the lines below begin. A lone bracket is no repetition: an `if` inside a block ends like the block.
 */
export function withoutFollowingLines(text: string, snapshot: Snapshot): string {
  const below = linesOf(snapshot.suffix);
  const [next] = below;
  if (next === undefined) return text;
  const lines = text.split('\n');
  const shown = lines.map((line, index) => (index === 0 ? lineBefore(snapshot) + line : line).trimEnd());
  const repeated = isTelling(next) ? shown.indexOf(next) : -1;
  if (repeated !== -1) return upTo(lines, repeated);
  const said = shown.flatMap((line, index) => (isBlank(line) ? [] : [{ line, index }]));
  for (let count = Math.min(said.length, below.length); count >= 2; count -= 1) {
    const end = said.slice(said.length - count);
    if (end.every(({ line }, index) => line === below[index]) && end.some(({ line }) => isTelling(line)))
      return upTo(lines, end[0]?.index ?? 0);
  }
  return text;
}

function upTo(lines: readonly string[], count: number): string {
  return lines.slice(0, count).join('\n').trimEnd();
}

/** The lines below the cursor's, blank ones left out. */
function linesOf(suffix: string): readonly string[] {
  const lines: string[] = [];
  for (let end = suffix.indexOf('\n'); end !== -1 && lines.length < linesBelow; ) {
    const next = suffix.indexOf('\n', end + 1);
    const line = suffix.slice(end + 1, next === -1 ? undefined : next).trimEnd();
    if (!isBlank(line)) lines.push(line);
    end = next;
  }
  return lines;
}
