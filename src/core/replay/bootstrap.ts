/** From the 2.5th to the 97.5th percentile. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How often each task was drawn, in each sample of as many tasks as there are. */
export function drawSamples(tasks: number, count: number, random: () => number): readonly Uint16Array[] {
  return Array.from({ length: count }, () => {
    const times = new Uint16Array(tasks);
    for (let draw = 0; draw < tasks; draw += 1) {
      const task = Math.floor(random() * tasks);
      times[task] = (times[task] ?? 0) + 1;
    }
    return times;
  });
}

/**
 * The same with whole groups drawn, as many as there are, because tasks of one group are alike: an interval over single tasks would be too
 * narrow. Where all are of one group nothing is known of others, and single tasks are drawn.
 */
export function drawGroupSamples(groups: readonly string[], count: number, random: () => number): readonly Uint16Array[] {
  const places = new Map([...new Set(groups)].map((group, place) => [group, place]));
  if (places.size < 2) return drawSamples(groups.length, count, random);
  const placeOf = groups.map((group) => places.get(group) ?? 0);
  return drawSamples(places.size, count, random).map((times) => Uint16Array.from(placeOf, (place) => times[place] ?? 0));
}

/** How many tasks a sample has: as many as there are, but for groups of different sizes. */
export function sampleSize(times: Uint16Array): number {
  return times.reduce((sum, each) => sum + each, 0);
}

/** The sum of a quantity over the tasks of a sample. */
export function sampleSum(values: Float64Array, times: Uint16Array): number {
  let sum = 0;
  for (let task = 0; task < values.length; task += 1) sum += (values[task] ?? 0) * (times[task] ?? 0);
  return sum;
}

/** By nearest rank. */
export function intervalOf(values: Float64Array): Interval {
  const sorted = values.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
