import type { Price } from '../money/index.ts';
import type { FillInTheMiddle } from './fillInTheMiddle.ts';

/** From nearest and cheapest to dearest. */
export const tiers = ['local', 'small', 'medium', 'frontier'] as const;

export type Tier = (typeof tiers)[number];

/** A row of the catalogue. */
export interface Model {
  /** The exact id that the provider knows it by. */
  readonly id: string;
  readonly tier: Tier;
  /** Prompt and answer together, in tokens; unknown where the server does not tell. */
  readonly contextTokens?: number;
  readonly canChat: boolean;
  /** How it is asked to fill a hole between a prefix and a suffix; missing where it cannot. */
  readonly fillInTheMiddle?: FillInTheMiddle;
  /** Weights as they run, e.g. `fp16` or a GGUF type such as `Q8_0`. */
  readonly precision?: string;
  /** Missing means unpriced, which is never $0.00. */
  readonly price?: Price;
}

/** Who pays how: per token, by a flat plan, or nobody because it runs on the user's machine. */
export type BillingKind = 'metered' | 'subscription' | 'local';

/** An address that serves a model. */
export interface Endpoint {
  /** Unique among endpoints, e.g. `llama-server@127.0.0.1:8080`. */
  readonly id: string;
  /** The adapter that speaks its protocol. */
  readonly provider: string;
  readonly baseUrl: string;
  readonly billing: BillingKind;
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
