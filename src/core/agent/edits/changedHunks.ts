import { structuredPatch } from 'diff';
import type { FileChange } from '../call.ts';

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** With their sign, or `\ No newline at end of file`. */
  readonly lines: readonly string[];
}

/** Lines added and removed that are looked for at the most; the search takes the square of it. Beyond, everything between the first and last difference is one change. */
const mostEdits = 1000;
const contextLines = 3;

/** What differs. Of texts that have little in common it says more than it must, never less. */
export function changedHunks({ before = '', after = '' }: Pick<FileChange, 'before' | 'after'>): readonly Hunk[] {
  if (before === after) return [];
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: contextLines, maxEditLength: mostEdits });
  return patch?.hunks ?? [wholeHunk(before, after)];
}

/** From the first line that differs to the last. */
function wholeHunk(before: string, after: string): Hunk {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const from = Math.max(0, start - contextLines);
  const behind = Math.min(end, contextLines);
  const lines = [
    ...signed(' ', old.slice(from, start)),
    ...signed('-', old.slice(start, old.length - end)),
    ...signed('+', now.slice(start, now.length - end)),
    ...signed(' ', old.slice(old.length - end, old.length - end + behind)),
  ];
  const [oldLines, newLines] = [old.length - end + behind - from, now.length - end + behind - from];
  return { oldStart: from + 1, oldLines, newStart: from + 1, newLines, lines };
}

/** With their endings, so that a last line without one differs from the same line with one. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function signed(sign: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => (line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file']));
}
