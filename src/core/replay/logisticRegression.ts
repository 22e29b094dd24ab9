/** P(yes) for each question, for features as they were learned from. */
export type Classifier = (features: readonly number[]) => readonly number[];

const steps = 60;
const learningRate = 0.5;
/** Weights are pulled towards 0 so strongly: without evidence the answer is the share of yes. */
const ridge = 0.1;

/**
 * Logistic regression on standardised features by plain gradient descent: small, without chance, and good enough for a prior. `answers`
 * holds, for each question, whether it is yes for each sample.
 */
export function learnClassifier(samples: readonly (readonly number[])[], answers: readonly (readonly boolean[])[]): Classifier {
  const scales = scalesOf(samples);
  const standardised = samples.map((sample) => standardise(scales, sample));
  const models = answers.map((isYes) => learnWeights(standardised, isYes, scales.length));
  return (features) => {
    const sample = standardise(scales, features);
    return models.map((weights) => probability(weights, sample));
  };
}

/** The last weight is the bias. */
function learnWeights(samples: readonly Float64Array[], isYes: readonly boolean[], width: number): Float64Array {
  const yes = isYes.reduce((count, each) => count + (each ? 1 : 0), 0);
  const weights = new Float64Array(width + 1);
  weights[width] = Math.log((yes + 1) / (isYes.length - yes + 1));
  const gradient = new Float64Array(width + 1);
  const rate = learningRate / Math.max(1, samples.length);
  for (let step = 0; step < steps; step += 1) {
    gradient.fill(0);
    for (const [index, sample] of samples.entries()) {
      const error = probability(weights, sample) - (isYes[index] ? 1 : 0);
      for (let column = 0; column <= width; column += 1) gradient[column] = (gradient[column] ?? 0) + error * (sample[column] ?? 0);
    }
    for (let column = 0; column <= width; column += 1) {
      const weight = weights[column] ?? 0;
      weights[column] = weight - rate * (gradient[column] ?? 0) - (column < width ? learningRate * ridge * weight : 0);
    }
  }
  return weights;
}

function probability(weights: Float64Array, sample: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < weights.length; column += 1) sum += (weights[column] ?? 0) * (sample[column] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

interface Scale {
  readonly column: number;
  readonly mean: number;
  readonly spread: number;
}

/** A feature that never varies tells nothing, and is left out. */
function scalesOf(samples: readonly (readonly number[])[]): readonly Scale[] {
  return (samples[0] ?? []).flatMap((_value, column) => {
    const mean = samples.reduce((sum, sample) => sum + (sample[column] ?? 0), 0) / samples.length;
    const variance = samples.reduce((sum, sample) => sum + ((sample[column] ?? 0) - mean) ** 2, 0) / samples.length;
    return variance > 0 ? [{ column, mean, spread: Math.sqrt(variance) }] : [];
  });
}

/** With a 1 behind it, for the bias. */
function standardise(scales: readonly Scale[], features: readonly number[]): Float64Array {
  const sample = new Float64Array(scales.length + 1).fill(1);
  scales.forEach(({ column, mean, spread }, place) => {
    sample[place] = ((features[column] ?? 0) - mean) / spread;
  });
  return sample;
}
