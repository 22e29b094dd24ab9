import { type NanoUsd, nanoUsdPerUsd } from '../money/index.ts';
import { drawGroupSamples, type Interval, intervalOf, sampleSize, sampleSum } from './bootstrap.ts';
import { dealFolds } from './folds.ts';
import { perfectJudge, type SimulatedJudge } from './judge.ts';
import { type CostAndUseful, mixingAt, mixingFrontier } from './mixing.ts';
import type { OutcomeTable } from './outcomeTable.ts';
import { alwaysStrong, canRun, type PolicyName, type PolicyRun, policyNames, resultsOfModel, runPolicy } from './policies.ts';
import { costOf, type TaskResult, usefulOf } from './taskResult.ts';

export interface ReplayOptions {
  readonly policies: readonly PolicyName[];
  readonly foldCount: number;
  /** How many samples the intervals are made of. */
  readonly bootstrapCount: number;
  readonly judges: readonly SimulatedJudge[];
  readonly random: () => number;
}

/** A judge that never errs, and one that accepts a tenth of what is not useful. */
export const defaultJudges: readonly SimulatedJudge[] = [perfectJudge, { falseAccept: 0.1, falseReject: 0 }];

/** How a policy compares with random mixing at its cost; missing where it is mixing, or one of the models that are mixed. */
export type RandomVerdict = 'better than random' | 'no better than random' | 'worse than random';

export interface PolicyReport {
  readonly name: string;
  readonly policy: PolicyName;
  /** It depends on a simulated judge. */
  readonly isSimulated: boolean;
  readonly usefulRate: number;
  readonly usefulLow: number;
  readonly usefulHigh: number;
  /** Of all tasks together. */
  readonly costUsd: number;
  /** 1 - cost / cost of always-strong; missing where that costs nothing. */
  readonly saving?: number;
  readonly savingLow?: number;
  readonly savingHigh?: number;
  /** The useful rate of random mixing at the same cost. */
  readonly mixing: MixingRate;
  readonly verdict?: RandomVerdict;
  /** No other policy is at least as useful for at most as much. The oracle, which no policy can be, is left out of this. */
  readonly isOnFrontier: boolean;
}

export interface MixingRate extends Interval {
  readonly usefulRate: number;
}

export interface MixingPoint extends MixingRate {
  readonly costUsd: number;
}

export interface ReplayReport {
  readonly tasks: number;
  readonly kinds: readonly string[];
  /** The cheapest first. */
  readonly models: readonly string[];
  /** The model with the highest useful rate. */
  readonly alwaysStrong: string;
  /** Tasks that name none are each a group of their own. */
  readonly groups: number;
  /** 1: there was but one group, so nothing could be learned. */
  readonly folds: number;
  readonly policies: readonly PolicyReport[];
  /** Asked for, but impossible with these outcomes. */
  readonly leftOut: readonly PolicyName[];
  /** Random mixing of two models in all shares, from the cheapest to the most useful one. */
  readonly mixing: readonly MixingPoint[];
}

/** How many points of random mixing are told. */
const mixingPoints = 41;

/** A sample, and how many tasks it has. */
interface Sample {
  readonly times: Uint16Array;
  readonly tasks: number;
}

/** A policy's results, in a shape that is quick to sum over samples. */
interface Evaluated extends CostAndUseful {
  readonly usefulByTask: Float64Array;
  readonly costByTask: Float64Array;
}

/**
 * What policies would have made of tasks whose outcome with every model is known. The intervals tell what other tasks of the same sort might
 * show: they are over groups, or tasks where there are none, with what was learned held as it is.
 */
