/** The lines that differ between two texts: from the first one that does to the last. */
export interface ChangedLines {
  /** How many lines at the beginning are the same. */
  readonly from: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export function changedLines(before: string, after: string): ChangedLines {
  const old = before.split('\n');
  const now = after.split('\n');
  const most = Math.min(old.length, now.length);
  let from = 0;
  while (from < most && old[from] === now[from]) from += 1;
  let end = 0;
  while (end < most - from && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return { from, removed: old.slice(from, old.length - end), added: now.slice(from, now.length - end) };
}
