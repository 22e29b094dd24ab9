import { describe, expect, it } from 'vitest';
import type { Fault } from '../emulator/faults.ts';
import { useEmulator } from '../emulator/support.ts';
import type { Asked } from './meteredClouds.ts';
import { startMeteredClouds } from './meteredClouds.ts';

const emulator = useEmulator();

const clouds: readonly Asked[] = [
  { of: 'emu-oak-4@emu-openai' },
  // By Chat Completions.
  { of: 'emu-oak-4@emu-openai', model: { quirks: { api: 'chat' } } },
  { of: 'emu-maple-1@emu-anthropic' },
  { of: 'emu/routed-larch@emu-openrouter' },
  { of: 'emu/routed-fir@emu-openrouter' },
  { of: 'emu-ginkgo-1@emu-deepseek' },
];

/** One request that this happens to, in the books and on the invoice. */
async function booked(asked: Asked, fault: Fault) {
  const metered = startMeteredClouds(emulator());
  try {
    emulator().fault('*', fault);
    await metered.ask(asked);
    await metered.invoiced();
    const [entry] = await metered.entries();
    if (!entry) throw new Error('nothing was booked');
    return { ...entry, costNanoUsd: entry.costNanoUsd ?? 0, invoicedNanoUsd: emulator().totalNanoUsd() };
  } finally {
    await metered.stop();
  }
}

describe.each(clouds)('A request to $of', (asked) => {
  it.each<Fault>([
    { kind: 'end-early', afterEvents: 1 },
    { kind: 'cut', afterEvents: 1 },
    { kind: 'cut', afterEvents: 0 },
    { kind: 'garbage', afterEvents: 1 },
  ])('that broke after its headers and before a word ($kind, $afterEvents) is an estimate, because it is billed', async (fault) => {
    const { costNanoUsd, isEstimate, finish, usage, invoicedNanoUsd } = await booked(asked, fault);
    expect(invoicedNanoUsd).toBeGreaterThan(0);
    expect({ isEstimate, finish, isPaid: costNanoUsd > 0, hasInput: usage.uncachedInput > 0 }).toEqual({
      isEstimate: true,
      finish: 'error',
      isPaid: true,
      hasInput: true,
    });
  });

  it.each<Fault>([
    { kind: 'error-event', afterTokens: 0, withUsage: false },
    { kind: 'status', status: 529 },
    { kind: 'status', status: 400 },
    { kind: 'reset' },
  ])('that was refused ($kind) costs nothing, and that is no estimate', async (fault) => {
    const { costNanoUsd, isEstimate, finish, invoicedNanoUsd } = await booked(asked, fault);
    expect({ costNanoUsd, isEstimate, finish, invoicedNanoUsd }).toEqual({
      costNanoUsd: 0,
      isEstimate: false,
      finish: 'error',
      invoicedNanoUsd: 0,
    });
  });
});
