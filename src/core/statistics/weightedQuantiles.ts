/** For each share the smallest value at or below which that share of the weight lies. There must be a value, and a weight for each. */
export function weightedQuantiles(values: readonly number[], weights: readonly number[], shares: readonly number[]): readonly number[] {
  const at = (place: number): number => values[place] ?? 0;
  const order: number[] = [];
  let total = 0;
  for (let place = 0; place < values.length; place += 1) {
    order.push(place);
    total += weights[place] ?? 0;
  }
  order.sort((a, b) => at(a) - at(b));
  return shares.map((share) => {
    let below = 0;
    const found = order.find((place) => {
      below += weights[place] ?? 0;
      return below >= share * total;
    });
    return at(found ?? order.at(-1) ?? 0);
  });
}
