import type { RollUp } from './entry.ts';

/**
 * What the completions of some days cost, and what became of them, for each kind, tier, model, provider, workspace and language. Cost is of
 * all attempts, also of those whose answer nobody saw; what became of a task counts for the model, and on the day, of the last attempt
 * that answered.
 */
export interface CompletionCost
  extends Pick<
    RollUp,
    | 'kind'
    | 'tier'
    | 'model'
    | 'provider'
    | 'workspace'
    | 'language'
    | 'attempts'
    | 'unpricedAttempts'
    | 'estimatedAttempts'
    | 'costNanoUsd'
    | 'countedNanoUsd'
    | 'listPriceNanoUsd'
  > {
  /** Tasks of which something was shown. */
  readonly shownTasks: number;
  /** Tasks of which something was accepted. */
  readonly acceptedTasks: number;
  /** Whole and in part. */
  readonly acceptedCharacters: number;
  /** Those of them that were looked at later: a window that closes soon after sees nothing. */
  readonly followedCharacters: number;
  /** Those of them that still stood there at the last look, 10 minutes after at the most. */
  readonly keptCharacters: number;
}
