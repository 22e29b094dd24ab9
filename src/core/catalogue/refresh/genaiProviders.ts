/**
 * How models of the public collection genai-prices (pydantic) become rows of the catalogue, at build time and when it is read again: which
 * endpoint serves them, and what the collection leaves open.
 */
export interface GenaiProvider {
  readonly endpoint: string;
  /** The collection's own id of the provider. */
  readonly providerId: string;
  /** What an endpoint's cache writes are called is not in the collection: the buckets. */
  readonly cacheWrites: readonly ('cacheWrite5m' | 'cacheWrite30m')[];
  /** Above how many prompt tokens the provider says that its cliff begins, where the collection's own rows disagree. */
  readonly longContextAbove?: number;
  /** An alias by the id that it names now, where the collection still has it with an older model. */
  readonly pricedAs?: Readonly<Record<string, string>>;
  /** A gateway's models as the collection has them at their makers: it passes a maker's cliffs on, and the collection leaves them out. */
  readonly makers?: Readonly<Record<string, { readonly providerId: string; readonly id: string }>>;
}

export const genaiProviders: readonly GenaiProvider[] = [
  { endpoint: 'anthropic', providerId: 'anthropic', cacheWrites: ['cacheWrite5m'] },
  // The premium is for what exceeds 272k; the collection begins it with the 272,000th token at some models and after it at others.
  { endpoint: 'openai', providerId: 'openai', cacheWrites: ['cacheWrite30m'], longContextAbove: 272_000 },
  { endpoint: 'deepseek', providerId: 'deepseek', cacheWrites: [] },
  { endpoint: 'gemini', providerId: 'google', cacheWrites: [] },
  // The collection has it with codestral-2501, whose reads of the cache had no price.
  { endpoint: 'mistral', providerId: 'mistral', cacheWrites: [], pricedAs: { 'codestral-latest': 'codestral-2508' } },
  { endpoint: 'groq', providerId: 'groq', cacheWrites: [] },
  { endpoint: 'together', providerId: 'together', cacheWrites: [] },
  { endpoint: 'xai', providerId: 'x-ai', cacheWrites: [] },
  {
    endpoint: 'openrouter',
    providerId: 'openrouter',
    // Its usage says that tokens were written to a cache, not for how long.
    cacheWrites: ['cacheWrite5m', 'cacheWrite30m'],
    makers: {
      'google/gemini-2.5-pro': { providerId: 'google', id: 'gemini-2.5-pro' },
      'google/gemini-3.1-pro-preview': { providerId: 'google', id: 'gemini-3.1-pro-preview' },
      'x-ai/grok-4.3': { providerId: 'x-ai', id: 'grok-4.3' },
    },
  },
];
