import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ProviderCall } from '../../../src/core/provider.ts';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';
import type { Fault } from '../../emulator/faults.ts';
import { untilIdle, useEmulator } from '../../emulator/support.ts';
import { answerTo, billOf, callTo, errorIn, hole, provider, textOf } from './emulatedClouds.ts';

const emulator = useEmulator();
const ten = 'one two three four five six seven eight nine ten';
const asking = (): ProviderCall => callTo(emulator(), 'openrouter');

/** The answer to a question at which this goes wrong. */
async function faulty(fault: Fault, call = asking()): Promise<readonly StreamPart[]> {
  emulator().answer('*', ten);
  emulator().fault('*', fault);
  return answerTo(call);
}

describe('A refusal', () => {
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
    [502, 'server-error', true],
    [503, 'overloaded', true],
    [524, 'timeout', true],
    [529, 'overloaded', true],
  ] as const)('of status %i is %s, comes once and costs nothing', async (status, reason, isRetryable) => {
    for (const cloud of ['openrouter', 'deepseek', 'mistral', 'compatible'] as const) {
      const parts = await faulty({ kind: 'status', status, message: 'no' }, callTo(emulator(), cloud));
      expect(parts).toMatchObject([{ type: 'error', error: { reason, status, isRetryable } }]);
    }
    expect([emulator().requests().length, emulator().invoice()]).toEqual([4, []]);
  });

  it('names the provider, and says with 402 which limit was hit', async () => {
    const { message } = errorIn(await faulty({ kind: 'status', status: 402, message: 'Insufficient credits', limitSource: 'key' }));
    expect(message).toMatch(/^openrouter: .*402.* Insufficient credits \(limit: key\)$/);
  });

  it('says when to come back, the exact figure first', async () => {
    const { retryAfterMs } = errorIn(await faulty({ kind: 'status', status: 429, retryAfterSeconds: 7, retryAfterMs: 1500 }));
    expect(retryAfterMs).toBe(1500);
    expect(errorIn(await faulty({ kind: 'status', status: 429, retryAfterSeconds: 7 })).retryAfterMs).toBe(7000);
  });

  it('of a prompt that is too long is its own reason', async () => {
    const segments = [{ role: 'user' as const, stability: 'turn' as const, text: ' a'.repeat(40_000) }];
    expect(errorIn(await answerTo(callTo(emulator(), 'compatible', { segments })))).toMatchObject({
      reason: 'context-overflow',
      status: 400,
    });
  });

  it('never tells the key, though the server echoes it', async () => {
    const call = asking();
    const error = errorIn(await faulty({ kind: 'status', status: 401, message: `Incorrect API key provided: ${call.apiKey}` }));
    expect(error.message).toMatch(/^openrouter: .*401.* Incorrect API key provided: \[key\]$/);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(call.apiKey);
  });
});

describe('An answer that breaks off', () => {
  it.each([
    ['before a byte', { kind: 'reset' }, '', 'unreachable'],
    ['after some words', { kind: 'cut', afterEvents: 5 }, 'one two three', 'unreachable'],
    ['in order, but early', { kind: 'end-early', afterEvents: 5 }, 'one two three', 'bad-response'],
    ['with garbage', { kind: 'garbage', afterEvents: 5 }, 'one two three', 'bad-response'],
    ['with garbage at once', { kind: 'garbage', afterEvents: 0 }, '', 'bad-response'],
  ] satisfies [string, Fault, string, string][])('%s is told with what was said until then', async (_what, fault, text, reason) => {
    const parts = await faulty(fault);
    expect({ text: textOf(parts), reason: errorIn(parts).reason, bill: billOf(parts) }).toEqual({ text, reason, bill: {} });
  });

  it('with an error event in status 200 has the event’s own status, and its bill where it was told', async () => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 3, withUsage: true });
    expect(errorIn(parts)).toMatchObject({ reason: 'overloaded', status: 529 });
    const [line] = emulator().invoice();
    expect({ text: textOf(parts), bill: billOf(parts) }).toEqual({
      text: 'one two three',
      bill: { usage: line?.buckets, chargedNanoUsd: line?.amountNanoUsd },
    });
    expect(line).toMatchObject({ billed: true, why: 'error event' });
  });

  it.each([
    ['openrouter', 402, 'payment-required', 402],
    ['openrouter', 429, 'rate-limited', 429],
    ['deepseek', 429, 'rate-limited', undefined],
    ['deepseek', 500, 'server-error', undefined],
    ['mistral', 500, 'server-error', undefined],
  ] as const)('at %s with an event of %i is %s', async (cloud, status, reason, told) => {
    const parts = await faulty({ kind: 'error-event', afterTokens: 0, withUsage: false, status }, callTo(emulator(), cloud));
    expect(parts).toMatchObject([{ type: 'error', error: { reason, status: told } }]);
    expect(emulator().invoice()).toMatchObject([{ billed: false }]);
  });
});

