import type { LedgerEntry } from '../../core/ledger/index.ts';
import type { SettledGeneration } from '../../core/reconcile/index.ts';
import { type OpenRouterPorts, readGeneration } from '../../providers/reconcile/openRouterAccount.ts';

/** One of our attempts, and how the provider settled it. */
export interface AskedGeneration {
  readonly entry: LedgerEntry;
  /** Undefined where the provider knows none of that id, or not yet. */
  readonly settled?: SettledGeneration;
  /** Why it was not told. */
  readonly failed?: unknown;
}

/** Each is a request of its own to the provider: the dearest few say where the money is. */
const mostAsked = 5;

/** Asks how the first few of them were settled, all at once. Never rejects: one that is not told leaves the others. */
export function askGenerations(
  ports: OpenRouterPorts,
  entries: readonly LedgerEntry[],
  signal: AbortSignal,
): Promise<readonly AskedGeneration[]> {
  const asking = entries.slice(0, mostAsked).map(async (entry) => {
    try {
      const settled = await readGeneration(ports, entry.billingReport?.generationId ?? '', signal);
      return { entry, ...(settled && { settled }) };
    } catch (failed) {
      return { entry, failed };
    }
  });
  return Promise.all(asking);
}
