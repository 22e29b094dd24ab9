import type { BillingKind } from './catalogue/index.ts';
import { isFillInTheMiddle, ProviderError, type StreamPart, type TaskKind } from './task/index.ts';

export interface DeadlinePorts {
  readonly after: (ms: number, callback: () => void) => () => void;
}

export interface Deadlines {
  /** So long may the first part of an answer take. */
  readonly firstPartMs: number;
  /** So long may an answer stand still once it began. */
  readonly idleMs: number;
}

/**
 * So long may the first part of an answer take, in milliseconds. Nobody waits longer for a suggestion; a model may think for minutes before it
 * says a word; and a local server may have to load its model first.
 */
export function firstPartMs(kind: TaskKind, billing: BillingKind): number {
  if (billing === 'local') return 120_000;
  return isFillInTheMiddle(kind) ? 10_000 : 300_000;
}

/** So long may an answer stand still once it began, in milliseconds. A local server may be busy with another one. */
export function idleMs(kind: TaskKind, billing: BillingKind): number {
  if (billing === 'local') return 120_000;
  return isFillInTheMiddle(kind) ? 15_000 : 60_000;
}

/**
 * The stream, with its connection closed and a `timeout` in place of its end where the answer did not begin in time, or stood still for too long
 * after that. Usage is no beginning, but a sign of life. Only the provider's time counts, not what the reader needs between two parts. The
 * request was sent, so the provider may bill it.
 */
export async function* withDeadlines(
  { firstPartMs, idleMs }: Deadlines,
  stream: AsyncIterable<StreamPart>,
  connection: AbortController,
  { after }: DeadlinePorts,
): AsyncGenerator<StreamPart> {
  let late: string | undefined;
  const endAfter = (ms: number, words: string): (() => void) =>
    after(ms, () => {
      late = words;
      connection.abort();
    });
  let hasBegun = false;
  let cancel = endAfter(firstPartMs, `no answer began within ${firstPartMs / 1000} s`);
  try {
    for await (const part of stream) {
      hasBegun ||= part.type !== 'usage';
      if (hasBegun) cancel();
      if (late !== undefined && part.type === 'finish' && part.reason === 'aborted') {
        yield { type: 'error', error: new ProviderError('timeout', late, { answerBegan: true }) };
        return;
      }
      yield part;
      if (hasBegun && late === undefined) cancel = endAfter(idleMs, `the answer stood still for ${idleMs / 1000} s`);
    }
  } finally {
    cancel();
  }
}
