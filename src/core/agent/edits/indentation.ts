import { indentOf, isBlank, type TextLine } from './textLines.ts';

/** How the file indents what the block indents so: by the block's own blanks. */
export type Indentation = ReadonlyMap<string, string>;

/**
 * How the block's indents are to be read, where the file's lines are indented alike: the same ones alike, deeper ones deeper. Undefined where they are not,
 * so that lines of another structure are never taken for the block's.
 */
export function indentationOf(block: readonly string[], file: readonly TextLine[]): Indentation | undefined {
  const indents = new Map<string, string>();
  for (const [index, line] of block.entries()) {
    if (isBlank(line)) continue;
    const [mine, theirs] = [indentOf(line), indentOf(file[index]?.text ?? '')];
    if ((indents.get(mine) ?? theirs) !== theirs) return undefined;
    indents.set(mine, theirs);
  }
  const deeper = [...indents].toSorted(([one], [other]) => widthOf(one) - widthOf(other));
  const isAlike = deeper.every(([mine, theirs], index) => {
    const [before, theirsBefore] = deeper[index - 1] ?? [];
    if (before === undefined || theirsBefore === undefined) return true;
    return Math.sign(widthOf(mine) - widthOf(before)) === Math.sign(widthOf(theirs) - widthOf(theirsBefore));
  });
  return isAlike ? indents : undefined;
}

/** The line as the file would indent it. A depth that the block did not have goes on from the next one less deep, or less from the first. */
export function indented(line: string, indents: Indentation): string {
  if (isBlank(line)) return '';
  const mine = indentOf(line);
  return indentFor(mine, indents) + line.slice(mine.length);
}

function indentFor(mine: string, indents: Indentation): string {
  const known = indents.get(mine);
  if (known !== undefined) return known;
  const less = [...indents].filter(([each]) => mine.startsWith(each)).toSorted(([one], [other]) => other.length - one.length)[0];
  if (less) return less[1] + inKindOf(mine.slice(less[0].length), indents);
  const [first, theirs] = [...indents].toSorted(([one], [other]) => one.length - other.length)[0] ?? [];
  if (first === undefined || theirs === undefined) return mine;
  // It is less deep than anything in the block: by so much less than the file's.
  const missing = inKindOf(first.slice(mine.length), indents);
  return first.startsWith(mine) && theirs.endsWith(missing) ? theirs.slice(0, theirs.length - missing.length) : mine;
}

/** More depth, in tabs where the file has tabs and the block blanks, or the other way round; by the step that both have in common. */
function inKindOf(more: string, indents: Indentation): string {
  for (const [mine, theirs] of indents) {
    if (mine === '' || theirs === '' || mine[0] === theirs[0]) continue;
    const width = theirs.startsWith('\t') ? mine.length / theirs.length : 1;
    if (theirs.startsWith('\t') && width >= 1) return '\t'.repeat(Math.round(more.length / width));
    if (mine.startsWith('\t')) return ' '.repeat(Math.round((more.length * theirs.length) / mine.length));
  }
  return more;
}

const widthOf = (indent: string): number => [...indent].reduce((sum, each) => sum + (each === '\t' ? 4 : 1), 0);
