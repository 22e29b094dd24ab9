/** A point of the cost-quality plane: per task, or sums over the same tasks. */
export interface CostAndUseful {
  readonly costNanoUsd: number;
  readonly useful: number;
}

/**
 * The best that chance can do: tasks are dealt to two models at random, in every share. From the cheapest model to the most useful one, the
 * corners of the upper hull; between two neighbours all shares of the two lie on a line, and no other pair lies above it.
 */
export function mixingFrontier(models: readonly CostAndUseful[]): readonly CostAndUseful[] {
  const corners: CostAndUseful[] = [];
  for (const point of models.toSorted((a, b) => a.costNanoUsd - b.costNanoUsd || b.useful - a.useful)) {
    if (corners.some(({ useful }) => useful >= point.useful)) continue;
    // A corner below the line from the one before it to the new point is none.
    for (;;) {
      const [before, last] = [corners.at(-2), corners.at(-1)];
      if (!before || !last || slope(before, last) > slope(last, point)) break;
      corners.pop();
    }
    corners.push(point);
  }
  return corners;
}

/**
 * The useful rate of random mixing at a cost. Dearer than the most useful model it is that model, cheaper than the cheapest one it is the
 * cheapest.
 */
export function mixingAt(frontier: readonly CostAndUseful[], costNanoUsd: number): number {
  const next = frontier.findIndex((corner) => corner.costNanoUsd >= costNanoUsd);
  if (next === -1) return frontier.at(-1)?.useful ?? 0;
  const [before, after] = [frontier[next - 1], frontier[next]];
  if (!before || !after) return after?.useful ?? 0;
  return before.useful + slope(before, after) * (costNanoUsd - before.costNanoUsd);
}

const slope = (from: CostAndUseful, to: CostAndUseful): number => (to.useful - from.useful) / (to.costNanoUsd - from.costNanoUsd);
