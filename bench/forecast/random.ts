import { randomOf } from '../cache/random.ts';

/** What ledgers are made with. Sizes are heavy-tailed on purpose, of a kind that the forecast does not assume. */
export interface LedgerRandom {
  /** In [0, 1). */
  share(): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
  normal(): number;
  /** How often something happened that happens so often on average (Knuth). */
  poisson(mean: number): number;
  /** 1 or more; the smaller the exponent, the longer the tail. */
  pareto(exponent: number): number;
}

export function ledgerRandom(seed: number): LedgerRandom {
  const random = randomOf(seed);
  const share = (): number => random.share();
  return {
    ...random,
    share,
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let product = share();
      let count = 0;
      while (product > limit) {
        product *= share();
        count += 1;
      }
      return count;
    },
    pareto: (exponent) => (1 - share()) ** (-1 / exponent),
  };
}
