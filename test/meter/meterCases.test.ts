import { describe, expect, it } from 'vitest';
import { useEmulator } from '../emulator/support.ts';
import { meterCases } from './meterCases.ts';
import { startMeteredClouds } from './meteredClouds.ts';

const emulator = useEmulator();

describe('What spend meters get wrong', () => {
  it.each(meterCases)('case $number: $name', async ({ run }) => {
    const clouds = startMeteredClouds(emulator());
    try {
      expect(await run(clouds)).toBe(0);
    } finally {
      await clouds.stop();
    }
  });
});
