import type { LedgerEntry } from '../core/ledger/index.ts';

/** What an id stands for: all entries of one task, in the order they were made. */
export type FoundTask =
  | { readonly outcome: 'found'; readonly entries: readonly LedgerEntry[] }
  /** One entry of each task that it could be, or the newest entries where it is none. */
  | { readonly outcome: 'ambiguous' | 'unknown'; readonly candidates: readonly LedgerEntry[] };

export interface EntrySource {
  findEntries(idPrefix: string): readonly LedgerEntry[];
  recentEntries(count: number): readonly LedgerEntry[];
}

const candidatesShown = 10;

/** The whole id of an entry or task wins over longer ones that begin so. */
export function findTask(ledger: EntrySource, id: string): FoundTask {
  const matches = ledger.findEntries(id);
  const exact = matches.filter((entry) => entry.id === id || entry.taskId === id);
  const byTask = Map.groupBy(exact.length > 0 ? exact : matches, ({ taskId }) => taskId);
  const [taskId, ...others] = byTask.keys();
  if (taskId === undefined) return { outcome: 'unknown', candidates: ledger.recentEntries(candidatesShown) };
  if (others.length > 0) {
    const candidates = [...byTask.values()].flatMap((entries) => entries.slice(0, 1));
    return { outcome: 'ambiguous', candidates: candidates.slice(0, candidatesShown) };
  }
  const entries = ledger.findEntries(taskId).filter((entry) => entry.taskId === taskId);
  return { outcome: 'found', entries: entries.toSorted((a, b) => a.attempt - b.attempt || a.startedAtMs - b.startedAtMs) };
}
