import type { Offer, WhyNot } from '../core/completion/index.ts';
import type { ProviderErrorReason } from '../core/task/index.ts';
import type { Exclusion } from './excludedFiles.ts';

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

/** Why nobody was asked at all: the user, or the kind of document, says so. */
export type NotAsked =
  | { readonly reason: 'switched-off'; readonly languageId: string }
  /** `untilMs`: since 1970. Who triggers a suggestion gets one all the same. */
  | { readonly reason: 'snoozed'; readonly untilMs: number }
  | { readonly reason: 'excluded'; readonly exclusion: Exclusion }
  /** A log, one side of a comparison, the editor's own settings: `scheme` is the document's. */
  | { readonly reason: 'not-here'; readonly scheme: string }
  /** There are zero bytes around the cursor. */
  | { readonly reason: 'binary' };

/** Why there was no suggestion. */
export type NoSuggestion = WhyNot | NotLoaded['whyNot'] | NotAsked;

/** What became of the editor's newest question: an offer, or why there was none. */
export type LastCompletion =
  | { readonly outcome: 'offer'; readonly taskId: string; readonly source: Offer['source'] }
  | { readonly outcome: 'none'; readonly whyNot: NoSuggestion };
