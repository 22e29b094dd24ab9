import type { Ledger, LedgerEntry } from '../../core/ledger/index.ts';

const entriesPerPage = 1000;

/** The entries of the ledger that are wanted: no others are kept, because a ledger may have a million. */
export async function ledgerEntries(
  ledger: Pick<Ledger, 'entriesFrom'>,
  isWanted: (entry: LedgerEntry) => boolean,
): Promise<readonly LedgerEntry[]> {
  const wanted: LedgerEntry[] = [];
  for await (const entry of everyEntry(ledger)) if (isWanted(entry)) wanted.push(entry);
  return wanted;
}

/** The whole ledger, page by page. */
export async function* everyEntry(ledger: Pick<Ledger, 'entriesFrom'>): AsyncGenerator<LedgerEntry> {
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: Awaited<ReturnType<Ledger['entriesFrom']>> = await ledger.entriesFrom(cursor, entriesPerPage);
    yield* page.entries;
    cursor = page.cursor;
  }
}
