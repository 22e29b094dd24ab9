/** Why an attempt failed, in words that code can switch on. Nobody matches on messages. */
export type ProviderErrorReason =
  | 'unreachable'
  | 'timeout'
  | 'rate-limited'
  | 'overloaded'
  | 'unauthorized'
  | 'payment-required'
  | 'forbidden'
  | 'not-found'
  | 'context-overflow'
  | 'unsupported'
  | 'invalid-request'
  | 'server-error'
  | 'bad-response'
  /** The last door refused: no byte left. */
  | 'policy'
  /** The ledger could not hold the worst case: no byte left. */
  | 'not-reserved';

/** Another attempt, here or elsewhere, may succeed with the very same request. */
const retryable: ReadonlySet<ProviderErrorReason> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'overloaded',
  'server-error',
  'bad-response',
]);

export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly reason: ProviderErrorReason;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** How long the provider asks us to wait (`retry-after-ms`, else `retry-after`); only 0 to 60 s are believed. */
  readonly retryAfterMs: number | undefined;
  /** The answer had begun (its headers said that all is well) when it broke off: the provider may bill it. */
  readonly answerBegan: boolean;

  constructor(
    reason: ProviderErrorReason,
    message: string,
    details: {
      readonly status?: number;
      readonly retryAfterMs?: number;
      readonly answerBegan?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.answerBegan = details.answerBegan ?? false;
  }

  get isRetryable(): boolean {
    return retryable.has(this.reason);
  }
}

/**
 * Is it one? By its name, because files that are loaded later hold a class of their own: an error that comes out of one of them is no
 * `instanceof` of ours.
 */
export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === 'ProviderError' && 'reason' in error;
}

/** The reason that an HTTP status stands for, before the provider's own error type is looked at. */
export function reasonForStatus(status: number): ProviderErrorReason {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 402:
      return 'payment-required';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 408:
    case 504:
    case 524:
      return 'timeout';
    case 429:
      return 'rate-limited';
    case 501:
      return 'unsupported';
    case 503:
    case 529:
      return 'overloaded';
    default:
      return status >= 500 || status === 409 ? 'server-error' : 'invalid-request';
  }
}
