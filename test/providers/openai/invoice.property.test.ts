import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { useEmulator } from '../../emulator/support.ts';
import { answerTo, apis, callTo, usageOf } from './emulatedOpenAi.ts';

const emulator = useEmulator();
const count = fc.nat(300_000);
const runs = { numRuns: Number(process.env.FC_RUNS ?? 50) };
const of12Hours = { responses: count, chat: fc.constant(0) };

describe.each(apis)('Whatever OpenAI bills by %s', (api) => {
  // Chat Completions tells no lifetime of what was written: all of it counts as the usual half hour.
  it('its buckets are told as the invoice has them', async () => {
    const billed = fc.record({
      uncachedInput: count,
      cacheRead: count,
      cacheWrite30m: count,
      cacheWrite12h: of12Hours[api],
      output: count,
    });
    await fc.assert(
      fc.asyncProperty(billed, async (buckets) => {
        emulator().reset();
        emulator().answer('*', { text: 'x', buckets });
        const usage = usageOf(await answerTo(callTo(emulator(), { api, model: { id: 'emu-oak-6' } })))?.usage;
        expect(usage).toEqual({ ...noUsage, ...buckets });
        expect(emulator().invoice()[0]?.buckets).toEqual(usage);
      }),
      runs,
    );
  });
});
