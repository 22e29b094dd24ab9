import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/core/provider.ts';
import type { RouterPart } from '../../src/core/router.ts';
import { noUsage, type StreamPart } from '../../src/core/task/index.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, failed, finished, inShort, type RouterFixture, routerOver, text, used } from '../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const paid = paidCandidate('paid');
const local = localCandidate('local');
const endless: readonly StreamPart[] = [text('and so on ')];

/** Reads so many parts; then the caller aborts and reads to the end, or just stops reading. */
async function readSome(
  { router }: RouterFixture,
  parts: number,
  then: 'abort' | 'leave',
  aborting = new AbortController(),
): Promise<readonly RouterPart[]> {
  const read: RouterPart[] = [];
  for await (const part of router.route(chatTask(), aborting.signal)) {
    read.push(part);
    if (read.length === parts && then === 'leave') break;
    if (read.length === parts) aborting.abort();
  }
  return read;
}

/** What is left of a request when it is over. */
const leftovers = ({ ledger, provider }: RouterFixture) => ({
  held: ledger.held,
  open: provider.open(),
  settledTwice: ledger.settled.length - new Set(ledger.settled.map(({ reservationId }) => reservationId)).size,
});
const clean = { held: [], open: 0, settledTwice: 0 };

describe('When the caller stops reading in the middle of an answer', () => {
  it('the connection closes and what was used is booked as an estimate', async () => {
    const fixture = routerOver([paid], { paid: endless });
    await readSome(fixture, 3, 'leave');
    expect(leftovers(fixture)).toEqual(clean);
    expect(fixture.ledger.entries).toMatchObject([
      { finish: 'aborted', isEstimate: true, usage: { ...noUsage, uncachedInput: 7, output: 4 } },
    ]);
  });

  it('after the usage was told, that is what is booked', async () => {
    const fixture = routerOver([paid], { paid: answer });
    await readSome(fixture, 5, 'leave');
    expect(leftovers(fixture)).toEqual(clean);
    expect(fixture.ledger.entries).toMatchObject([
      { finish: 'aborted', isEstimate: false, usage: { ...noUsage, uncachedInput: 20, output: 5 } },
    ]);
  });
});

describe('An answer that is over', () => {
  it('is booked once who waits for it has had it, with the time that it took', async () => {
    const time = new FakeTime();
    const { promise: isTaken, resolve: take } = Promise.withResolvers<void>();
    const fixture = routerOver([local], { local: answer }, { clock: time, giveWay: () => isTaken });
    const read = (async () => {
      const parts: string[] = [];
      for await (const part of fixture.router.route(chatTask(), new AbortController().signal)) parts.push(inShort(part));
      return parts.at(-1);
    })();
    await time.advance(40);
    const before = { entries: fixture.ledger.entries.length, open: fixture.provider.open() };
    take();
    expect({ before, last: await read, entries: fixture.ledger.entries.map(({ durationMs }) => durationMs) }).toEqual({
      before: { entries: 0, open: 0 },
      last: 'settled: local stop',
      entries: [0],
    });
  });
});

describe('When the caller stops reading an adapter that does not notice', () => {
  it('its signal aborts all the same', async () => {
    let seen: AbortSignal | undefined;
    const deaf: Provider = {
      id: 'scripted',
      stream: (_call, signal) => {
        seen = signal;
        return { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: text('on and on') }) }) };
      },
    };
    const fixture = routerOver([paid], {}, { provider: () => deaf });
    await readSome(fixture, 3, 'leave');
    expect({ aborted: seen?.aborted, held: fixture.ledger.held }).toEqual({ aborted: true, held: [] });
  });
});

describe('When the request is aborted', () => {
  it('in the middle of an answer, it ends as aborted and is settled as an estimate', async () => {
    const fixture = routerOver([paid, local], { paid: endless, local: answer });
    expect((await readSome(fixture, 3, 'abort')).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'text-delta: and so on ',
      'finish: aborted',
      'settled: paid aborted',
    ]);
    expect(leftovers(fixture)).toEqual(clean);
    expect(fixture.ledger.entries).toMatchObject([{ finish: 'aborted', isEstimate: true }]);
  });

  it('after a failure, no other candidate is asked', async () => {
    const fixture = routerOver([paid, local], { paid: [failed('overloaded')], local: answer });
    expect((await readSome(fixture, 3, 'abort')).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'settled: paid error',
      'finish: aborted',
    ]);
  });

  it('before it began, nothing is held', async () => {
    const fixture = routerOver([paid], { paid: answer });
    expect((await readSome(fixture, 1, 'abort')).map(inShort)).toEqual(['decision: chosen', 'finish: aborted']);
    expect(fixture.ledger.reservations).toEqual([]);
  });
});

describe('Before anything was sent, nothing is booked', () => {
  it.each(['abort', 'leave'] as const)('and the reservation is given back on %s when the attempt is announced', async (then) => {
    const fixture = routerOver([paid], { paid: answer });
    await readSome(fixture, 2, then);
    expect({ ...leftovers(fixture), calls: fixture.provider.calls, entries: fixture.ledger.entries }).toEqual({
      ...clean,
      calls: [],
      entries: [],
    });
  });

  it('when the request is aborted while the worst case is being reserved', async () => {
    const aborting = new AbortController();
    const fixture = routerOver([paid], { paid: answer }, { ledger: new MemoryLedger({ onReserve: () => aborting.abort() }) });
    const parts: string[] = [];
    for await (const part of fixture.router.route(chatTask(), aborting.signal)) parts.push(inShort(part));
    expect(parts).toEqual(['decision: chosen', 'finish: aborted']);
    expect({ ...leftovers(fixture), calls: fixture.provider.calls, entries: fixture.ledger.entries }).toEqual({
      ...clean,
      calls: [],
      entries: [],
    });
  });
});

describe('Whatever happens', () => {
  const deltas = fc.constantFrom<StreamPart>(text('a'), { type: 'reasoning-delta', text: 'b' }, used({ uncachedInput: 3, output: 1 }));
  const ends = fc.constantFrom<readonly StreamPart[]>([finished], [failed('overloaded')], [failed('invalid-request')], []);
  const scripts = fc.tuple(fc.array(deltas, { maxLength: 4 }), ends).map(([parts, end]) => [...parts, ...end]);

  it('every reservation ends settled or released, once, and every stream is closed', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, scripts, fc.nat(12), fc.constantFrom('abort', 'leave'), async (first, second, parts, then) => {
        const aborting = new AbortController();
        const fixture = routerOver([paid, local], { paid: first, local: second }, { onWait: () => aborting.abort() });
        const read = await readSome(fixture, parts, then, aborting);
        expect(leftovers(fixture)).toEqual(clean);
        expect(fixture.ledger.settled.length).toBe(fixture.provider.calls.length);
        // Two answers are never spliced.
        const answeredBy = read.filter((part) => part.type === 'attempt' || part.type === 'text-delta' || part.type === 'reasoning-delta');
        const firstWords = answeredBy.findIndex((part) => part.type !== 'attempt');
        expect(firstWords === -1 ? [] : answeredBy.slice(firstWords).filter((part) => part.type === 'attempt')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
