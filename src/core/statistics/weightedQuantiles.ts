/** A value, and how much it counts. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** For each share the smallest value at or below which that share of the weight lies. There must be a value. */
export function weightedQuantiles(values: readonly Weighted[], shares: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  return shares.map((share) => {
    let below = 0;
    const found = sorted.find(({ weight }) => {
      below += weight;
      return below >= share * total;
    });
    return found?.value ?? sorted.at(-1)?.value ?? 0;
  });
}
