import { describe, expect, it } from 'vitest';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import { readUsage } from '../../../src/providers/anthropic/usage.ts';
import type { Fault } from '../../emulator/faults.ts';
import { untilIdle, useEmulator } from '../../emulator/support.ts';
import { answerTo, answerToBody, callTo, errorIn, provider, textOf, usagesOf } from './emulatedAnthropic.ts';

const emulator = useEmulator();
const ten = 'one two three four five six seven eight nine ten';

/** The answer to a question at which this goes wrong. */
async function faulty(fault: Fault): Promise<readonly StreamPart[]> {
  emulator().answer('*', ten);
  emulator().fault('*', fault);
  return answerTo(callTo(emulator()));
}

describe('A refusal by Anthropic', () => {
  it.each([
    [400, 'invalid-request', false],
    [401, 'unauthorized', false],
    [402, 'payment-required', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [413, 'invalid-request', false],
    [429, 'rate-limited', true],
    [500, 'server-error', true],
    [504, 'timeout', true],
    [529, 'overloaded', true],
  ] as const)('of status %i is %s, comes once and costs nothing', async (status, reason, isRetryable) => {
    const parts = await faulty({ kind: 'status', status, message: 'no' });
    expect(parts).toMatchObject([{ type: 'error', error: { reason, status, isRetryable, message: `anthropic: HTTP ${status} no` } }]);
    expect([emulator().requests().length, emulator().invoice()]).toEqual([1, []]);
  });

  it.each([
    ['milliseconds before seconds', { retryAfterMs: 1500, retryAfterSeconds: 7 }, 1500],
    ['seconds', { retryAfterSeconds: 7 }, 7000],
    ['nothing that is longer than a minute', { retryAfterSeconds: 61 }, undefined],
    ['nothing', {}, undefined],
  ])('says when to come back: %s', async (_what, wait, retryAfterMs) => {
    expect(errorIn(await faulty({ kind: 'status', status: 429, ...wait })).retryAfterMs).toBe(retryAfterMs);
  });

  it('of a prompt that is too long, or for want of credit, is told by its message', async () => {
    const segments = [{ role: 'user' as const, stability: 'turn' as const, text: ' a'.repeat(100_000) }];
    const tooLong = await answerTo(callTo(emulator(), { segments, model: { id: 'emu-birch-1' } }));
    expect(errorIn(tooLong)).toMatchObject({ reason: 'context-overflow', status: 400, isRetryable: false });
    const message = 'Your credit balance is too low to access the Anthropic API.';
    expect(errorIn(await faulty({ kind: 'status', status: 400, message })).reason).toBe('payment-required');
  });
});

describe('A stream of Anthropic that goes wrong', () => {
  it.each([
    [529, 'overloaded'],
    [500, 'server-error'],
    [429, 'rate-limited'],
    [504, 'timeout'],
  ] as const)('by an error event of type %i ends as %s, its usage told before', async (status, reason) => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 3, withUsage: true, status });
    expect(textOf(parts)).toBe('one two three');
    expect(errorIn(parts)).toMatchObject({ reason, status: undefined });
    expect(usagesOf(parts).at(-1)?.usage).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('by an error event without usage has told its input, as the invoice has it', async () => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 3, withUsage: false });
    expect(usagesOf(parts)).toMatchObject([{ isPartial: true, usage: { uncachedInput: emulator().invoice()[0]?.buckets.uncachedInput } }]);
    expect(errorIn(parts).reason).toBe('overloaded');
  });

  it.each([
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'cut', afterEvents: 6 }, 'unreachable'],
    [{ kind: 'end-early', afterEvents: 6 }, 'bad-response'],
    [{ kind: 'garbage', afterEvents: 6 }, 'bad-response'],
    [{ kind: 'garbage', afterEvents: 0 }, 'bad-response'],
  ] as const)('by %j is %s', async (fault, reason) => {
    expect(errorIn(await faulty(fault))).toMatchObject({ reason, isRetryable: true });
  });

  it('by an event that is no JSON is a bad response', async () => {
    const parts = await answerToBody(callTo(emulator()), 'event: message_start\ndata: {"type": \n\n');
    expect(errorIn(parts).reason).toBe('bad-response');
  });

  it('without usage has none', async () => {
    const parts = await faulty({ kind: 'missing-usage' });
    expect([textOf(parts), usagesOf(parts), parts.at(-1)]).toEqual([ten, [], { type: 'finish', reason: 'stop' }]);
  });

  it.each([
    ['cached-above-prompt', /^90\d+ tokens in one request$/],
    ['huge', /^18000000000000000 tokens in one request$/],
    ['text', /^uncachedInput is no number, output is no number$/],
  ] as const)('by a usage that cannot be true (%s) has none, and the end says why', async (which, doubt) => {
    const parts = await faulty({ kind: 'impossible-usage', which });
    expect(usagesOf(parts)).toEqual([]);
    expect([textOf(parts), parts.at(-1)]).toEqual([ten, { type: 'finish', reason: 'stop', usageDoubt: expect.stringMatching(doubt) }]);
  });

  it('by more written for an hour than was written tells the dearer reading, with its doubt', () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 5,
      cache_creation_input_tokens: 150,
      cache_creation: { ephemeral_1h_input_tokens: 200 },
    };
    expect(readUsage(usage).parts).toEqual([
      {
        type: 'usage',
        usage: { ...noUsage, uncachedInput: 10, cacheWrite5m: 150, cacheWrite1h: 200, output: 5 },
        doubt: '150 tokens written to the cache, 200 of them for an hour',
      },
    ]);
  });

  it('by a negative output keeps the input that was told before, and is marked as partial', async () => {
    const parts = await faulty({ kind: 'impossible-usage', which: 'negative' });
    const uncachedInput = emulator().invoice()[0]?.buckets.uncachedInput;
    expect(usagesOf(parts)).toMatchObject([{ isPartial: true, usage: { uncachedInput, output: 1 } }]);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', usageDoubt: 'output is -7' });
  });
});

describe('Stopping Anthropic', () => {
  it.each([
    ['before the first token', 0, ''],
    ['in the middle', 3, 'one two three'],
  ])('%s closes the connection, and is no error', async (_when, afterTokens, seen) => {
    emulator().answer('*', ten);
    emulator().fault('*', { kind: 'hang', afterTokens });
    const aborting = new AbortController();
    const parts: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of provider.stream(callTo(emulator()), aborting.signal)) parts.push(part);
    })();
    await expect.poll(() => [emulator().underWay(), textOf(parts)]).toEqual([1, seen]);
    aborting.abort();
    await reading;
    await untilIdle(emulator());
    expect([textOf(parts), parts.at(-1)]).toEqual([seen, { type: 'finish', reason: 'aborted' }]);
  });

  it('by leaving the loop closes the connection too', async () => {
    emulator().answer('*', ten);
    emulator().fault('*', { kind: 'hang', afterTokens: 3 });
    for await (const part of provider.stream(callTo(emulator()), new AbortController().signal)) if (part.type === 'text-delta') break;
    await untilIdle(emulator());
    expect(emulator().invoice()).toMatchObject([{ why: 'hung after 3 tokens' }]);
  });

  it('that came first sends nothing', async () => {
    expect(await answerTo(callTo(emulator()), AbortSignal.abort())).toEqual([{ type: 'finish', reason: 'aborted', isUnsent: true }]);
    expect(emulator().requests()).toEqual([]);
  });
});
