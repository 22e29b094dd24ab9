import fc from 'fast-check';
import type { Buckets } from '../emulator/buckets.ts';
import type { MeteredClouds } from './meteredClouds.ts';

/** A request whose usage the emulator is told, at a model whose protocol can report those buckets. */
export interface RandomAsk {
  readonly of: string;
  readonly buckets: Partial<Buckets>;
}

const count = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat(400_000) },
  { weight: 1, arbitrary: fc.nat(5_000_000) },
);

const bucketsOf = (names: readonly (keyof Buckets)[]): fc.Arbitrary<Partial<Buckets>> =>
  fc.record(Object.fromEntries([...names, 'output' as const].map((name) => [name, count])));

const at = (endpoint: string, models: readonly string[], names: readonly (keyof Buckets)[]): fc.Arbitrary<RandomAsk> =>
  fc.record({ of: fc.constantFrom(...models).map((model) => `${model}@${endpoint}`), buckets: bucketsOf(names) });

/** Any usage that a provider could report, at any of the emulator's priced models. */
export const randomAsk: fc.Arbitrary<RandomAsk> = fc.oneof(
  at(
    'emu-anthropic',
    ['emu-sequoia-1', 'emu-maple-1', 'emu-maple-1-5', 'emu-birch-1'],
    ['uncachedInput', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'],
  ),
  at('emu-openai', ['emu-oak-4', 'emu-sapling-4', 'emu-elm-4'], ['uncachedInput', 'cacheRead']),
  at('emu-openai', ['emu-oak-6', 'emu-cedar-6'], ['uncachedInput', 'cacheRead', 'cacheWrite30m', 'cacheWrite12h']),
  at('emu-openrouter', ['emu/routed-larch', 'emu/routed-fir'], ['uncachedInput', 'cacheRead']),
  at('emu-deepseek', ['emu-ginkgo-1'], ['uncachedInput', 'cacheRead']),
);

/** By how much the entry of such a request differs from the line of its invoice, in nano-dollars. */
export async function errorOf(clouds: MeteredClouds, { of, buckets }: RandomAsk): Promise<number> {
  const script = clouds.emulator.answer('*', { text: 'A quarter penny.', buckets });
  await clouds.ask({ of });
  script.remove();
  const entry = (await clouds.ledger.recentEntries(1))[0];
  const line = clouds.emulator.invoice().at(-1);
  if (!entry || !line || entry.isEstimate) throw new Error(`${of} was not booked as reported: ${JSON.stringify(buckets)}`);
  return Math.abs((entry.costNanoUsd ?? 0) - line.amountNanoUsd);
}
