/** The value below which that share of the sorted values lies (nearest rank). NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** One digit behind the point: the editor's clock promises no more. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
