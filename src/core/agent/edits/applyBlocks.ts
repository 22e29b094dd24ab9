import type { EditBlock } from '../call.ts';
import { withEnding } from './lineEndings.ts';
import { nearestLines } from './nearestLines.ts';
import { placeOf } from './placeOf.ts';

export type BlocksApplied =
  /** `inexact`: so many blocks fitted but for blanks, or for characters that are not seen. */
  | { readonly outcome: 'applied'; readonly text: string; readonly inexact: number }
  /** Nothing is applied. `block` counts from 0; `reason` is for the model, and quotes the lines that are nearest. */
  | { readonly outcome: 'failed'; readonly block: number; readonly reason: string };

/**
 * Applies the blocks in their order, each to what those before it left. A block must fit one place: exactly, else but for line endings, else but for
 * blanks at the ends of lines, tabs and how far all of it is indented, else but for characters that are not seen, which models are not shown. What is
 * put in gets the file's line endings, and a file ends with a line break where it did before, unless just that is what a block changes. The work is
 * linear in the text for each block.
 */
export function applyBlocks(text: string, blocks: readonly EditBlock[]): BlocksApplied {
  let now = text;
  let inexact = 0;
  for (const [block, edit] of blocks.entries()) {
    const place = placeOf(now, edit);
    if (place.found === 'no') return { outcome: 'failed', block, reason: reasonOf(text, now, edit, block, place) };
    inexact += place.found === 'loosely' ? 1 : 0;
    const after = `${now.slice(0, place.start)}${place.text}${now.slice(place.end)}`;
    now = place.found === 'exactly' && isAboutBreaks(edit) ? after : withEnding(now, after);
  }
  return { outcome: 'applied', text: now, inexact };
}

/** What differs is line breaks at the end, and nothing else: then that is what is wanted, also at the end of the file. */
function isAboutBreaks({ search, replace }: EditBlock): boolean {
  return search !== replace && withoutBreaks(search) === withoutBreaks(replace);
}

const withoutBreaks = (text: string): string => text.replace(/[\r\n]+$/, '');

const mostLinesNamed = 5;

function reasonOf(text: string, now: string, edit: EditBlock, block: number, { lines }: { readonly lines: readonly number[] }): string {
  if (edit.search === '') return 'the text to search for is empty, and the file is not: give some lines that stand there now.';
  if (lines.length > 1) {
    const named = lines.slice(0, mostLinesNamed).join(', ');
    const more = lines.length > mostLinesNamed ? ' and more' : '';
    return `its text is there more than once, at lines ${named}${more}: add lines before or after it, until it is there only once.`;
  }
  if (edit.search.trim() === '')
    return 'the text to search for is only blanks, and they are not there: give some lines that stand there now.';
  if (block > 0 && placeOf(text, edit).found !== 'no')
    return `its text was there before the blocks before it were applied. Blocks are applied one after the other: give the text as they leave it.\n${nearestLines(now, edit.search)}`;
  return `its text is not in the file.\n${nearestLines(now, edit.search)}`;
}
