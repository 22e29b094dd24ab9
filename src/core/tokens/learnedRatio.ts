/** What one request with reported usage says about a model's tokenizer. */
export interface TokenSample {
  readonly endpoint: string;
  readonly model: string;
  /** The editor's language id; `''` where the text is of no one language. */
  readonly fileType: string;
  /** UTF-8 bytes of all the text that was sent. */
  readonly bytes: number;
  /** The same text counted with o200k. */
  readonly o200kTokens: number;
  /** At the most so many tokens of the input are not the text's, but the provider's own framing of messages and tools. */
  readonly framingTokens: number;
  /** What the provider reported as input. */
  readonly inputTokens: number;
}

/** What was learned of a model's tokenizer for one file type. */
export interface LearnedRatio {
  readonly endpoint: string;
  readonly model: string;
  readonly fileType: string;
  /** The provider's tokens per o200k token of the same text: a moving average. */
  readonly ratio: number;
  readonly samples: number;
  /** The most tokens that a byte of text ever made, 1 at the most. Reservations are never bounded below it. */
  readonly highestTokensPerByte: number;
}

/** Of fewer tokens, or of fewer than its framing may have, a request says more about its framing than about the tokenizer. */
const leastTokens = 200;

/**
 * The vocabularies of today's models are made of bytes, or fall back to them: each token of a text stands for a byte or more. What is reported
 * beyond that is no text of the user's, but a prompt that a gateway hides.
 */
export const mostTokensPerByte = 1;

/**
 * Takes a sample into the average: exponential, alpha = max(1/n, 0.1), requests of more than 200 tokens. The highest tokens-per-byte counts from every
 * sample, without what may be framing: else a short question would make every text look dear. It never falls again, so tokens that no text can
 * have made are left out before: else one strange report would make every text too dear for ever.
 */
export function learnRatio(before: LearnedRatio | undefined, sample: TokenSample): LearnedRatio {
  const { endpoint, model, fileType, bytes, o200kTokens, framingTokens, inputTokens } = sample;
  const known = before ?? { endpoint, model, fileType, ratio: 1, samples: 0, highestTokensPerByte: 0 };
  const credibleTokens = Math.min(inputTokens, bytes * mostTokensPerByte + framingTokens);
  const highestTokensPerByte = Math.max(known.highestTokensPerByte, bytes > 0 ? (credibleTokens - framingTokens) / bytes : 0);
  if (o200kTokens <= Math.max(leastTokens, framingTokens)) return { ...known, highestTokensPerByte };
  const samples = known.samples + 1;
  const alpha = Math.max(1 / samples, 0.1);
  return { ...known, samples, ratio: known.ratio + alpha * (credibleTokens / o200kTokens - known.ratio), highestTokensPerByte };
}
