import { inputBound, requestedTerms, worstCaseOf } from '../budget/index.ts';
import type { Candidate } from '../catalogue/index.ts';
import type { NanoUsd, PriceRow } from '../money/index.ts';
import type { Profile } from './profile.ts';

/** What is known of how many tokens a model makes of a text. */
export interface TokenRatio {
  /** The model's tokens per o200k token. */
  readonly ratio: number;
  readonly highestTokensPerByte: number;
}

/** No picture makes more tokens at the providers that publish how they count, except where the model's row says so. */
const usualImageTokens = 6000;

/** What an attempt can cost at the most: the input's bytes as tokens, the whole output limit, at the dearest prices within reach. */
export function worstCaseFor(profile: Profile, candidate: Candidate, price: PriceRow, tokens: TokenRatio, bytesPerToken: 1 | 2): NanoUsd {
  const input = inputBoundFor(profile, candidate, tokens, bytesPerToken);
  return worstCaseOf(input, outputLimit(profile.maxOutputTokens, candidate.model), price, requestedTerms(candidate));
}

/** How many tokens an attempt can take at the most: the input's bytes as tokens, and the whole output limit. */
export function mostTokensFor(profile: Profile, candidate: Candidate, tokens: TokenRatio, bytesPerToken: 1 | 2): number {
  return inputBoundFor(profile, candidate, tokens, bytesPerToken) + outputLimit(profile.maxOutputTokens, candidate.model);
}

function inputBoundFor(profile: Profile, candidate: Candidate, tokens: TokenRatio, bytesPerToken: 1 | 2): number {
  const { inputBytes, framingTokens, images } = profile;
  const { imageTokens } = candidate.model.quirks ?? {};
  const pictures = images * (typeof imageTokens === 'number' ? Math.ceil(imageTokens) : usualImageTokens);
  const { ratio, highestTokensPerByte } = tokens;
  return inputBound(inputBytes, { bytesPerToken, tokenizerRatio: ratio, highestTokensPerByte, framingTokens }) + pictures;
}

/** What the task asks for, as far as the model can give it. */
export function outputLimit(maxOutputTokens: number, { maxOutputTokens: most = Number.POSITIVE_INFINITY }: Candidate['model']): number {
  return Math.min(maxOutputTokens, most);
}
