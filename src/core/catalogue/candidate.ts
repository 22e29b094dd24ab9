import type { PriceRow } from '../money/index.ts';
import type { CacheRules } from './cacheRules.ts';
import type { FillInTheMiddle } from './fillInTheMiddle.ts';
import type { QualityPrior } from './qualityPrior.ts';

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
  /** Reasoning efforts that it takes, the lowest first, in the provider's words (`low`, `medium`, `high` ...); missing where there is no choice. */
  readonly efforts?: readonly string[];
  /** What public benchmarks say of it. */
  readonly quality?: readonly QualityPrior[];
  /** How its prompt cache works; missing means as its endpoint's. */
  readonly caching?: CacheRules;
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
  /** What becomes of prompts: `never` used for training, or `possible` (by default or at all). */
  readonly training?: EndpointFact<'never' | 'possible'>;
  /**
   * A gateway that itself keeps to what the request asks for, and fails where it cannot: then such a policy is met by asking, in the way that
   * its adapter and the quirk `preferences` say. In the words of `ProviderPreferences`.
   */
  readonly enforces?: readonly ('zeroRetention' | 'noTraining' | 'precisions' | 'providers')[];
  /** How its models' prompt caches work, unless a model's row says otherwise; missing means unknown. */
  readonly caching?: CacheRules;
  /** What is paid on top of the bill, in thousandths of it (OpenRouter: 55 on buying credits). Candidates are compared with it. */
  readonly feeThousandths?: number;
  /** What the protocol leaves open: routes and fields, as words that its adapter knows. */
  readonly quirks?: Quirks;
}

/**
 * Something that could answer a task: a model at an endpoint, with a reasoning effort and a service tier where there is a choice. Missing ones
 * are the provider's own defaults.
 */
export interface Candidate {
  readonly model: Model;
  readonly endpoint: Endpoint;
  /** One of the model's `efforts`. */
  readonly effort?: string;
  /** A tier that the model's price list names, e.g. `flex`. */
  readonly serviceTier?: string;
}

/** How the prompt cache behind a candidate works, as far as it is known: the model's own rules, or else its endpoint's. */
export function cacheRulesOf({ model, endpoint }: Pick<Candidate, 'model' | 'endpoint'>): CacheRules | undefined {
  return model.caching ?? endpoint.caching;
}

/** Each request names many. */
const names = new WeakMap<Candidate, string>();

/** A name for logs, pages and the ledger. */
export function candidateName(candidate: Candidate): string {
  const known = names.get(candidate);
  if (known !== undefined) return known;
  const name = nameOf(candidate);
  names.set(candidate, name);
  return name;
}

function nameOf({ model, endpoint, effort, serviceTier }: Candidate): string {
  const terms = [endpoint.id, ...(effort === undefined ? [] : [`${effort} effort`]), ...(serviceTier === undefined ? [] : [serviceTier])];
  return `${model.id} (${terms.join(', ')})`;
}
