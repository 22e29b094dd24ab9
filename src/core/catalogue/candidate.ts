import type { PriceRow } from '../money/index.ts';
import type { FillInTheMiddle } from './fillInTheMiddle.ts';

/** From nearest and cheapest to dearest. */
export const tiers = ['local', 'small', 'medium', 'frontier'] as const;

export type Tier = (typeof tiers)[number];

/** A row of the catalogue: one model as one endpoint offers it. */
export interface Model {
  /** The exact id that the provider knows it by. */
  readonly id: string;
  readonly tier: Tier;
  /** Prompt and answer together, in tokens; unknown where the server does not tell. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly canChat: boolean;
  readonly canUseTools?: boolean;
  readonly canSeeImages?: boolean;
  /** How it is asked to fill a hole between a prefix and a suffix; missing where it cannot. */
  readonly fillInTheMiddle?: FillInTheMiddle;
  /** Weights as they run, e.g. `fp16` or a GGUF type such as `Q8_0`. */
  readonly precision?: string;
  /** Tokens of this model per o200k token of the same text, before anything was learned; missing means 1. */
  readonly tokenizerRatio?: number;
  /** Shorter prefixes are not cached by the provider. */
  readonly minimumCacheableTokens?: number;
  /** What the protocol leaves open for this model, as words that its adapter knows, e.g. `{ maxTokensField: 'max_completion_tokens' }`. */
  readonly quirks?: Quirks;
  /** The price list in force. Missing means unpriced, which is never $0.00. */
  readonly price?: PriceRow;
}

/** Who pays how: per token, by a flat plan, or nobody because it runs on the user's machine. */
export type BillingKind = 'metered' | 'subscription' | 'local';

export type Quirks = Readonly<Record<string, string | number | boolean>>;

/** A documented property of an endpoint. What is not documented is unknown, and unknown is never "EU" nor "zero retention". */
export interface EndpointFact<Value> {
  readonly value: Value;
  readonly url: string;
  /** `YYYY-MM-DD` */
  readonly readOn: string;
}

/** An address that serves models. */
export interface Endpoint {
  /** Unique among endpoints, e.g. `llama-server@127.0.0.1:8080`, `anthropic`, `openrouter`. */
  readonly id: string;
  /** Who serves, in the words of OpenTelemetry's `gen_ai.provider.name` where it has one: `anthropic`, `openai`, `llama-server` ... */
  readonly provider: string;
  /** The adapter that speaks its protocol: `anthropic`, `openai`, `openai-compatible`, `azure-openai`, `ollama`, `llama-server`. */
  readonly adapter: string;
  readonly baseUrl: string;
  readonly billing: BillingKind;
  /** A key is sent, and only to this address's origin. */
  readonly needsKey?: boolean;
  readonly region?: EndpointFact<string>;
  readonly retention?: EndpointFact<'zero' | 'limited' | 'kept'>;
  readonly jurisdiction?: EndpointFact<string>;
  /** What is paid on top of the bill, in thousandths of it (OpenRouter: 55 on buying credits). Candidates are compared with it. */
  readonly feeThousandths?: number;
  /** What the protocol leaves open: routes and fields, as words that its adapter knows. */
  readonly quirks?: Quirks;
}

/** Something that could answer a task: a model at an endpoint. */
export interface Candidate {
  readonly model: Model;
  readonly endpoint: Endpoint;
}

/** A name for logs, pages and the ledger. */
export function candidateName(candidate: Candidate): string {
  return `${candidate.model.id} (${candidate.endpoint.id})`;
}
