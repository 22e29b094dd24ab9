import type { Offer, WhyNot } from '../core/completion/index.ts';
import type { ProviderErrorReason } from '../core/task/index.ts';

/**
 * How the last request for a completion went: well, or why it failed. `not-reserved` is the budget's or the ledger's doing, not a model's;
 * `not-loaded` is Farthing's own: nothing can be asked.
 */
export type CompletionHealth = 'well' | 'not-loaded' | ProviderErrorReason;

/** What completes code could not be loaded. */
export interface NotLoaded {
  readonly outcome: 'none';
  readonly whyNot: { readonly reason: 'not-loaded'; readonly detail: string };
}

/** What became of the editor's newest question: an offer, or why there was none. */
export type LastCompletion =
  | { readonly outcome: 'offer'; readonly taskId: string; readonly source: Offer['source'] }
  | {
      readonly outcome: 'none';
      readonly whyNot: WhyNot | NotLoaded['whyNot'] | { readonly reason: 'switched-off'; readonly languageId: string };
    };
