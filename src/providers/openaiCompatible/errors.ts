import OpenAI from 'openai';
import { ProviderError } from '../../core/task/index.ts';
import { withoutKey } from '../http/harmlessError.ts';
import { type ErrorOrigin, errorOfSdk } from '../http/openAiErrors.ts';

/**
 * The error that was thrown, with what gateways say in the body: OpenRouter's code is the status that an error would have had, had the stream
 * not begun with 200, and with 402 it names the limit that was hit.
 */
export function errorOf(thrown: unknown, origin: ErrorOrigin): ProviderError {
  const error = errorOfSdk(thrown, origin);
  if (!(thrown instanceof OpenAI.APIError)) return error;
  const code = Number(thrown.code);
  const status = error.status ?? (code >= 400 && code < 600 ? code : undefined);
  const limit = limitSourceOf(thrown.error, origin);
  return new ProviderError(error.reason, limit ? `${error.message} (limit: ${limit})` : error.message, {
    ...(status !== undefined && { status }),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    cause: error.cause,
  });
}

function limitSourceOf(body: unknown, { apiKey }: ErrorOrigin): string | undefined {
  const { metadata } = (body ?? {}) as { readonly metadata?: { readonly limit_source?: unknown } | null };
  return typeof metadata?.limit_source === 'string' ? withoutKey(metadata.limit_source, apiKey).slice(0, 40) : undefined;
}