export function replay(table: OutcomeTable, options: ReplayOptions): ReplayReport {
  const folds = dealFolds(table.tasks, options.foldCount, options.random);
  const groups = table.tasks.map(({ group }) => group);
  const samples = drawGroupSamples(groups, options.bootstrapCount, options.random).map((times) => ({ times, tasks: sampleSize(times) }));
  const terms = { folds, judges: options.judges };
  const wanted = policyNames.filter((policy) => options.policies.includes(policy));
  const runs = wanted.filter((policy) => canRun(policy, table, terms)).flatMap((policy) => runPolicy(policy, table, terms));
  const models = table.models.map((_name, model) => evaluate(resultsOfModel(table, model)));
  const strong = alwaysStrong(table);
  const evaluatedStrong = evaluate(strong.results);
  const sampled = samples.map((sample) => ({ ...sample, corners: mixingFrontier(models.map((model) => sampleOf(model, sample))) }));
  const frontier = mixingFrontier(models);
  const tasks = table.tasks.length;
  const evaluated = runs.map((run) => ({ run, ...evaluate(run.results) }));
  return {
    tasks,
    kinds: [...new Set(table.tasks.map(({ kind }) => kind))].toSorted(),
    models: table.models,
    alwaysStrong: strong.model,
    groups: new Set(groups).size,
    folds: new Set(folds).size,
    policies: evaluated.map((each) => {
      const drawn = samples.map((sample) => sampleOf(each, sample));
      const rate = each.useful / tasks;
      const mixing = {
        usefulRate: mixingAt(frontier, each.costNanoUsd) / tasks,
        ...intervalOf(
          Float64Array.from(sampled, ({ corners, tasks: size }, index) => mixingAt(corners, drawn[index]?.costNanoUsd ?? 0) / size),
        ),
      };
      const useful = intervalOf(Float64Array.from(drawn, (sample, index) => sample.useful / (samples[index]?.tasks ?? tasks)));
      const verdict = verdictOf(each.run, rate, mixing);
      return {
        name: each.run.name,
        policy: each.run.policy,
        isSimulated: each.run.judge !== undefined,
        usefulRate: rate,
        usefulLow: useful.low,
        usefulHigh: useful.high,
        costUsd: usd(each.costNanoUsd),
        ...savingOf(each, drawn, evaluatedStrong, samples),
        mixing,
        ...(verdict && { verdict }),
        isOnFrontier: each.run.policy !== 'oracle' && !evaluated.some((other) => other.run.policy !== 'oracle' && dominates(other, each)),
      };
    }),
    leftOut: wanted.filter((policy) => !canRun(policy, table, terms)),
    mixing: pointsOf(frontier, sampled, tasks),
  };
}

function evaluate(results: readonly TaskResult[]): Evaluated {
  return {
    useful: usefulOf(results),
    costNanoUsd: costOf(results),
    usefulByTask: Float64Array.from(results, ({ useful }) => useful),
    costByTask: Float64Array.from(results, ({ costNanoUsd }) => costNanoUsd),
  };
}

const sampleOf = ({ usefulByTask, costByTask }: Evaluated, { times }: Sample): CostAndUseful => ({
  useful: sampleSum(usefulByTask, times),
  costNanoUsd: sampleSum(costByTask, times),
});

/** The same samples of both, so that what they share is not counted as doubt. */
function savingOf(
  { costNanoUsd }: CostAndUseful,
  drawn: readonly CostAndUseful[],
  strong: Evaluated,
  samples: readonly Sample[],
): Pick<PolicyReport, 'saving' | 'savingLow' | 'savingHigh'> {
  if (strong.costNanoUsd === 0) return {};
  const savings = samples.flatMap(({ times }, index) => {
    const baseline = sampleSum(strong.costByTask, times);
    return baseline > 0 ? [1 - (drawn[index]?.costNanoUsd ?? 0) / baseline] : [];
  });
  const { low, high } = intervalOf(Float64Array.from(savings));
  return { saving: 1 - costNanoUsd / strong.costNanoUsd, savingLow: low, savingHigh: high };
}

function verdictOf({ policy }: PolicyRun, usefulRate: number, { low, high }: Interval): RandomVerdict | undefined {
  if (policy === 'always' || policy === 'random-mix') return undefined;
  if (usefulRate > high) return 'better than random';
  return usefulRate < low ? 'worse than random' : 'no better than random';
}

function dominates(a: CostAndUseful, b: CostAndUseful): boolean {
  return a.costNanoUsd <= b.costNanoUsd && a.useful >= b.useful && (a.costNanoUsd < b.costNanoUsd || a.useful > b.useful);
}

/** At even steps of cost between the two ends. */
function pointsOf(
  frontier: readonly CostAndUseful[],
  sampled: readonly { readonly corners: readonly CostAndUseful[]; readonly tasks: number }[],
  tasks: number,
): readonly MixingPoint[] {
  const [first, last] = [frontier.at(0), frontier.at(-1)];
  if (!first || !last) return [];
  const count = first === last ? 1 : mixingPoints;
  return Array.from({ length: count }, (_, index) => {
    const share = count === 1 ? 0 : index / (count - 1);
    // In another sample of tasks the same share costs something else.
    const costIn = (corners: readonly CostAndUseful[]): NanoUsd => {
      const [low, high] = [corners.at(0)?.costNanoUsd ?? 0, corners.at(-1)?.costNanoUsd ?? 0];
      return low + share * (high - low);
    };
    const rates = sampled.map(({ corners, tasks: size }) => mixingAt(corners, costIn(corners)) / size);
    const costNanoUsd = costIn(frontier);
    return {
      costUsd: usd(costNanoUsd),
      usefulRate: mixingAt(frontier, costNanoUsd) / tasks,
      ...intervalOf(Float64Array.from(rates)),
    };
  });
}

const usd = (amount: NanoUsd): number => amount / nanoUsdPerUsd;
