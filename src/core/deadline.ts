import { isFillInTheMiddle, ProviderError, type StreamPart, type TaskKind } from './task/index.ts';

export interface DeadlinePorts {
  readonly after: (ms: number, callback: () => void) => () => void;
}

/**
 * So long may the first part of an answer take, in milliseconds. Nobody waits longer for a suggestion; a model may think for minutes before it
 * says a word; and a local server may have to load its model first.
 */
export function firstPartMs(kind: TaskKind, billing: 'local' | 'metered' | 'subscription'): number {
  if (billing === 'local') return 120_000;
  return isFillInTheMiddle(kind) ? 10_000 : 300_000;
}

/**
 * The stream, with its connection closed and a `timeout` in place of its end where nothing of an answer came in time. The request was sent, so
 * the provider may bill it.
 */
export async function* withFirstPartIn(
  ms: number,
  stream: AsyncIterable<StreamPart>,
  connection: AbortController,
  { after }: DeadlinePorts,
): AsyncGenerator<StreamPart> {
  let isLate = false;
  const cancel = after(ms, () => {
    isLate = true;
    connection.abort();
  });
  try {
    for await (const part of stream) {
      if (part.type !== 'usage') cancel();
      if (isLate && part.type === 'finish' && part.reason === 'aborted') {
        yield { type: 'error', error: new ProviderError('timeout', `no answer began within ${ms / 1000} s`, { answerBegan: true }) };
        return;
      }
      yield part;
    }
  } finally {
    cancel();
  }
}
