import type { ProviderErrorReason } from '../task/index.ts';
import type { Answer } from './answer.ts';
import type { Refusal } from './refusals.ts';
import type { WorthVerdict } from './worth/judge.ts';

/** Where an offer came from, cheapest source first. */
export type OfferSource = 'typed-as-suggested' | 'cache' | 'in-flight' | 'model';

/** Text that may be shown at the cursor. */
export interface Offer {
  /** The same for all that one answer of a model gave, however it is shown: outcomes are stored under it. */
  readonly taskId: string;
  readonly text: string;
  readonly source: OfferSource;
  /** So many characters of the answer were an offer of their own. */
  readonly said?: number;
  /**
   * For the log and the benchmarks: how long the engine held back before asking, how long the answer then took, and whether it was a trial: not
   * worth its price, and asked all the same, so that a user who changes is noticed.
   */
  readonly asked?: { readonly waitedMs: number; readonly answeredMs: number; readonly isTrial?: true };
}

/** Why nothing is shown, in words that code can switch on. A front end turns them into the user's language. */
export type WhyNot =
  | { readonly reason: 'superseded' }
  | { readonly reason: 'inside-word' }
  /** Right behind a line that was just taken, nothing is asked until a key is pressed: the user reads, or goes on to the next line. */
  | { readonly reason: 'just-accepted' }
  /** `cache`: it was asked there before, and is not asked again. */
  | { readonly reason: 'model-had-nothing'; readonly source: Extract<OfferSource, 'cache' | 'model'> }
  | { readonly reason: 'nothing-new'; readonly detail: 'repeats-what-follows' | 'blank' }
  /** The answer would have made a file that parses one that does not. */
  | { readonly reason: 'breaks-syntax' }
  /** The answer said the same again and again. */
  | { readonly reason: 'repetition' }
  /** A paid request would have cost more than it was likely to be worth: the user decides how much that must be. */
  | { readonly reason: 'not-worth'; readonly verdict: WorthVerdict }
  /** The answer held what no code holds; `detail` names it. */
  | { readonly reason: 'nonsense'; readonly detail: string }
  /** `detail`: the decision's rule. `refusals`: what kept those away that could complete code, the nearest first. */
  | { readonly reason: 'no-model'; readonly detail: string; readonly refusals: readonly Refusal[] }
  /** `refusals`: what kept those away that were not even asked. */
  | { readonly reason: 'failed'; readonly error: ProviderErrorReason; readonly detail: string; readonly refusals?: readonly Refusal[] };

export type CompletionResult =
  /** `others`: further answers for the same place, which the user asked for; each is an offer of its own. */
  | { readonly outcome: 'offer'; readonly offer: Offer; readonly others?: readonly Offer[] }
  | { readonly outcome: 'none'; readonly whyNot: WhyNot };

export const nothing = (whyNot: WhyNot): CompletionResult => ({ outcome: 'none', whyNot });

/** Somebody else's question is newer, or nobody waits any more. */
export const superseded = nothing({ reason: 'superseded' });

export function offerOf({ taskId, said }: Pick<Answer, 'taskId' | 'said'>, text: string, source: OfferSource): Offer {
  return { taskId, text, source, ...(said !== undefined && { said }) };
}
