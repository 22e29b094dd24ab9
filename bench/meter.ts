/**
 * `meter`: every case of what spend meters get wrong, and random usage at every priced model, through the real router, the real adapters and
 * the real ledger file, against the invoice of the emulated clouds; and worked literals. Nothing here is timed.
 */
import fc from 'fast-check';
import { costOf } from '../src/core/money/index.ts';
import { literals } from '../test/core/money/literals.ts';
import { startEmulator } from '../test/emulator/startEmulator.ts';
import { meterCases } from '../test/meter/meterCases.ts';
import { startMeteredClouds } from '../test/meter/meteredClouds.ts';
import { errorOf, randomAsk } from '../test/meter/randomAsks.ts';
import type { Benchmark } from './support/benchmark.ts';

export const meter: Benchmark = async ({ quick, seed }) => {
  const emulator = await startEmulator();
  const errors: number[] = [];
  let passed = 0;
  try {
    for (const { number, name, run } of meterCases) {
      const clouds = startMeteredClouds(emulator, { seed });
      try {
        const error = Math.abs(await run(clouds));
        errors.push(error);
        if (error === 0) passed += 1;
        console.log(`${error === 0 ? 'ok    ' : 'FAILED'} ${number}. ${name}${error === 0 ? '' : `: off by ${error} nano-dollars`}`);
      } catch (problem) {
        console.log(`FAILED ${number}. ${name}: ${problem instanceof Error ? problem.message : problem}`);
      } finally {
        await clouds.stop();
      }
    }
    const clouds = startMeteredClouds(emulator, { seed });
    const asks = fc.sample(randomAsk, { seed, numRuns: quick ? 50 : 500 });
    for (const ask of asks) errors.push(await errorOf(clouds, ask));
    await clouds.stop();
    for (const { usage, row, terms, expectedNanoUsd } of literals) errors.push(Math.abs(costOf(usage, row, terms) - expectedNanoUsd));
    return {
      cases: meterCases.length,
      passed,
      literals: literals.length,
      randomRequests: asks.length,
      maxErrorNanoUsd: Math.max(...errors),
    };
  } finally {
    await emulator.stop();
  }
};
