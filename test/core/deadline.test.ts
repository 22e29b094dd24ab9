import { describe, expect, it } from 'vitest';
import { firstPartMs, idleMs, withDeadlines } from '../../src/core/deadline.ts';
import type { QueueListener } from '../../src/core/provider.ts';
import type { StreamPart } from '../../src/core/task/index.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { finished, text, used } from '../support/routing.ts';

const thinking: StreamPart = { type: 'reasoning-delta', text: 'Hm.' };
const times = { firstPartMs: 10_000, idleMs: 2000 };

/** A provider that says each part after so many milliseconds; one that is never said waits until the connection is closed. */
function provider(time: FakeTime, script: readonly (readonly [afterMs: number, part: StreamPart])[], signal: AbortSignal) {
  return (async function* (): AsyncGenerator<StreamPart> {
    for (const [afterMs, part] of script) {
      const isAborted = await new Promise<boolean>((resolve) => {
        const cancel = time.after(afterMs, () => resolve(false));
        const onAbort = (): void => {
          cancel();
          resolve(true);
        };
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort);
      });
      if (isAborted) {
        yield { type: 'finish', reason: 'aborted' };
        return;
      }
      yield part;
    }
  })();
}

interface Reading {
  readonly script: readonly (readonly [afterMs: number, part: StreamPart])[];
  /** So long does the reader need for each part. */
  readonly readerMs?: number;
  /** When the caller loses interest. */
  readonly callerLeavesAfterMs?: number;
}

/** What a reader gets, with the seconds that went by until then. */
async function read({ script, readerMs = 0, callerLeavesAfterMs }: Reading) {
  const time = new FakeTime();
  const startedMs = time.now();
  const connection = new AbortController();
  const caller = new AbortController();
  if (callerLeavesAfterMs !== undefined) time.after(callerLeavesAfterMs, () => caller.abort());
  const stream = provider(time, script, AbortSignal.any([connection.signal, caller.signal]));
  const got: string[] = [];
  let isOver = false;
  const reading = (async () => {
    for await (const part of withDeadlines(times, () => stream, connection, { after: (ms, callback) => time.after(ms, callback) })) {
      got.push(`${(time.now() - startedMs) / 1000} s: ${inWords(part)}`);
      if (readerMs > 0) await new Promise<void>((resolve) => void time.after(readerMs, resolve));
    }
    isOver = true;
  })();
  for (let second = 0; second < 60 && !isOver; second += 1) await time.advance(1000);
  await reading;
  return { got, timers: time.pendingTimers, isClosed: connection.signal.aborted };
}

function inWords(part: StreamPart): string {
  if (part.type !== 'error') return part.type === 'finish' ? part.reason : part.type;
  const { reason, message, answerBegan } = part.error;
  return `${reason}: ${message}${answerBegan ? ', and may be billed' : ''}`;
}

const usage = used({ uncachedInput: 20 });

