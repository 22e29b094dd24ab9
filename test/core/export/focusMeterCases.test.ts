import { describe, expect, it } from 'vitest';
import { mergeCatalogues, readUserCatalogue } from '../../../src/core/catalogue/index.ts';
import { checkFocus, type PriceOf, pricesOf } from '../../../src/core/export/index.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { useEmulator } from '../../emulator/support.ts';
import { meterCases } from '../../meter/meterCases.ts';
import { startMeteredClouds } from '../../meter/meteredClouds.ts';
import { emulatorCatalogue } from '../../support/emulatorCatalogue.ts';
import { focusFileOf, nanoUsdOf, rowsOf } from './focusFiles.ts';

const emulator = useEmulator();

/** What is in the ledger after each case. */
async function entriesOfAllCases(): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const { run } of meterCases) {
    const clouds = startMeteredClouds(emulator());
    try {
      await run(clouds);
      entries.push(...(await clouds.entries()));
    } finally {
      await clouds.stop();
    }
  }
  return entries;
}

/** The emulator's own price list. */
function emulatorPrices(): PriceOf {
  const { catalogue } = readUserCatalogue(emulatorCatalogue(emulator()));
  return pricesOf(mergeCatalogues({ endpoints: [], models: [] }, catalogue));
}

describe('The FOCUS file of a ledger with all that spend meters get wrong', () => {
  it('has nothing that the checker finds, and sums to the ledger, request by request', async () => {
    const entries = await entriesOfAllCases();
    const file = focusFileOf(entries, emulatorPrices());
    const requests = Map.groupBy(rowsOf(file), ({ x_EntryId = '' }) => x_EntryId);
    const sums = entries.map(({ id }) => nanoUsdOf(...(requests.get(id) ?? []).map(({ BilledCost }) => BilledCost)));
    expect([checkFocus(file), sums]).toEqual([[], entries.map(({ costNanoUsd = 0 }) => costNanoUsd)]);
    const meters = new Set(rowsOf(file).map(({ x_Meter }) => x_Meter));
    const sources = new Set(rowsOf(file).map(({ x_CostSource }) => x_CostSource));
    expect([[...meters].toSorted(), [...sources].toSorted()]).toEqual([
      ['cacheRead', 'cacheWrite1h', 'cacheWrite30m', 'cacheWrite5m', 'output', 'request', 'requestFee', 'uncachedInput'],
      ['booked', 'list', 'local', 'provider', 'subscription', 'unpriced'],
    ]);
    // Only attempts that were not billed are not taken apart.
    const whole = rowsOf(file).filter(({ x_Meter }) => x_Meter === 'request');
    expect(whole.map(({ x_RequestBilledCost }) => x_RequestBilledCost)).toEqual(whole.map(() => '0'));
  }, 60_000);
});
