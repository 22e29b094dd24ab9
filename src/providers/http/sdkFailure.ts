import { ProviderError, type ProviderErrorReason } from '../../core/task/index.ts';
import { harmlessError, withoutKey } from './harmlessError.ts';
import { retryAfterMs } from './retryAfter.ts';

/** Where an error came from. */
export interface ErrorOrigin {
  /** `Endpoint.provider`: errors name it, so that the user knows whose key or bill is meant. */
  readonly provider: string;
  readonly address: string;
  /** Taken out of all that is told. */
  readonly apiKey?: string | undefined;
}

/** The ways in which a request by an SDK fails, as errors that carry nothing of the request. */
export interface SdkFailure {
  answered(reason: ProviderErrorReason, status: number, words: string, headers: Headers | undefined): ProviderError;
  /** In a stream that began with status 200. */
  inStream(reason: ProviderErrorReason, words: string): ProviderError;
  tookTooLong(): ProviderError;
  didNotAnswer(): ProviderError;
  /** What no SDK made an error of its own of: text that is no JSON, or a connection that broke. */
  brokeOff(): ProviderError;
}

export function sdkFailure(thrown: unknown, { provider, address, apiKey }: ErrorOrigin): SdkFailure {
  const cause = harmlessError(thrown, apiKey);
  const failed = (reason: ProviderErrorReason, words: string, details: { status?: number; retryAfterMs?: number } = {}) =>
    new ProviderError(reason, `${provider}: ${withoutKey(words, apiKey)}`, { ...details, cause });
  return {
    answered(reason, status, words, headers) {
      const wait = retryAfterMs(headers);
      return failed(reason, `HTTP ${status} ${words}`, { status, ...(wait !== undefined && { retryAfterMs: wait }) });
    },
    inStream: failed,
    tookTooLong: () => failed('timeout', `${address} took too long`),
    didNotAnswer: () => failed('unreachable', `${address} does not answer`),
    brokeOff: () =>
      thrown instanceof SyntaxError
        ? failed('bad-response', `${address} sent something that is no JSON`)
        : failed('unreachable', `${address}: ${cause.message}`),
  };
}
