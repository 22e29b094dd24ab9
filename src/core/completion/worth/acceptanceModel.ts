import type { Feature } from './features.ts';
import { priorOf } from './priors.ts';

/** What was learned of one feature. */
export interface Weight {
  /** In logits. */
  readonly value: number;
  /** How often it was learned. */
  readonly seen: number;
}

/** Languages come from the editor and from other extensions: more than so many names are not learned. */
const mostNames = 256;

/** No weight goes farther from 0, no sum farther: nothing that was learned is ever certain, and all of it can be unlearned. */
const farthestWeight = 4;
const farthestSum = 5;

/** The rate of learning falls from the first of these to the second, so that a user who changes is followed for ever. */
const rate = { first: 0.08, least: 0.02 } as const;

/** After so many outcomes the rate begins to fall. */
const slowedAfter = 40;

/** With each outcome a weight also goes so far back to its prior, as a share of the rate: what is seldom seen stays near what was thought. */
const backToPrior = 0.05;

/**
 * How likely an answer is taken: a logistic model, learned outcome by outcome with stochastic gradients. The rate of each weight falls with how
 * often that weight was learned, steps are bounded by it, and the weights are pulled towards their priors.
 */
export class AcceptanceModel {
  readonly #weights: Map<string, Weight>;

  constructor(weights: Readonly<Record<string, Weight>> = {}) {
    this.#weights = new Map(Object.entries(weights).slice(0, mostNames));
  }

  /** Above 0 and below 1. */
  acceptance(features: readonly Feature[]): number {
    const sum = features.reduce((total, { name, value }) => total + value * this.#valueOf(name), 0);
    return 1 / (1 + Math.exp(-Math.min(farthestSum, Math.max(-farthestSum, sum))));
  }

  learn(features: readonly Feature[], isAccepted: boolean): void {
    const error = (isAccepted ? 1 : 0) - this.acceptance(features);
    for (const { name, value } of features) {
      const known = this.#weights.get(name);
      if (!known && this.#weights.size >= mostNames) continue;
      const { value: before, seen } = known ?? { value: priorOf(name), seen: 0 };
      const step = Math.max(rate.least, rate.first / Math.sqrt(1 + seen / slowedAfter));
      const after = before + step * (error * value - backToPrior * (before - priorOf(name)));
      this.#weights.set(name, { value: Math.min(farthestWeight, Math.max(-farthestWeight, after)), seen: seen + 1 });
    }
  }

  weights(): Readonly<Record<string, Weight>> {
    return Object.fromEntries(this.#weights);
  }

  #valueOf(name: string): number {
    return this.#weights.get(name)?.value ?? priorOf(name);
  }
}