describe('Usage that cannot be true', () => {
  it.each([
    [{ kind: 'missing-usage' }, undefined],
    [{ kind: 'impossible-usage', which: 'negative' }, /^output is -7$/],
    [{ kind: 'impossible-usage', which: 'huge' }, /^18000000000000000 tokens in one request$/],
    [{ kind: 'impossible-usage', which: 'text' }, /^uncachedInput is no number, output is no number$/],
  ] satisfies [Fault, RegExp | undefined][])('is not told, and the end says why: %j', async (fault, doubt) => {
    for (const call of [asking(), callTo(emulator(), 'deepseek', hole()), callTo(emulator(), 'compatible', hole())]) {
      const parts = await faulty(fault, call);
      const usageDoubt = doubt && { usageDoubt: expect.stringMatching(doubt) };
      expect([textOf(parts), billOf(parts), parts.at(-1)]).toEqual([ten, {}, { type: 'finish', reason: 'stop', ...usageDoubt }]);
    }
    expect(emulator().invoice()).toMatchObject([{ billed: true }, { billed: true }, { billed: true }]);
  });
});

describe('Usage with more cached than there was prompt', () => {
  it.each(['openrouter', 'deepseek', 'compatible'] as const)('is told in the dearer reading, with its doubt, at %s', async (cloud) => {
    emulator().answer('*', { text: ten, buckets: { uncachedInput: 100, output: 10 } });
    emulator().fault('*', { kind: 'impossible-usage', which: 'cached-above-prompt' });
    const parts = await answerTo(callTo(emulator(), cloud));
    expect([parts.findLast(({ type }) => type === 'usage'), parts.at(-1)]).toMatchObject([
      {
        usage: { ...noUsage, uncachedInput: 100, cacheRead: 1100, output: 10 },
        doubt: '100 prompt tokens, 1100 of them read from the cache and 0 of them written to it',
      },
      { type: 'finish', reason: 'stop' },
    ]);
  });
});

describe('Stopping', () => {
  it.each([
    ['after some words', { kind: 'hang', afterTokens: 4 }, 'one two three four', true],
    ['before the first word', { kind: 'hang', afterTokens: 0 }, '', false],
    ['while the answer is slow', { kind: 'slow', firstTokenMs: 5000 }, '', true],
  ] satisfies [string, Fault, string, boolean][])('%s closes the connection and is no error', async (_what, fault, text, billed) => {
    emulator().answer('*', ten);
    const scripted = emulator().fault('*', fault);
    const stopping = new AbortController();
    let said = '';
    const parts: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of provider.stream(asking(), stopping.signal)) {
        parts.push(part);
        said = textOf(parts);
        if (text !== '' && said === text) stopping.abort();
      }
    })();
    await expect.poll(scripted.hits).toBe(1);
    if (text === '') stopping.abort();
    await reading;
    expect([said, parts.at(-1)]).toEqual([text, { type: 'finish', reason: 'aborted' }]);
    await untilIdle(emulator());
    expect(emulator().invoice()).toMatchObject([{ billed }]);
  });
});
