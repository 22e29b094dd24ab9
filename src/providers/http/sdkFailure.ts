import { ProviderError, type ProviderErrorReason } from '../../core/task/index.ts';
import { harmlessError } from './harmlessError.ts';
import { fewWords } from './providerWords.ts';
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
  /** The words are the provider's own sentence, where there is one; the status alone has to do otherwise. */
  answered(reason: ProviderErrorReason, status: number, words: string | undefined, headers: Headers | undefined): ProviderError;
  /** In a stream that began with status 200. */
  inStream(reason: ProviderErrorReason, words: string | undefined): ProviderError;
  tookTooLong(): ProviderError;
  didNotAnswer(): ProviderError;
  /** What no SDK made an error of its own of: text that is no JSON, or a connection that broke. */
  brokeOff(): ProviderError;
}

export function sdkFailure(thrown: unknown, { provider, address, apiKey }: ErrorOrigin): SdkFailure {
  const cause = harmlessError(thrown, apiKey);
  const failed = (reason: ProviderErrorReason, words: string) =>
    new ProviderError(reason, `${provider}: ${fewWords(words, apiKey)}`, { cause });
  return {
    answered(reason, status, words, headers) {
      const wait = retryAfterMs(headers);
      // No cause: the SDK's own message is the whole body.
      return new ProviderError(reason, `${provider}: HTTP ${status} ${fewWords(words ?? '', apiKey)}`.trimEnd(), {
        status,
        ...(wait !== undefined && { retryAfterMs: wait }),
      });
    },
    inStream: (reason, words) =>
      new ProviderError(reason, `${provider}: ${fewWords(words ?? '', apiKey) || 'the answer failed without a word'}`),
    tookTooLong: () => failed('timeout', `${address} took too long`),
    didNotAnswer: () => failed('unreachable', `${address} does not answer`),
    brokeOff: () =>
      thrown instanceof SyntaxError
        ? failed('bad-response', `${address} sent something that is no JSON`)
        : failed('unreachable', `${address}: ${cause.message}`),
  };
}
