import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { compareGeneration } from '../../../src/core/reconcile/index.ts';
import { askGenerations } from '../../../src/features/reconcile/askGenerations.ts';
import { paidEntry } from '../../core/reconcile/bills.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, callTo } from '../../providers/openaiCompatible/emulatedClouds.ts';

const emulator = useEmulator();

/** Asks the gateway once, and books what its stream said. */
async function booked(): Promise<LedgerEntry> {
  emulator().answer('*', { text: 'Hello.', buckets: { uncachedInput: 100, cacheRead: 900, output: 10 } });
  const told = (await answerTo(callTo(emulator(), 'openrouter'))).findLast((part) => part.type === 'usage');
  const { usage, billing } = told ?? {};
  return paidEntry('2026-11-01', {
    provider: 'openrouter',
    endpoint: 'openrouter',
    costNanoUsd: billing?.chargedNanoUsd ?? 0,
    ...(usage && { usage }),
    ...(billing && { billingReport: billing }),
  });
}

describe('Asking the gateway of single requests', () => {
  it('finds the one that is booked otherwise, by the id of its stream, and the one that is not known there', async () => {
    const [right, other] = [await booked(), await booked()];
    const wrong = { ...other, costNanoUsd: 1000 };
    const unknown = { ...right, billingReport: { generationId: 'gen-unheard-of' } };
    const account = { fetch: globalThis.fetch, endpoint: { baseUrl: emulator().baseUrls.openrouter }, apiKey: emulator().keys.openrouter };
    const asked = await askGenerations(account, [right, wrong, unknown], AbortSignal.timeout(20_000));
    expect(asked.map(({ entry, settled }) => settled && (compareGeneration(entry, settled) ?? 'agrees'))).toEqual([
      'agrees',
      { costNanoUsd: (other.costNanoUsd ?? 0) - 1000 },
      undefined,
    ]);
  });
});
