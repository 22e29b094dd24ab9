import { describe, expect, it } from 'vitest';
import { startMeter } from '../../src/core/meter.ts';
import { noUsage, type StreamPart } from '../../src/core/task/index.ts';
import { finished, text } from '../support/routing.ts';

const estimates = { input: async () => 1000, output: async (said: string) => said.length };
const usage = { ...noUsage, uncachedInput: 100, cacheRead: 1100, output: 10 };

/** What a stream used, as far as its usage goes. */
async function readingOf(parts: readonly StreamPart[]) {
  const meter = startMeter(() => 0);
  for (const part of parts) meter.observe(part);
  const { usage, isEstimate } = await meter.read(estimates);
  return { usage, isEstimate };
}

describe('The meter', () => {
  it('takes a reported usage as it is', async () => {
    expect(await readingOf([text('A'), { type: 'usage', usage }, finished])).toEqual({ usage, isEstimate: false });
  });

  it('takes a doubted usage as it is read, and marks it as an estimate', async () => {
    const doubted: StreamPart = { type: 'usage', usage, doubt: 'more was cached than asked' };
    expect(await readingOf([text('A'), doubted, finished])).toEqual({ usage, isEstimate: true });
  });

  it('lets a later report without a doubt count in place of a doubted one', async () => {
    const doubted: StreamPart = { type: 'usage', usage, doubt: 'more was cached than asked', isPartial: true };
    const later = { ...noUsage, uncachedInput: 100, output: 10 };
    expect(await readingOf([text('A'), doubted, { type: 'usage', usage: later }, finished])).toEqual({ usage: later, isEstimate: false });
  });

  it('estimates where the report could not be true at all', async () => {
    const parts: readonly StreamPart[] = [text('four'), { type: 'finish', reason: 'stop', usageDoubt: 'output is -7' }];
    expect(await readingOf(parts)).toEqual({ usage: { ...noUsage, uncachedInput: 1000, output: 4 }, isEstimate: true });
  });
});
