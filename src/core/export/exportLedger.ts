import type { Ledger, LedgerEntry, OutcomeEvent } from '../ledger/index.ts';
import { focusHeader, focusRows } from './focusCsv.ts';
import { jsonLine } from './jsonLines.ts';
import { csvHeader, csvRows } from './ledgerCsv.ts';
import type { PriceOf } from './pricesOf.ts';

/** `focus`: a CSV file in the shape of FOCUS 1.2. */
export const exportFormats = ['csv', 'jsonl', 'focus'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Local days, both included; a missing one is no limit. */
export interface ExportedDays {
  readonly fromDay?: string;
  readonly toDay?: string;
}

export interface ExportPorts {
  readonly entriesFrom: Ledger['entriesFrom'];
  /** What became of the answers of these tasks; missing where nobody can tell. */
  readonly outcomesOf?: (taskIds: readonly string[]) => Promise<readonly OutcomeEvent[]>;
  readonly priceOf: PriceOf;
}

/** A piece of the file, and how many entries are in it. */
interface ExportedPiece {
  readonly text: string;
  readonly entries: number;
}

const entriesPerPage = 1000;

/** The file, a page of entries at a time, the oldest first. Whoever stops asking stops the export. */
export async function* exportLedger(
  format: ExportFormat,
  ports: ExportPorts,
  days: ExportedDays = {},
): AsyncGenerator<ExportedPiece, void> {
  yield { text: headerOf(format), entries: 0 };
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: Awaited<ReturnType<Ledger['entriesFrom']>> = await ports.entriesFrom(cursor, entriesPerPage);
    const entries = page.entries.filter(({ localDay }) => isWithin(localDay, days));
    yield { text: await textOf(format, entries, ports), entries: entries.length };
    cursor = page.cursor;
  }
}

function headerOf(format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return csvHeader();
    case 'jsonl':
      return '';
    case 'focus':
      return focusHeader();
  }
}

async function textOf(format: ExportFormat, entries: readonly LedgerEntry[], { outcomesOf, priceOf }: ExportPorts): Promise<string> {
  if (format === 'csv') return csvRows(entries);
  const taskIds = [...new Set(entries.map(({ taskId }) => taskId))];
  const byTask = Map.groupBy((await outcomesOf?.(taskIds)) ?? [], ({ taskId }) => taskId);
  const lines = entries.map((entry) => {
    const outcomes = byTask.get(entry.taskId) ?? [];
    return format === 'jsonl' ? jsonLine(entry, outcomes) : focusRows(entry, outcomes, priceOf(entry));
  });
  return lines.join('');
}

function isWithin(localDay: string, { fromDay, toDay }: ExportedDays): boolean {
  return (fromDay === undefined || localDay >= fromDay) && (toDay === undefined || localDay <= toDay);
}
