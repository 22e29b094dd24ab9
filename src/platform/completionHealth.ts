import type { ProviderErrorReason } from '../core/task/index.ts';

/** How the last request for a completion went: well, or why it failed. */
export type CompletionHealth = 'well' | ProviderErrorReason;
