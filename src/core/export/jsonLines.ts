import type { LedgerEntry, OutcomeEvent } from '../ledger/index.ts';

/** An entry as it is written: all that the ledger has of it, and what became of its task's answer. */
interface ExportedEntry extends LedgerEntry {
  /** In the order in which they happened; those of one task are on each of its attempts. */
  readonly outcomes: readonly OutcomeEvent[];
}

/** One entry, whole, as one line of JSON (https://jsonlines.org). A line end inside a text is escaped by JSON itself. */
export function jsonLine(entry: LedgerEntry, outcomes: readonly OutcomeEvent[]): string {
  const exported: ExportedEntry = { ...entry, outcomes };
  return `${JSON.stringify(exported)}\n`;
}
