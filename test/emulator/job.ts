import type { CacheLifetime, EmulatedModel } from './models.ts';

/** Whose wire format an answer and an error have. */
export type Dialect = 'anthropic' | 'openai' | 'azure' | 'openrouter' | 'deepseek' | 'mistral' | 'compatible' | 'ollama';
export type Tier = 'standard' | 'flex' | 'priority' | 'batch';

/** A customer of one provider; caches are kept apart by its key. */
export interface Account {
  readonly name: string;
  readonly key: string;
  readonly sells: 'anthropic' | 'openai' | 'azure' | 'openrouter' | 'deepseek' | 'mistral' | 'compatible' | 'ollama';
  /** The gateway forwards to an upstream account of the customer's own: the upstream bills the tokens, the gateway a fee. */
  readonly bringsOwnKey: boolean;
}

/** A part of a prompt in the order in which the model reads it: a tool, a system block, a part of a message. */
export interface PromptBlock {
  readonly role: string;
  readonly text: string;
  readonly imageTokens: number;
  readonly breakpoint?: CacheLifetime;
}

export type CacheWish =
  | { readonly kind: 'breakpoints' }
  /** `lifetime` undefined: the model's own. */
  | { readonly kind: 'automatic'; readonly affinity: string; readonly lifetime?: CacheLifetime; readonly onlyExplicit: boolean };

/** One request, read and found valid: what to generate and how to charge it. */
export interface Job {
  readonly id: string;
  readonly path: string;
  readonly dialect: Dialect;
  readonly model: EmulatedModel;
  readonly account: Account;
  readonly prompt: readonly PromptBlock[];
  readonly maxOutputTokens: number;
  readonly stops: readonly string[];
  readonly stream: boolean;
  readonly tier: Tier;
  readonly fast: boolean;
  readonly geo: string | undefined;
  readonly cache: CacheWish;
  readonly thinks: boolean;
  readonly fillIn: { readonly prefix: string; readonly suffix: string } | undefined;
}
