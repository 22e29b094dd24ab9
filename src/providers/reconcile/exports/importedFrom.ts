import type { ImportedUsage } from '../../../core/reconcile/index.ts';
import type { ExportFormat, RecordRead } from './exportFormat.ts';

/** `refused`: the file is no export that is known, or has nothing; `reason` says so as the end of a sentence about the file. */
export type ReadExport =
  | { readonly outcome: 'read'; readonly format: string; readonly imported: ImportedUsage }
  | { readonly outcome: 'refused'; readonly reason: string };

type Found = Pick<ImportedUsage, 'problems' | 'isWhole' | 'isInCents'>;

export function importedFrom({ provider, name, tells }: ExportFormat, reads: readonly RecordRead[], found: Found): ReadExport {
  const rows = reads.flatMap((read) => ('row' in read ? [read.row] : []));
  const days = reads.flatMap((read) => ('row' in read ? [read.row.day] : 'emptyDay' in read ? [read.emptyDay] : [])).toSorted();
  const [fromDay, toDay] = [days[0], days.at(-1)];
  if (fromDay === undefined || toDay === undefined) {
    const [first] = found.problems;
    const why = first ? ` (line ${first.line ?? 1}: ${first.text})` : '';
    return { outcome: 'refused', reason: `it is a ${name}, but not one row of it can be read${why}` };
  }
  return { outcome: 'read', format: name, imported: { provider, fromDay, toDay, tells, rows, ...found } };
}
