/** For each share the smallest value at or below which that share of the weight lies. There must be a value, and a weight for each. */
export function weightedQuantiles(values: readonly number[], weights: readonly number[], shares: readonly number[]): readonly number[] {
  const order = placesInOrder(values);
  let total = 0;
  for (const place of order) total += weights[place] ?? 0;
  return shares.map((share) => {
    let below = 0;
    for (const place of order) {
      below += weights[place] ?? 0;
      if (below >= share * total) return values[place] ?? 0;
    }
    return values[order.at(-1) ?? 0] ?? 0;
  });
}

/** Put in one by one: a few dozen are in order sooner so than by a sort that calls back for each comparison, and every request asks for it. */
function placesInOrder(values: readonly number[]): readonly number[] {
  const order: number[] = [];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    let at = place;
    for (; at > 0; at -= 1) {
      const before = order[at - 1] ?? 0;
      if ((values[before] ?? 0) <= value) break;
      order[at] = before;
    }
    order[at] = place;
  }
  return order;
}
