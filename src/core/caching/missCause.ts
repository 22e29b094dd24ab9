import type { CacheMissCause, CachePlan } from './plan.ts';
import type { PromptPath } from './promptPath.ts';
import type { Kept } from './sessions.ts';
import type { WarmPrefix } from './warmPrefixes.ts';

export interface MissTerms {
  readonly path: PromptPath;
  readonly plan: CachePlan;
  /** Tokens that were read, as reported. */
  readonly readTokens: number;
  /** Of this model, per estimated o200k token, as this request reported them. */
  readonly tokensPerEstimate: number;
  readonly cache: string;
  /** What the cache should have held. */
  readonly warm: WarmPrefix | undefined;
  /** What the session's last request left, wherever, and what its last one left at this cache. */
  readonly last: Kept | undefined;
  readonly keptHere: Kept | undefined;
  readonly lookBackBlocks: number;
  readonly atMs: number;
}

/** Estimates of a part of a prompt are off by a quarter and more, and automatic caches hit in steps of 128 tokens. */
const clearShare = 0.7;
const clearTokens = 256;

/**
 * Why clearly fewer tokens were read than could have been: than the cache should have held, or than the session's last request left behind
 * somewhere. What stood in the last turn of that request was not meant to stay, and is not missed.
 */
export function missCauseOf(terms: MissTerms): CacheMissCause | undefined {
  const { path, plan, warm, last, keptHere, cache, atMs } = terms;
  if (plan.type === 'none' || plan.type === 'slot') return undefined;
  const warmTokens = warm ? (path.boundaries[warm.end]?.tokens ?? 0) : 0;
  const possible = Math.max(warmTokens, keptHere?.boundary?.tokens ?? 0, last?.boundary?.tokens ?? 0);
  if (!isMissing(possible, terms)) return undefined;
  if (isMissing(warmTokens, terms)) return isBeyondLookBack(terms) ? 'beyond-look-back' : 'evicted';
  const stands = (kept: Kept): boolean => kept.boundary !== undefined && path.boundaries[kept.end]?.hash === kept.boundary.hash;
  if (last && last.cache !== cache && stands(last)) return 'model-switched';
  const kept = keptHere ?? last;
  if (kept && !stands(kept)) return 'prefix-changed';
  return kept && kept.expiresAtMs <= atMs ? 'expired' : 'evicted';
}

function isMissing(estimate: number, { readTokens, tokensPerEstimate }: MissTerms): boolean {
  const expected = estimate * tokensPerEstimate;
  return readTokens < expected * clearShare && expected - readTokens >= clearTokens;
}

function isBeyondLookBack({ path, plan, warm, lookBackBlocks }: MissTerms): boolean {
  if (plan.type !== 'breakpoints' || !warm) return false;
  const heldBlocks = path.boundaries[warm.end]?.blocks ?? 0;
  return !plan.breakpoints.some(({ afterSegment }) => {
    const marked = path.boundaries.find((boundary) => boundary.afterSegment === afterSegment)?.blocks ?? 0;
    return marked >= heldBlocks && marked - heldBlocks < lookBackBlocks;
  });
}
