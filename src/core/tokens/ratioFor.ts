import { type LearnedRatio, mostTokensPerByte } from './learnedRatio.ts';

/** A model, and what is assumed of its tokenizer before anything was learned: its tokens per o200k token. */
export interface RatioStart {
  readonly endpoint: string;
  readonly model: string;
  readonly startRatio: number;
}

/** Fewer say more about the requests than about the tokenizer. */
const leastSamples = 3;

/**
 * The model's tokens per o200k token for text of that file type: what was learned of the type, else what was learned of the model's other types,
 * weighted by samples, else what is assumed. And the most tokens that a byte ever made at this model, 0 where none was sent; a row from before
 * there was a ceiling may hold more than a text can make, and a model that it blocks would never be asked again.
 */
export function ratioFor(
  learned: readonly LearnedRatio[],
  { endpoint, model, startRatio }: RatioStart,
  fileType: string,
): { readonly ratio: number; readonly highestTokensPerByte: number } {
  const rows = learned.filter((row) => row.endpoint === endpoint && row.model === model);
  const own = rows.find((row) => row.fileType === fileType && row.samples >= leastSamples);
  return {
    ratio: own?.ratio ?? averageOf(rows) ?? startRatio,
    highestTokensPerByte: Math.min(mostTokensPerByte, Math.max(0, ...rows.map((row) => row.highestTokensPerByte))),
  };
}

function averageOf(rows: readonly LearnedRatio[]): number | undefined {
  const samples = rows.reduce((sum, row) => sum + row.samples, 0);
  return samples === 0 ? undefined : rows.reduce((sum, row) => sum + row.ratio * row.samples, 0) / samples;
}
