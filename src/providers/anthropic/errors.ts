import Anthropic from '@anthropic-ai/sdk';
import { ProviderError, type ProviderErrorReason, reasonForStatus } from '../../core/task/index.ts';
import { saidIn } from '../http/providerWords.ts';
import { type ErrorOrigin, sdkFailure } from '../http/sdkFailure.ts';

/** Anthropic's error types, read 2026-11 in the SDK; they are the only word where an error comes inside a stream of status 200. */
const reasonsByType: Readonly<Record<string, ProviderErrorReason>> = {
  authentication_error: 'unauthorized',
  billing_error: 'payment-required',
  permission_error: 'forbidden',
  not_found_error: 'not-found',
  rate_limit_error: 'rate-limited',
  overloaded_error: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'server-error',
};

/** `invalid_request_error` says these by its message alone: the one place where a message is matched, because nothing else tells them apart. */
const reasonsByMessage: readonly (readonly [RegExp, ProviderErrorReason])[] = [
  [/prompt is too long|exceed context limit/i, 'context-overflow'],
  [/credit balance is too low/i, 'payment-required'],
];

/** The error that an exception of Anthropic's SDK stands for. Nothing of the request is in it. */
export function errorOf(thrown: unknown, origin: ErrorOrigin): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const failure = sdkFailure(thrown, origin);
  // A stream that is aborted never gets here: this is a count or a check whose time was up.
  if (thrown instanceof Anthropic.APIUserAbortError) return failure.tookTooLong();
  if (thrown instanceof Anthropic.APIConnectionTimeoutError) return failure.tookTooLong();
  if (thrown instanceof Anthropic.APIConnectionError) return failure.didNotAnswer();
  if (!(thrown instanceof Anthropic.APIError)) return failure.brokeOff();
  const { status, headers, type } = thrown as { status: number | undefined; headers: Headers | undefined; type: string | null };
  // The provider's own sentence, without the JSON around it.
  const words = saidIn(thrown.error);
  const said = reasonsByMessage.find(([pattern]) => pattern.test(words ?? ''))?.[1];
  // Without a status it is an event in a stream that began well: then the server broke, unless it says better.
  if (typeof status !== 'number') return failure.inStream(said ?? reasonsByType[type ?? ''] ?? 'server-error', words);
  return failure.answered(said ?? reasonForStatus(status), status, words, headers);
}

/** Was it an error event in a stream that began well? The SDK's errors of connections have no status either. */
export function isErrorEvent(thrown: unknown): boolean {
  if (!(thrown instanceof Anthropic.APIError) || thrown.status !== undefined) return false;
  return !(thrown instanceof Anthropic.APIConnectionError || thrown instanceof Anthropic.APIUserAbortError);
}
