import type { Model } from '../catalogue/index.ts';
import type { OutcomeCount } from '../ledger/index.ts';
import type { TaskKind } from '../task/index.ts';
import { type Prior, priorOf } from './prior.ts';
import type { QualityBook, QualityEstimate } from './quality.ts';
import { noTally, plus, sumOf, type Tally, tallyOf, weightOn } from './tally.ts';

/** What was thought before weighs as much as so many outcomes, at each level. An ASSUMPTION: a week of use says more than a benchmark. */
const strength = 10;

/**
 * How useful models are, by Beta posteriors: mean = (strength x what was thought before + useful) / (strength + useful + not useful). What was
 * thought before is the public prior; that with the outcomes of the model's other precisions; and that with those of the same precision in
 * other languages. So each outcome is in it once, the nearest weigh most, and one more useful answer never lowers an estimate.
 */
export function createQualityBook(counts: readonly OutcomeCount[], { today }: { readonly today: string }): QualityBook {
  const tallies = gather(counts, today);
  // Asked for each candidate of each request: one look-up for a model that was asked for before.
  const known = new Map<TaskKind, Map<string, WeakMap<Model, QualityEstimate>>>();
  return {
    estimate(kind, { model }, language = '') {
      const ofKind = getOrMake(known, kind, () => new Map<string, WeakMap<Model, QualityEstimate>>());
      const estimates = getOrMake(ofKind, language, () => new WeakMap<Model, QualityEstimate>());
      const estimate = estimates.get(model);
      if (estimate) return estimate;
      const ofModel = tallies.get(keyOf(kind, model.id));
      const prior = priorOf(kind, model);
      const made = ofModel ? estimateOf(prior, ofModel, model.precision ?? '', language) : { ...prior, weight: 0 };
      estimates.set(model, made);
      return made;
    },
  };
}

/** By precision, then by language; `''` where there is none. */
type ModelTallies = ReadonlyMap<string, ReadonlyMap<string, Tally>>;

function gather(counts: readonly OutcomeCount[], today: string): ReadonlyMap<string, ModelTallies> {
  const tallies = new Map<string, Map<string, Map<string, Tally>>>();
  const weights = new Map<string, number>();
  for (const count of counts) {
    const weight = getOrMake(weights, count.localDay, () => weightOn(count.localDay, today));
    const ofModel = getOrMake(tallies, keyOf(count.kind, count.model), () => new Map<string, Map<string, Tally>>());
    const ofPrecision = getOrMake(ofModel, count.precision ?? '', () => new Map<string, Tally>());
    const language = count.language ?? '';
    ofPrecision.set(language, plus(ofPrecision.get(language) ?? noTally, tallyOf(count, weight)));
  }
  return tallies;
}

function estimateOf(prior: Prior, ofModel: ModelTallies, precision: string, language: string): QualityEstimate {
  const same = [...(ofModel.get(precision) ?? [])];
  // From the farthest to the nearest.
  const levels = [
    sumOf([...ofModel].filter(([each]) => each !== precision).flatMap(([, languages]) => [...languages.values()])),
    sumOf(same.filter(([each]) => each !== language).map(([, tally]) => tally)),
    sumOf(same.filter(([each]) => each === language).map(([, tally]) => tally)),
  ];
  const all = sumOf(levels);
  return {
    mean: levels.reduce(posteriorMean, prior.mean),
    weight: all.useful + all.notUseful,
    source: `${prior.source} and ${all.outcomes} of your outcomes`,
  };
}

function posteriorMean(before: number, { useful, notUseful }: Tally): number {
  return (strength * before + useful) / (strength + useful + notUseful);
}

function keyOf(kind: TaskKind, modelId: string): string {
  return `${kind} ${modelId}`;
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
