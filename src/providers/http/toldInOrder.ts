import { ProviderError, type StreamPart } from '../../core/task/index.ts';

export interface Telling {
  readonly signal: AbortSignal;
  /** Who answers, for the error's message. */
  readonly provider: string;
  readonly errorOf: (thrown: unknown) => ProviderError;
}

/**
 * A provider's parts as the contract wants them: the end comes last, behind the usage that some send after it; what is thrown becomes an error
 * part; an abort is no error; and a stream that is over before its end was told is a bad response.
 */
export async function* toldInOrder(parts: AsyncIterable<StreamPart>, { signal, provider, errorOf }: Telling): AsyncGenerator<StreamPart> {
  let end: StreamPart | undefined;
  try {
    for await (const part of parts) {
      if (part.type === 'finish' || part.type === 'error') end ??= part;
      else yield part;
    }
  } catch (thrown) {
    end = { type: 'error', error: errorOf(thrown) };
  }
  if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
  else yield end ?? { type: 'error', error: new ProviderError('bad-response', `${provider} ended before the answer did`) };
}
