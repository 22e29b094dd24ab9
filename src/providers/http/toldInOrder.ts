import { ProviderError, type StreamPart } from '../../core/task/index.ts';

export interface Telling {
  readonly signal: AbortSignal;
  /** Who answers, for the error's message. */
  readonly provider: string;
  readonly errorOf: (thrown: unknown) => ProviderError;
  /** Was it thrown because the provider itself said, in its stream, that the answer failed? */
  readonly isTold: (thrown: unknown) => boolean;
}

/**
 * A provider's parts as the contract wants them: the end comes last, behind the usage that some send after it; what is thrown becomes an error
 * part; an abort is no error; and a stream that is over before its end was told is a bad response. `open` sends the request, and resolves once
 * its answer has begun with headers that say that all is well: an error from then on says `answerBegan`, because what broke may be billed. Only
 * a provider that says of its own accord that it failed, before anything else, bills nothing.
 */
export async function* toldInOrder(
  open: () => Promise<AsyncIterable<StreamPart>>,
  { signal, provider, errorOf, isTold }: Telling,
): AsyncGenerator<StreamPart> {
  if (signal.aborted) {
    yield { type: 'finish', reason: 'aborted', isUnsent: true };
    return;
  }
  let hasBegun = false;
  let hasSaid = false;
  let end: StreamPart | undefined;
  try {
    const parts = await open();
    hasBegun = true;
    for await (const part of parts) {
      if (part.type === 'finish' || part.type === 'error') {
        end ??= part;
      } else {
        hasSaid = true;
        yield part;
      }
    }
    if (end?.type === 'error' && hasSaid) end = { type: 'error', error: afterBeginning(end.error) };
  } catch (thrown) {
    const error = errorOf(thrown);
    end = { type: 'error', error: hasBegun && (hasSaid || !isTold(thrown)) ? afterBeginning(error) : error };
  }
  // The request had left: the provider may have begun to work, so this is not `isUnsent`, whatever came back until now.
  if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
  else yield end ?? { type: 'error', error: endedEarly(provider) };
}

const endedEarly = (provider: string): ProviderError =>
  new ProviderError('bad-response', `${provider} ended before the answer did`, { answerBegan: true });

function afterBeginning({ reason, message, status, retryAfterMs, cause }: ProviderError): ProviderError {
  return new ProviderError(reason, message, {
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    answerBegan: true,
    cause,
  });
}
