import OpenAI from 'openai';
import { ProviderError, type ProviderErrorReason, reasonForStatus } from '../../core/task/index.ts';
import { saidIn } from './providerWords.ts';
import { type ErrorOrigin, sdkFailure } from './sdkFailure.ts';

export type { ErrorOrigin } from './sdkFailure.ts';

/** The codes and types by which OpenAI and its imitators say what a bare status, or a stream of status 200, does not. */
const reasonsByWord: Readonly<Record<string, ProviderErrorReason>> = {
  context_length_exceeded: 'context-overflow',
  exceed_context_size_error: 'context-overflow',
  string_above_max_length: 'context-overflow',
  insufficient_quota: 'payment-required',
  billing_hard_limit_reached: 'payment-required',
  billing_not_active: 'payment-required',
  rate_limit_exceeded: 'rate-limited',
  rate_limit_error: 'rate-limited',
  overloaded_error: 'overloaded',
  engine_overloaded: 'overloaded',
  server_is_overloaded: 'overloaded',
  slow_down: 'overloaded',
  unavailable_error: 'overloaded',
  not_supported_error: 'unsupported',
  authentication_error: 'unauthorized',
  invalid_api_key: 'unauthorized',
  permission_error: 'forbidden',
  model_not_found: 'not-found',
  DeploymentNotFound: 'not-found',
};

/** The reason behind what an error object says of itself; its code is more exact than its type. OpenRouter's codes are HTTP statuses. */
export function reasonOfWords(code: unknown, type: unknown): ProviderErrorReason | undefined {
  for (const word of [code, type]) {
    if (typeof word === 'string' && Object.hasOwn(reasonsByWord, word)) return reasonsByWord[word];
    const status = Number(word);
    if (status >= 400 && status < 600) return reasonForStatus(status);
  }
  return undefined;
}

/** The error that an exception of OpenAI's SDK stands for, whoever it talked to. Nothing of the request is in it. */
export function errorOfSdk(thrown: unknown, origin: ErrorOrigin): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const failure = sdkFailure(thrown, origin);
  // A stream that is aborted never gets here: this is a count or a check whose time was up.
  if (thrown instanceof OpenAI.APIUserAbortError) return failure.tookTooLong();
  if (thrown instanceof OpenAI.APIConnectionTimeoutError) return failure.tookTooLong();
  if (thrown instanceof OpenAI.APIConnectionError) return failure.didNotAnswer();
  if (!(thrown instanceof OpenAI.APIError)) return failure.brokeOff();
  const { status, headers } = thrown as { status: number | undefined; headers: Headers | undefined };
  const words = saidIn(thrown.error);
  const said = reasonOfWords(thrown.code, thrown.type);
  // Without a status it is an event in a stream that began well: then the server broke, unless it says better.
  if (typeof status !== 'number') return failure.inStream(said ?? 'server-error', words);
  return failure.answered(said ?? reasonForStatus(status), status, words, headers);
}

/** Was it an error event in a stream that began well? The SDK's errors of connections have no status either. */
export function isErrorEvent(thrown: unknown): boolean {
  if (!(thrown instanceof OpenAI.APIError) || thrown.status !== undefined) return false;
  return !(thrown instanceof OpenAI.APIConnectionError || thrown instanceof OpenAI.APIUserAbortError);
}
