import type { ProviderError } from './providerError.ts';
import type { ToolCall } from './tool.ts';
import type { Usage } from './usage.ts';

/**
 * Why an answer ended. `aborted`: the caller lost interest, which is not an error. `budget`: it outgrew what was reserved for it, and the
 * budget could not hold more.
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'aborted' | 'budget';

/** How long the server itself worked, where it says so. Local servers do; it is what energy estimates are made from. */
export interface ServerTimings {
  readonly promptMs: number;
  readonly outputMs: number;
}

/** What a provider says of its own bill. The response's words count, not the request's wishes. */
export interface BillingReport {
  /** The service tier that was billed, e.g. `default`, `flex`, `priority`, `batch`. */
  readonly serviceTier?: string;
  /** Anthropic's `inference_geo`. */
  readonly inferenceGeo?: string;
  /** Anthropic's `speed`: `standard` or `fast`. */
  readonly speed?: string;
  /** All that the provider says it charges, in nano-dollars (OpenRouter's `cost`, with the upstream cost of an own key). It beats our arithmetic. */
  readonly chargedNanoUsd?: number;
  /** The provider's own id of the answer, by which its account knows it: OpenRouter's `/generation` tells how it was settled. */
  readonly generationId?: string;
}

/**
 * What a provider's answer is made of, in order of arrival. The one stream type of the product: adapters produce it, the router passes it
 * on, front ends render it. `finish` or `error` is the last part. `usage` comes before either, where the provider reports it; a later one
 * replaces an earlier one, because some providers count up.
 */
export type StreamPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  /**
   * A stretch of reasoning is over, shown or not: what its provider wants back with the results of the calls that follow, as a `ReasoningBlock`
   * has it. Its place in the answer is its place in the stream.
   */
  | { readonly type: 'reasoning-end'; readonly texts: readonly string[]; readonly opaque: string }
  | { readonly type: 'tool-call-start'; readonly id: string; readonly name: string }
  | { readonly type: 'tool-call-delta'; readonly id: string; readonly argumentsText: string }
  | { readonly type: 'tool-call-end'; readonly call: ToolCall }
  | {
      readonly type: 'usage';
      readonly usage: Usage;
      /** The input is what will be billed, the output only what was counted until now: Anthropic begins its streams with such a one. */
      readonly isPartial?: boolean;
      /** The part of `usage.output` that was reasoning, where it is told. */
      readonly reasoningTokens?: number;
      readonly timings?: ServerTimings;
      readonly billing?: BillingReport;
      /**
       * What cannot be true of what was reported, in words without any text of the prompt: more was cached than the prompt was long, for one. The
       * usage is the dearer reading of it then, and its bill an estimate, because nobody knows the true one.
       */
      readonly doubt?: string;
    }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** It was given up before a byte was sent: there is nothing to book. */
      readonly isUnsent?: true;
      /** A usage was reported last that cannot be true however it is read, so that none was told: what is wrong with it, in words. */
      readonly usageDoubt?: string;
    }
  | { readonly type: 'error'; readonly error: ProviderError };
