import { type NanoUsd, nanoUsdPerUsd } from '../money/index.ts';
import { drawSamples, type Interval, intervalOf, sampleSum } from './bootstrap.ts';

/** A task that was really asked, and of which it is known whether the answer was useful. */
export interface ObservedTask {
  readonly kind: string;
  /** Whose answer it was in the end. */
  readonly model: string;
  readonly isUseful: boolean;
  /** Of all attempts. */
  readonly costNanoUsd: NanoUsd;
}

export interface ObservedRow {
  /** A model's name, or `as it was` for all tasks of the kind. */
  readonly name: string;
  readonly tasks: number;
  readonly usefulRate: number;
  readonly usefulLow: number;
  readonly usefulHigh: number;
  readonly costUsdPerTask: number;
  /** Missing where nothing was useful. */
  readonly costUsdPerUseful?: number;
  /** 1 - cost per task / that of always-strong; missing where that is not known or free. */
  readonly saving?: number;
  readonly savingLow?: number;
  readonly savingHigh?: number;
}

/** What was seen of one kind of task. Each model answered tasks of its own, so rows differ by their tasks as well as by their models. */
export interface ObservedKind {
  readonly kind: string;
  /** The model with the highest useful rate, of those that answered often enough. */
  readonly alwaysStrong?: string;
  readonly rows: readonly ObservedRow[];
}

/** A rate of fewer tasks may be anything: the interval of 10 out of 20 is from 30 to 70 %. */
export const leastTasks = 20;

/**
 * What can be said of policies when each task was asked of one model only: how useful each model was and what it cost, on the tasks that it was
 * given. What another model would have made of a task nobody knows, so no policy is replayed.
 */
export function observe(tasks: readonly ObservedTask[], bootstrapCount: number, random: () => number): readonly ObservedKind[] {
  const kinds = [...Map.groupBy(tasks, ({ kind }) => kind)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, ofKind]) => {
    const byModel = [...Map.groupBy(ofKind, ({ model }) => model)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const groups = [['as it was', ofKind] as const, ...byModel].map(([name, members]) => sampled(name, members, bootstrapCount, random));
    const [strong] = groups
      .slice(1)
      .filter(({ tasks }) => tasks >= leastTasks)
      .toSorted((a, b) => b.usefulRate - a.usefulRate || a.costPerTask - b.costPerTask);
    return { kind, ...(strong && { alwaysStrong: strong.name }), rows: groups.map((group) => rowOf(group, strong)) };
  });
}

interface Sampled {
  readonly name: string;
  readonly tasks: number;
  readonly usefulRate: number;
  readonly useful: Interval;
  readonly costPerTask: NanoUsd;
  /** In each sample of these tasks. */
  readonly costs: Float64Array;
}

function sampled(name: string, tasks: readonly ObservedTask[], bootstrapCount: number, random: () => number): Sampled {
  const samples = drawSamples(tasks.length, bootstrapCount, random);
  const useful = Float64Array.from(tasks, ({ isUseful }) => (isUseful ? 1 : 0));
  const cost = Float64Array.from(tasks, ({ costNanoUsd }) => costNanoUsd);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / tasks.length;
  const means = (values: Float64Array): Float64Array => Float64Array.from(samples, (times) => sampleSum(values, times) / tasks.length);
  return {
    name,
    tasks: tasks.length,
    usefulRate: mean(useful),
    useful: intervalOf(means(useful)),
    costPerTask: mean(cost),
    costs: means(cost),
  };
}

function rowOf({ name, tasks, usefulRate, useful, costPerTask, costs }: Sampled, strong: Sampled | undefined): ObservedRow {
  return {
    name,
    tasks,
    usefulRate,
    usefulLow: useful.low,
    usefulHigh: useful.high,
    costUsdPerTask: costPerTask / nanoUsdPerUsd,
    ...(usefulRate > 0 && { costUsdPerUseful: costPerTask / usefulRate / nanoUsdPerUsd }),
    ...(strong && strong.name !== name && strong.costPerTask > 0 && savingOf(costPerTask, costs, strong)),
  };
}

function savingOf(costPerTask: NanoUsd, costs: Float64Array, strong: Sampled): Pick<ObservedRow, 'saving' | 'savingLow' | 'savingHigh'> {
  // A sample may hold the free tasks only.
  const { low, high } = intervalOf(costs.map((cost, index) => 1 - cost / (strong.costs[index] || strong.costPerTask)));
  return { saving: 1 - costPerTask / strong.costPerTask, savingLow: low, savingHigh: high };
}
