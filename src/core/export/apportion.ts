/**
 * Shares an amount out by weights, in whole units that sum to it exactly: each share rounded down, and what is left goes, a unit each, to those
 * whose rounding took most, the first of equals first (the largest-remainder method). Where nothing weighs anything, the first gets it all. The
 * amount and the weights are not negative; without weights there is nobody to share with.
 */
export function apportion(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map((_, index) => (index === 0 ? amount : 0n));
  const shares = weights.map((weight) => (amount * weight) / total);
  const left = Number(amount - shares.reduce((sum, share) => sum + share, 0n));
  const lost = weights.map((weight, index) => ({ index, remainder: (amount * weight) % total }));
  const luckyOnes = lost.toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const lucky = new Set(luckyOnes.slice(0, left).map(({ index }) => index));
  return shares.map((share, index) => (lucky.has(index) ? share + 1n : share));
}
