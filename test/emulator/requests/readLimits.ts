import { Refusal } from '../errors.ts';
import type { Tier } from '../job.ts';
import type { EmulatedModel } from '../models.ts';

/** The output limit asked for, or the model's own; more than the model's own is an error. */
export function readMaxOutput(asked: number | undefined, model: EmulatedModel): number {
  if (asked === undefined) return model.maxOutputTokens;
  if (!Number.isInteger(asked) || asked < 1) throw new Refusal(400, 'max_tokens: must be an integer greater than or equal to 1');
  if (asked <= model.maxOutputTokens) return asked;
  throw new Refusal(
    400,
    `max_tokens: ${asked} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
  );
}

/** OpenAI's `service_tier`: what a model is not sold in, is an error. */
export function readTier(asked: string | undefined, model: EmulatedModel): Tier {
  if (asked === undefined || asked === 'auto' || asked === 'default') return 'standard';
  if ((asked === 'flex' || asked === 'priority') && model.prices.factors?.[asked] !== undefined) return asked;
  throw new Refusal(400, `Invalid service_tier argument: ${asked}`, { code: 'invalid_service_tier' });
}
