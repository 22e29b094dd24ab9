import { describe, expect, it } from 'vitest';
import { noUsage } from '../../src/core/task/index.ts';
import type { Fault } from '../emulator/faults.ts';
import { useEmulator } from '../emulator/support.ts';
import { paidPrice } from '../support/tasks.ts';
import { type Asked, startMeteredClouds } from './meteredClouds.ts';

const emulator = useEmulator();

const clouds: readonly Asked[] = [
  { of: 'emu-oak-4@emu-openai' },
  // By Chat Completions.
  { of: 'emu-oak-4@emu-openai', model: { quirks: { api: 'chat' } } },
  { of: 'emu-ginkgo-1@emu-deepseek' },
];

/** What is booked for 100 tokens in and 10 out at $3 and $15 per million, $0.30 for what is read from a cache, whose report was spoilt. */
async function booked(asked: Asked, which: Extract<Fault, { kind: 'impossible-usage' }>['which']) {
  const metered = startMeteredClouds(emulator());
  try {
    emulator().answer('*', { text: 'A quarter penny.', buckets: { uncachedInput: 100, output: 10 } });
    emulator().fault('*', { kind: 'impossible-usage', which });
    await metered.ask({ ...asked, model: { ...asked.model, price: paidPrice } });
    const [entry] = await metered.entries();
    if (!entry) throw new Error('nothing was booked');
    return entry;
  } finally {
    await metered.stop();
  }
}

describe.each(clouds)('Usage of $of that cannot be true', (asked) => {
  it('is booked at the dearer reading, as an estimate, where more was cached than asked', async () => {
    const { usage, costNanoUsd, countedNanoUsd, isEstimate } = await booked(asked, 'cached-above-prompt');
    // 100 x 3,000 + 1,100 x 300 + 10 x 15,000.
    expect({ usage, costNanoUsd, countedNanoUsd, isEstimate }).toEqual({
      usage: { ...noUsage, uncachedInput: 100, cacheRead: 1100, output: 10 },
      costNanoUsd: 780_000,
      countedNanoUsd: 780_000,
      isEstimate: true,
    });
  });

  it.each(['negative', 'huge', 'text'] as const)('is counted by us, as an estimate, where it is %s', async (which) => {
    const { usage, isEstimate } = await booked(asked, which);
    expect({ usage, isEstimate }).toEqual({
      usage: { ...noUsage, uncachedInput: expect.any(Number), output: expect.any(Number) },
      isEstimate: true,
    });
    expect([usage.uncachedInput, usage.output].every((count) => count > 0 && count < 100)).toBe(true);
  });
});