describe('An answer with deadlines', () => {
  it('passes as it is where it comes in time', async () => {
    expect(
      await read({
        script: [
          [9000, text('A')],
          [1900, text('B')],
          [1900, finished],
        ],
      }),
    ).toEqual({
      got: ['9 s: text-delta', '10.9 s: text-delta', '12.8 s: stop'],
      timers: 0,
      isClosed: false,
    });
  });

  it('that does not begin in time is given up', async () => {
    expect(await read({ script: [[11_000, text('A')]] })).toEqual({
      got: ['10 s: timeout: no answer began within 10 s, and may be billed'],
      timers: 0,
      isClosed: true,
    });
  });

  it('does not begin with the usage of its prompt', async () => {
    const { got } = await read({
      script: [
        [1000, usage],
        [9500, text('A')],
      ],
    });
    expect(got).toEqual(['1 s: usage', '10 s: timeout: no answer began within 10 s, and may be billed']);
  });

  it('may be silent for longer than an answer may stand still, before it begins', async () => {
    const { got } = await read({
      script: [
        [1000, usage],
        [8000, text('A')],
        [0, finished],
      ],
    });
    expect(got).toEqual(['1 s: usage', '9 s: text-delta', '9 s: stop']);
  });

  it('that stands still is marked broken, and nothing follows', async () => {
    expect(
      await read({
        script: [
          [1000, text('A')],
          [2500, text('B')],
          [0, finished],
        ],
      }),
    ).toEqual({
      got: ['1 s: text-delta', '3 s: timeout: the answer stood still for 2 s, and may be billed'],
      timers: 0,
      isClosed: true,
    });
  });

  it('is alive while it thinks, and while it counts', async () => {
    const { got } = await read({
      script: [
        [1000, thinking],
        [1900, usage],
        [1900, thinking],
        [1900, finished],
      ],
    });
    expect(got).toEqual(['1 s: reasoning-delta', '2.9 s: usage', '4.8 s: reasoning-delta', '6.7 s: stop']);
  });

  it('does not stand still while its reader is busy', async () => {
    const { got } = await read({
      readerMs: 5000,
      script: [
        [1000, text('A')],
        [1000, finished],
      ],
    });
    expect(got).toEqual(['1 s: text-delta', '7 s: stop']);
  });

  it('that its caller gives up is no timeout', async () => {
    const { got, timers } = await read({
      callerLeavesAfterMs: 1500,
      script: [
        [1000, text('A')],
        [2000, finished],
      ],
    });
    expect({ got, timers }).toEqual({ got: ['1 s: text-delta', '1.5 s: aborted'], timers: 0 });
  });

  it('leaves no timer behind where its reader leaves', async () => {
    const time = new FakeTime();
    const connection = new AbortController();
    const stream = (async function* (): AsyncGenerator<StreamPart> {
      yield text('A');
      yield text('B');
    })();
    for await (const _part of withDeadlines(times, () => stream, connection, { after: (ms, callback) => time.after(ms, callback) })) break;
    expect(time.pendingTimers).toBe(0);
  });
});

describe('A request that waits in our own queue', () => {
  it('has its time to begin from its turn on, and ends as it is where it was never sent', async () => {
    const time = new FakeTime();
    const after = (ms: number, callback: () => void): (() => void) => time.after(ms, callback);
    /** Aborted or not, it waits a minute for its turn, and says nothing then. */
    const partsOf = (endsInMs?: number): Promise<readonly StreamPart[]> => {
      const connection = new AbortController();
      const aborted = new Promise<void>((resolve) => connection.signal.addEventListener('abort', () => resolve(), { once: true }));
      const open = async function* (queue: QueueListener): AsyncGenerator<StreamPart> {
        queue.onWait();
        await Promise.race([aborted, new Promise<void>((resolve) => void after(60_000, resolve))]);
        if (connection.signal.aborted) return yield { type: 'finish', reason: 'aborted', isUnsent: true };
        queue.onTurn();
        await aborted;
        yield { type: 'finish', reason: 'aborted' };
      };
      return collect(withDeadlines({ ...times, ...(endsInMs !== undefined && { endsInMs }) }, open, connection, { after }));
    };
    const [sent, unsent] = [partsOf(), partsOf(5000)];
    await time.advance(69_999);
    const before = time.pendingTimers;
    await time.advance(1);
    expect({ before, sent: (await sent).map(inWords), unsent: await unsent, timers: time.pendingTimers }).toEqual({
      before: 1,
      sent: ['timeout: no answer began within 10 s, and may be billed'],
      unsent: [{ type: 'finish', reason: 'aborted', isUnsent: true }],
      timers: 0,
    });
  });
});

describe('How long an answer may take', () => {
  it.each([
    ['completion.line', 'metered', 10_000, 15_000],
    ['completion.block', 'subscription', 10_000, 15_000],
    ['chat', 'metered', 300_000, 60_000],
    ['agent.step', 'subscription', 300_000, 60_000],
    ['completion.line', 'local', 120_000, 120_000],
    ['chat', 'local', 120_000, 120_000],
  ] as const)('of %s at a %s endpoint: %i ms to begin, %i ms between two parts', (kind, billing, first, idle) => {
    expect([firstPartMs(kind, billing), idleMs(kind, billing)]).toEqual([first, idle]);
  });
});
