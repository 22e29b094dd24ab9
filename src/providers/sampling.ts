import type { ProviderCall } from '../core/provider.ts';

/** How the next token is drawn. */
interface Sampling {
  /** 0 is greedy: the same place gives the same text. */
  readonly temperature: number;
  readonly topP?: number;
  readonly seed?: number;
}

const greedy: Sampling = { temperature: 0 };

/**
 * Another answer than the usual one is drawn more freely from one to the next, up to what still makes code, each with a seed of its own, so that the
 * same variant of the same place is the same text where the server honours that. ASSUMPTIONS: that 0.4 already differs and 0.8 still makes sense.
 */
export function samplingOf({ variant = 0 }: Pick<ProviderCall, 'variant'>): Sampling {
  if (variant < 1) return greedy;
  return { temperature: Math.min(8, 3 + variant) / 10, topP: 0.95, seed: variant };
}

/** The same in the words of OpenAI's protocol. */
export function samplingFields(call: Pick<ProviderCall, 'variant'>): { temperature: number; top_p?: number; seed?: number } {
  const { temperature, topP, seed } = samplingOf(call);
  return { temperature, ...(topP !== undefined && { top_p: topP }), ...(seed !== undefined && { seed }) };
}
