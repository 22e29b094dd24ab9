import { describe, expect, it } from 'vitest';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import type { Fault } from '../../emulator/faults.ts';
import { untilIdle, useEmulator } from '../../emulator/support.ts';
import { answerTo, answerToBody, apis, callTo, errorIn, provider, textOf, usageOf } from './emulatedOpenAi.ts';

const emulator = useEmulator();
const ten = 'one two three four five six seven eight nine ten';
const long = [{ role: 'user' as const, stability: 'turn' as const, text: ' a'.repeat(64_100) }];

describe.each(apis)('OpenAI by %s', (api) => {
  /** The answer to a question at which this goes wrong. */
  async function faulty(fault: Fault): Promise<readonly StreamPart[]> {
    emulator().answer('*', ten);
    emulator().fault('*', fault);
    return answerTo(callTo(emulator(), { api }));
  }

  it.each([
    [400, 'invalid-request', false],
    [401, 'unauthorized', false],
    [402, 'payment-required', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [409, 'server-error', true],
    [413, 'invalid-request', false],
    [422, 'invalid-request', false],
    [429, 'rate-limited', true],
    [500, 'server-error', true],
    [502, 'server-error', true],
    [503, 'overloaded', true],
    [504, 'timeout', true],
  ] as const)('that refuses with %i is %s, is asked once and costs nothing', async (status, reason, isRetryable) => {
    const parts = await faulty({ kind: 'status', status, message: 'no' });
    expect(parts).toMatchObject([{ type: 'error', error: { reason, status, isRetryable, message: `openai: HTTP ${status} no` } }]);
    expect([emulator().requests().length, emulator().invoice()]).toEqual([1, []]);
  });

  it('says when to come back, the exact figure first', async () => {
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 7 } as const;
    const waits = [errorIn(await faulty({ ...fault, retryAfterMs: 1500 })), errorIn(await faulty(fault))];
    expect(waits.map(({ retryAfterMs }) => retryAfterMs)).toEqual([1500, 7000]);
  });

  it('tells an empty purse from a full queue', async () => {
    expect(errorIn(await faulty({ kind: 'status', status: 429, code: 'insufficient_quota' }))).toMatchObject({
      reason: 'payment-required',
      status: 429,
      isRetryable: false,
    });
  });

  it('tells a prompt that is too long from any other bad request', async () => {
    const parts = await answerTo(callTo(emulator(), { api, segments: long, model: { id: 'emu-sapling-4' } }));
    expect(errorIn(parts)).toMatchObject({ reason: 'context-overflow', status: 400, isRetryable: false });
  });

  it('that fails inside the stream has told its usage, as the invoice has it', async () => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 3, withUsage: true });
    expect([textOf(parts), errorIn(parts).reason]).toEqual(['one two three', 'server-error']);
    expect(usageOf(parts)?.usage).toEqual(emulator().invoice()[0]?.buckets);
  });

  it('that fails inside the stream without usage has told none, and bills none', async () => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 3, withUsage: false });
    expect([usageOf(parts), errorIn(parts).isRetryable, emulator().totalNanoUsd()]).toEqual([undefined, true, 0]);
  });

  it.each([
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'cut', afterEvents: 6 }, 'unreachable'],
    [{ kind: 'end-early', afterEvents: 6 }, 'bad-response'],
    [{ kind: 'garbage', afterEvents: 6 }, 'bad-response'],
    [{ kind: 'garbage', afterEvents: 0 }, 'bad-response'],
  ] as const)('whose stream breaks by %j is %s', async (fault, reason) => {
    expect(errorIn(await faulty(fault))).toMatchObject({ reason, isRetryable: true });
  });

  it.each([
    ['no JSON', '{"type": '],
    ['something else', '{"hello": "world"}'],
    ['nothing', 'null'],
    ['the end', '[DONE]'],
  ])('whose only event is %s is a bad response', async (_what, data) => {
    expect(errorIn(await answerToBody(callTo(emulator(), { api }), `data: ${data}\n\n`)).reason).toBe('bad-response');
  });

  it.each([
    [{ kind: 'missing-usage' }, {}],
    [{ kind: 'impossible-usage', which: 'negative' }, { usageDoubt: 'output is -7' }],
    [{ kind: 'impossible-usage', which: 'huge' }, { usageDoubt: '18000000000000000 tokens in one request' }],
    [{ kind: 'impossible-usage', which: 'text' }, { usageDoubt: expect.stringContaining('uncachedInput is no number') }],
  ] as const)('whose usage is spoilt by %j has none, and says why', async (fault, doubt) => {
    const parts = await faulty(fault);
    expect([textOf(parts), usageOf(parts), parts.at(-1)]).toEqual([ten, undefined, { type: 'finish', reason: 'stop', ...doubt }]);
  });

  it('whose usage has more cached than there was prompt tells it in the dearer reading, with its doubt', async () => {
    emulator().answer('*', { text: ten, buckets: { uncachedInput: 100, output: 10 } });
    emulator().fault('*', { kind: 'impossible-usage', which: 'cached-above-prompt' });
    const parts = await answerTo(callTo(emulator(), { api }));
    expect([usageOf(parts), parts.at(-1)]).toMatchObject([
      {
        usage: { ...noUsage, uncachedInput: 100, cacheRead: 1100, output: 10 },
        doubt: expect.stringMatching(/^100 (prompt|input) tokens, 1100 of them read from the cache and 0 of them written to it$/),
      },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it.each([
    ['before the first token', 0, ''],
    ['in the middle', 3, 'one two three'],
  ])('stopped %s loses its connection, and that is no error', async (_when, afterTokens, seen) => {
    emulator().answer('*', ten);
    emulator().fault('*', { kind: 'hang', afterTokens });
    const aborting = new AbortController();
    const parts: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of provider.stream(callTo(emulator(), { api }), aborting.signal)) parts.push(part);
    })();
    await expect.poll(() => [emulator().underWay(), textOf(parts)]).toEqual([1, seen]);
    aborting.abort();
    await reading;
    await untilIdle(emulator());
    expect([textOf(parts), parts.at(-1)]).toEqual([seen, { type: 'finish', reason: 'aborted' }]);
  });

  it('left in the middle of the loop loses its connection too', async () => {
    emulator().answer('*', ten);
    emulator().fault('*', { kind: 'hang', afterTokens: 3 });
    for await (const part of provider.stream(callTo(emulator(), { api }), new AbortController().signal)) {
      if (part.type === 'text-delta') break;
    }
    await untilIdle(emulator());
    expect(emulator().invoice()).toMatchObject([{ why: 'hung after 3 tokens' }]);
  });

  it('stopped before it was asked is not asked', async () => {
    expect(await answerTo(callTo(emulator(), { api }), AbortSignal.abort())).toEqual([
      { type: 'finish', reason: 'aborted', isUnsent: true },
    ]);
    expect(emulator().requests()).toEqual([]);
  });
});
