import { readFileSync, statSync } from 'node:fs';
import type { LedgerEntry } from '../core/ledger/index.ts';
import { combine, concerns, type ImportedUsage, reconcile } from '../core/reconcile/index.ts';
import { readUsageExport } from '../providers/reconcile/exports/readUsageExport.ts';
import type { ReconcileCommand } from './reconcileCommand.ts';
import { reconcileText } from './reconcileText.ts';

/** Where the ledger's entries come from. */
export interface EntrySource {
  entriesFrom(cursor: number, count: number): { readonly entries: readonly LedgerEntry[]; readonly cursor?: number };
}

/** What to print, or why it could not be done. */
export type ReconcileAnswer = { readonly output: string } | { readonly problem: string };

/** Compares exports with the ledger. Nothing is asked of anybody. */
export function reconcileFiles(source: EntrySource, { files, provider, asJson }: ReconcileCommand): ReconcileAnswer {
  const [first, ...others] = files;
  const read = readFile(first);
  if ('problem' in read) return read;
  const more: ImportedUsage[] = [];
  for (const file of others) {
    const another = readFile(file);
    if ('problem' in another) return another;
    more.push(another.imported);
  }
  const combined = combine([read.imported, ...more]);
  if (combined.outcome === 'refused') return { problem: `${combined.reason}.` };
  const { imported } = combined;
  const result = reconcile(entriesFor(source, imported, provider), imported, provider);
  const found = { files, ledgerProvider: provider ?? imported.provider, imported, result };
  if (!asJson) return { output: reconcileText(found) };
  const { rows, ...bill } = imported;
  return { output: `${JSON.stringify({ files, ...bill, comparedWith: found.ledgerProvider, ...result }, undefined, 2)}\n` };
}

/** A year of a busy organisation by the minute has less. */
const mostBytes = 256_000_000;

function readFile(file: string): { readonly imported: ImportedUsage } | { readonly problem: string } {
  let text: string;
  try {
    if (statSync(file).size > mostBytes) return { problem: `${file} is larger than ${mostBytes / 1_000_000} MB.` };
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { problem: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  const read = readUsageExport(text);
  return read.outcome === 'read' ? read : { problem: `${file} is no export that can be compared: ${read.reason}.` };
}

const entriesPerPage = 1000;

/** Only those that the bill concerns are kept: a ledger may have a million. */
function entriesFor(source: EntrySource, imported: ImportedUsage, provider: string | undefined): readonly LedgerEntry[] {
  const kept: LedgerEntry[] = [];
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: ReturnType<EntrySource['entriesFrom']> = source.entriesFrom(cursor, entriesPerPage);
    for (const entry of page.entries) if (concerns(entry, imported, provider)) kept.push(entry);
    cursor = page.cursor;
  }
  return kept;
}
