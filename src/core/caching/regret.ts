import { costOf, type NanoUsd } from '../money/index.ts';
import { noUsage } from '../task/index.ts';
import { writeBucketOf } from './inputPrices.ts';
import type { PromptPath } from './promptPath.ts';
import type { Kept } from './sessions.ts';
import type { WarmPrefix } from './warmPrefixes.ts';

export interface RegretTerms {
  /** The session's last request. */
  readonly last: Kept;
  /** What the last request's cache still holds of this prompt. */
  readonly warm: WarmPrefix | undefined;
  readonly path: PromptPath;
  /** Of switches away, the share after which the old cache had to be filled again. */
  readonly refillShare: number;
  readonly atMs: number;
}

/**
 * What a switch away from the session's model is expected to cost later:
 *
 *     share of switches that come back to a cold cache x (cost of writing what is warm now - cost of reading it)
 *
 * The share is learned from this user's sessions, 1 in 4 at first. That the new model has nothing warm costs now, and is in its own expected
 * tokens; what the session grows by meanwhile has to be written by whoever is asked, and is not charged.
 */
export function regretOfLeaving({ last, warm, path, refillShare, atMs }: RegretTerms): NanoUsd {
  const { model, serviceTier } = last.candidate;
  const held = warm && path.boundaries[warm.end];
  if (!held || !model.price) return 0;
  const tokens = Math.round(held.tokens * last.tokensPerEstimate);
  const terms = { atMs, ...(serviceTier !== undefined && { serviceTier }) };
  const written = costOf({ ...noUsage, [writeBucketOf(warm.ttl)]: tokens }, model.price, terms);
  const read = costOf({ ...noUsage, cacheRead: tokens }, model.price, terms);
  return Math.max(0, Math.round((written - read) * refillShare));
}
