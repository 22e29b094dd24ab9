import type { Offer, WhyNot } from '../core/completion/index.ts';
import type { ProviderErrorReason } from '../core/task/index.ts';

/** How the last request for a completion went: well, or why it failed. `not-reserved` is the budget's or the ledger's doing, not a model's. */
export type CompletionHealth = 'well' | ProviderErrorReason;

/** What became of the editor's newest question: an offer, or why there was none. */
export type LastCompletion =
  | { readonly outcome: 'offer'; readonly taskId: string; readonly source: Offer['source'] }
  | { readonly outcome: 'none'; readonly whyNot: WhyNot | { readonly reason: 'switched-off'; readonly languageId: string } };
