import type { ProviderError } from './providerError.ts';
import type { Usage } from './usage.ts';

/** Why an answer ended. `aborted`: the caller lost interest, which is not an error. */
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'aborted';

/** How long the server itself worked, where it says so. Local servers do; it is what energy estimates are made from. */
export interface ServerTimings {
  readonly promptMs: number;
  readonly outputMs: number;
}

/**
 * What a provider's answer is made of, in order of arrival. The one stream type of the product: adapters produce it, the router passes it
 * on, front ends render it. `finish` or `error` is the last part; `usage` comes before either, once, where the provider reports it.
 */
export type StreamPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: Usage; readonly timings?: ServerTimings }
  | { readonly type: 'finish'; readonly reason: FinishReason }
  | { readonly type: 'error'; readonly error: ProviderError };
