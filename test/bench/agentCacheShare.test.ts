import { expect, it } from 'vitest';
import { cacheShareOf } from '../../bench/agent/cacheShare.ts';
import type { InvoiceLine } from '../emulator/invoice.ts';
import type { JsonObject } from '../emulator/json.ts';
import type { ReceivedRequest } from '../emulator/received.ts';

/** Each message is ten characters of JSON; what is not a message counts nothing. */
const request = (model: string, ...messages: readonly string[]): ReceivedRequest => {
  const body: JsonObject = { model, tools: [], system: '', messages };
  return { number: 1, at: '', method: 'POST', path: '', query: '', headers: {}, text: JSON.stringify(body), body };
};
const line = (model: string, uncachedInput: number, cacheRead: number): InvoiceLine => ({
  ...{ id: '', at: '', provider: 'openai', dialect: 'openai', path: '', account: '', model, streamed: true },
  buckets: { uncachedInput, cacheRead, cacheWrite5m: 0, cacheWrite30m: 0, cacheWrite1h: 0, cacheWrite12h: 0, output: 0 },
  ...{ reasoningTokens: 0, tier: 'standard', fast: false, geo: undefined, bringsOwnKey: false, factors: {}, perRequestUsd: '0' },
  unitPrices: {
    uncachedInput: '1',
    cacheRead: '1',
    cacheWrite5m: '1',
    cacheWrite30m: '1',
    cacheWrite1h: '1',
    cacheWrite12h: '1',
    output: '1',
  },
  ...{ isAboveCliff: false, billed: true, why: 'finished', amountNanoUsd: 0, gatewayNanoUsd: 0, upstreamNanoUsd: 0 },
});

it('What a prompt has in common with an earlier one to the same model is repeated, and what was read of that counts', () => {
  const requests = [request('one', 'a'.repeat(94)), request('one', 'a'.repeat(94), 'b'.repeat(98)), request('other', 'a'.repeat(94))];
  const invoice = [line('one', 100, 0), line('one', 120, 80), line('other', 100, 0)];
  // 4 characters for the empty list and text, 96 and 100 for the messages: half of 200 tokens is repeated.
  expect(cacheShareOf(requests, invoice)).toEqual({ repeated: 100, read: 80 });
});

it('A request that was refused has no line, and the next one to another model keeps its own', () => {
  const requests = [request('one', 'a'), request('other', 'a'), request('other', 'a')];
  expect(cacheShareOf(requests, [line('other', 50, 0), line('other', 10, 40)])).toEqual({ repeated: 50, read: 40 });
});
