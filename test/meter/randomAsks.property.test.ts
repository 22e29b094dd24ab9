import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useEmulator } from '../emulator/support.ts';
import { startMeteredClouds } from './meteredClouds.ts';
import { errorOf, randomAsk } from './randomAsks.ts';

const emulator = useEmulator();

describe('Whatever usage a provider reports', () => {
  it('the ledger books what the invoice charges, to the nano-dollar', async () => {
    const clouds = startMeteredClouds(emulator());
    try {
      await fc.assert(
        fc.asyncProperty(randomAsk, async (ask) => {
          expect(await errorOf(clouds, ask)).toBe(0);
        }),
        { numRuns: Number(process.env.FC_RUNS ?? 50) },
      );
      expect((await clouds.ledger.rollUps('2000-01-01', '2100-01-01')).reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0)).toBe(
        emulator().totalNanoUsd(),
      );
    } finally {
      await clouds.stop();
    }
  });
});
