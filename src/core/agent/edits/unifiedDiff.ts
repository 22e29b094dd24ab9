import type { FileChange } from '../call.ts';
import { changedHunks, type Hunk } from './changedHunks.ts';

/** As `diff -u` writes it, of all files: what is approved is shown whole, so nothing is left out, however long it is. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes.map(fileDiff).join('');
}

/** Lines added and removed, over all files. */
export function lineCounts(changes: readonly FileChange[]): { readonly added: number; readonly removed: number } {
  const signs = changes.flatMap((change) => changedHunks(change).flatMap(({ lines }) => lines.map((line) => line[0])));
  return { added: signs.filter((sign) => sign === '+').length, removed: signs.filter((sign) => sign === '-').length };
}

function fileDiff(change: FileChange): string {
  const { path, before, after } = change;
  if (before === after) return '';
  const [from, to] = [before === undefined ? '/dev/null' : nameOf(`a/${path}`), after === undefined ? '/dev/null' : nameOf(`b/${path}`)];
  return `--- ${from}\n+++ ${to}\n${changedHunks(change).map(hunkText).join('')}`;
}

function hunkText({ oldStart, oldLines, newStart, newLines, lines }: Hunk): string {
  // A range of nothing is named by the line before it.
  const [oldFrom, newFrom] = [oldLines === 0 ? oldStart - 1 : oldStart, newLines === 0 ? newStart - 1 : newStart];
  return `@@ -${oldFrom},${oldLines} +${newFrom},${newLines} @@\n${lines.join('\n')}\n`;
}

/** A name could hold a line break, and say something else in the next line. */
const nameOf = (path: string): string => (/[\p{Cc}"\\]/u.test(path) ? JSON.stringify(path) : path);
