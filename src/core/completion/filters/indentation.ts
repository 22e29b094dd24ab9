import { lineBefore, type Snapshot } from '../snapshot.ts';
import { indentationOf, isBlank } from './lines.ts';

/** The beginning as it belongs at the cursor, whose blanks are not said twice; the other lines indented like those around. */
export function indented(text: string, snapshot: Snapshot): string {
  const [first = '', ...others] = withoutDoubledBlanks(text, snapshot).split('\n');
  return [first, ...asAround(others, snapshot)].join('\n');
}

function withoutDoubledBlanks(text: string, snapshot: Snapshot): string {
  const before = lineBefore(snapshot);
  if (!isBlank(before)) return /[ \t]$/.test(before) ? text.replace(/^[ \t]+/, '') : text;
  // The line is there already: what comes first is no new one.
  const start = text.length - text.trimStart().length;
  const said = text.slice(text.lastIndexOf('\n', start - 1) + 1);
  return before !== '' && said.startsWith(before) && !goesDeeper(snapshot) ? said.slice(before.length) : said;
}

/** The line above opens a block, and the cursor does not stand deeper than it yet. */
function goesDeeper({ prefix }: Snapshot): boolean {
  const lineStart = prefix.lastIndexOf('\n') + 1;
  const above = prefix.slice(0, lineStart).trimEnd();
  const opening = above.slice(above.lastIndexOf('\n') + 1);
  return /[:{([]$/.test(opening) && indentationOf(opening) === prefix.slice(lineStart);
}

/** Tabs where the lines around have only tabs, blanks where they have only blanks. */
function asAround(lines: readonly string[], { prefix, suffix }: Snapshot): readonly string[] {
  if (!lines.some((line) => /^[ \t]/.test(line))) return lines;
  const around = [...prefix.split('\n'), ...suffix.split('\n').slice(1)].filter((line) => !isBlank(line));
  const tabs = around.some((line) => line.startsWith('\t'));
  const widths = around.filter((line) => line.startsWith('  ')).map((line) => indentationOf(line).length);
  if (tabs === widths.length > 0) return lines;
  return tabs ? withTabs(lines) : withBlanks(lines, Math.min(8, ...widths));
}

function withTabs(lines: readonly string[]): readonly string[] {
  const widths = lines.map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const unit = [4, 2].find((width) => widths.every((each) => each % width === 0));
  return unit === undefined ? lines : lines.map((line, index) => '\t'.repeat((widths[index] ?? 0) / unit) + line.slice(widths[index]));
}

function withBlanks(lines: readonly string[], unit: number): readonly string[] {
  return lines.map((line) => {
    const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
    return ' '.repeat(tabs * unit) + line.slice(tabs);
  });
}
