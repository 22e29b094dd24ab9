import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, callTo, usagesOf } from './emulatedAnthropic.ts';

const emulator = useEmulator();
const count = fc.nat(300_000);

it('Whatever Anthropic bills, its buckets are told as the invoice has them', async () => {
  const billed = fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count });
  await fc.assert(
    fc.asyncProperty(billed, async (buckets) => {
      emulator().reset();
      emulator().answer('*', { text: 'x', buckets });
      const usage = usagesOf(await answerTo(callTo(emulator()))).at(-1)?.usage;
      expect(usage).toEqual({ ...noUsage, ...buckets });
      expect(emulator().invoice()[0]?.buckets).toEqual(usage);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 50) },
  );
});
