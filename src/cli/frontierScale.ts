import type { ReplayReport } from '../core/replay/index.ts';

/** A point of the cost-quality plane, both ways from 0 to 1: costs to the right, usefulness upwards. */
export interface PlacedPoint {
  readonly right: number;
  readonly up: number;
}

export interface FrontierScale {
  place(point: { readonly costUsd: number; readonly usefulRate: number }): PlacedPoint;
  readonly isLogarithmic: boolean;
  readonly costUsd: readonly [least: number, most: number];
  readonly usefulRate: readonly [least: number, most: number];
}

/** Costs differ by powers of ten, so they are drawn by their logarithm, unless something is free. */
export function frontierScale({ policies, mixing }: ReplayReport): FrontierScale {
  const points = [...policies, ...mixing];
  const costs = points.map(({ costUsd }) => costUsd);
  const rates = [...points.map(({ usefulRate }) => usefulRate), ...mixing.flatMap(({ low, high }) => [low, high])];
  const costUsd = [Math.min(...costs), Math.max(...costs)] as const;
  const usefulRate = [Math.min(...rates), Math.max(...rates)] as const;
  const isLogarithmic = costUsd[0] > 0;
  const scaled = (cost: number): number => (isLogarithmic ? Math.log(cost) : cost);
  const share = (value: number, [least, most]: readonly [number, number]): number =>
    most > least ? (value - least) / (most - least) : 0.5;
  return {
    place: (point) => ({
      right: share(scaled(point.costUsd), [scaled(costUsd[0]), scaled(costUsd[1])]),
      up: share(point.usefulRate, usefulRate),
    }),
    isLogarithmic,
    costUsd,
    usefulRate,
  };
}
