import type { FileChange } from '../call.ts';
import type { MadeChange } from './state.ts';

/** What is different now from how it was when the task began: one row a file, what was changed back left out. */
export function changedFiles(changes: readonly MadeChange[]): readonly FileChange[] {
  const before = known.get(changes);
  if (before) return before;
  const files = filesIn(changes);
  known.set(changes, files);
  return files;
}

/** Asked before each request, and most requests change nothing. */
const known = new WeakMap<readonly MadeChange[], readonly FileChange[]>();
const counted = new WeakMap<FileChange, number>();

function filesIn(changes: readonly MadeChange[]): readonly FileChange[] {
  const files = new Map<string, FileChange>();
  for (const { path, before, after } of changes)
    files.set(path, { path, before: files.has(path) ? files.get(path)?.before : before, after });
  return [...files.values()].filter(({ before, after }) => before !== after);
}

/**
 * Lines added and removed, as far as a judge needs them: what stands between the first and the last line that differ, in both texts. A diff that
 * finds unchanged lines in between says less, never more.
 */
export function changedLines(changes: readonly FileChange[]): number {
  return changes.reduce((sum, change) => sum + linesOfChange(change), 0);
}

function linesOfChange(change: FileChange): number {
  const before = counted.get(change);
  if (before !== undefined) return before;
  const lines = linesBetween(change.before, change.after);
  counted.set(change, lines);
  return lines;
}

function linesBetween(before: string | undefined, after: string | undefined): number {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return old.length + now.length - 2 * (start + end);
}

const linesOf = (text: string | undefined): readonly string[] => (text === undefined || text === '' ? [] : text.split('\n'));
