import type { WorthQuestion } from './judge.ts';
import type { Rhythm } from './keys.ts';
import { type Past, usualAcceptance } from './past.ts';
import { lookOf } from './place.ts';

/** What is told of a question to the model, each between -2 and 2. What is not named is 0. */
export interface Feature {
  readonly name: string;
  readonly value: number;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const between = (low: number, high: number, value: number): number => Math.min(high, Math.max(low, value));

/** What is known beside the question. */
export interface Known {
  readonly rhythm: Rhythm;
  readonly past: Past;
  /** How often was asked on this line before: a model that is wrong about a line mostly stays so. */
  readonly askedOnLine: number;
}

/**
 * What is known of a question before it is asked: where the cursor stands, how the user types, what became of the last answers, and how good
 * the model is thought to be. Nothing of what the text says, and not the hour: names and shares are all that is ever stored of it.
 */
export function featuresOf({ snapshot, task, decision }: WorthQuestion, { rhythm, past, askedOnLine }: Known): readonly Feature[] {
  const { place, statement, inside, right, length, depth } = lookOf(snapshot);
  const { languageId } = snapshot;
  const quality = between(0.01, 0.99, decision.chosen.quality.mean);
  const features: Feature[] = [
    { name: 'any', value: 1 },
    { name: `at ${place}`, value: 1 },
    { name: `in ${inside}`, value: 1 },
    { name: `before ${right}`, value: 1 },
    { name: `line of ${statement}`, value: 1 },
    { name: `language ${languageId}`, value: 1 },
    { name: `${languageId} at ${place}`, value: 1 },
    { name: `depth ${Math.min(3, Math.floor(depth / 4))}`, value: 1 },
    { name: `offset ${Math.min(5, Math.floor(Math.log2(1 + snapshot.offset / 250)))}`, value: 1 },
    { name: 'quality', value: between(-2, 2, logit(quality) - logit(usualAcceptance)) },
    { name: `length ${Math.min(5, Math.floor(length / 10))}`, value: 1 },
    { name: 'accepted lately', value: past.lately - usualAcceptance },
    { name: 'accepted usually', value: past.usually - usualAcceptance },
    { name: 'refused in a row', value: past.refusedInARow / 8 },
    { name: 'refused just now', value: (past.refusedInARow / 8) * Math.exp(-rhythm.keysSinceOutcome / 50) },
    { name: 'burst', value: Math.min(1, rhythm.burst / 20) },
  ];
  if (task.kind === 'completion.block') features.push({ name: 'block', value: 1 });
  if (task.origin.trigger === 'invoke') features.push({ name: 'invoked', value: 1 });
  if (askedOnLine > 0) features.push({ name: `asked on the line ${Math.min(3, askedOnLine)}`, value: 1 });
  if (past.last !== 'none') features.push({ name: `last ${past.last}`, value: 1 });
  if (rhythm.gapMs > 1000) features.push({ name: 'after a pause', value: 1 });
  if (rhythm.isDeleting) features.push({ name: 'deleting', value: 1 });
  if (rhythm.intervalMs !== undefined) features.push({ name: 'slow', value: between(-1, 2, (rhythm.intervalMs - 180) / 100) });
  if (rhythm.relativeInterval !== undefined)
    features.push({ name: 'slower than usual', value: between(-2, 2, 4 * (rhythm.relativeInterval - 1)) });
  return features;
}
