import type { BillingKind } from './catalogue/index.ts';
import type { QueueListener } from './provider.ts';
import { isFillInTheMiddle, ProviderError, type StreamPart, type TaskKind } from './task/index.ts';

export interface DeadlinePorts {
  readonly after: (ms: number, callback: () => void) => () => void;
}

export interface Deadlines {
  /** So long may the first part of an answer take, once the request is sent. */
  readonly firstPartMs: number;
  /** So long may an answer stand still once it began. */
  readonly idleMs: number;
  /** After so long nobody waits for the first part any more, wherever the request is; missing: no such moment. */
  readonly endsInMs?: number;
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
 * after that. Usage is no beginning, but a sign of life. Only the provider's time counts, not what the reader needs between two parts, nor what
 * a request waits in our own queue. It was sent, so the provider may bill it; what was not ends as it is, and is nobody's outage.
 */
export async function* withDeadlines(
  { firstPartMs, idleMs, endsInMs }: Deadlines,
  open: (queue: QueueListener) => AsyncIterable<StreamPart>,
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
  const beginWithin = (ms: number): (() => void) => endAfter(ms, `no answer began within ${ms / 1000} s`);
  const cancelEnd = endsInMs === undefined ? undefined : beginWithin(endsInMs);
  let cancel = beginWithin(firstPartMs);
  const queue: QueueListener = {
    onWait: () => cancel(),
    onTurn: () => {
      cancel();
      cancel = beginWithin(firstPartMs);
    },
  };
  try {
    for await (const part of open(queue)) {
      hasBegun ||= part.type !== 'usage';
      if (hasBegun) cancel();
      if (hasBegun) cancelEnd?.();
      if (late !== undefined && part.type === 'finish' && part.reason === 'aborted' && !part.isUnsent) {
        yield { type: 'error', error: new ProviderError('timeout', late, { answerBegan: true }) };
        return;
      }
      yield part;
      if (hasBegun && late === undefined) cancel = endAfter(idleMs, `the answer stood still for ${idleMs / 1000} s`);
    }
  } finally {
    cancel();
    cancelEnd?.();
  }
}
