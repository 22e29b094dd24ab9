import type { Ledger, LedgerEntry } from '../../core/ledger/index.ts';

const entriesPerPage = 1000;

/** The entries of the ledger that are wanted: no others are kept, because a ledger may have a million. */
export async function ledgerEntries(
  ledger: Pick<Ledger, 'entriesFrom'>,
  isWanted: (entry: LedgerEntry) => boolean,
): Promise<readonly LedgerEntry[]> {
  const wanted: LedgerEntry[] = [];
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: Awaited<ReturnType<Ledger['entriesFrom']>> = await ledger.entriesFrom(cursor, entriesPerPage);
    for (const entry of page.entries) if (isWanted(entry)) wanted.push(entry);
    cursor = page.cursor;
  }
  return wanted;
}
