import { describe, expect, it } from 'vitest';
import { compareGeneration, compareKeyUse } from '../../../src/core/reconcile/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { type OpenRouterPorts, readCreditsLeft, readGeneration, readKeyUse } from '../../../src/providers/reconcile/openRouterAccount.ts';
import { paidEntry } from '../../core/reconcile/bills.ts';
import { openaiOf, rejection, useEmulator, user } from '../../emulator/support.ts';
import { answerTo, callTo } from '../openaiCompatible/emulatedClouds.ts';

const emulator = useEmulator();
const signal = AbortSignal.timeout(20_000);
const scripted = { text: 'Hello.', buckets: { uncachedInput: 100, cacheRead: 900, output: 10 } };

type Key = 'openrouter' | 'openrouterByok';

const portsOf = (key: Key = 'openrouter', fetch: typeof globalThis.fetch = globalThis.fetch): OpenRouterPorts => ({
  fetch,
  endpoint: { baseUrl: `${emulator().baseUrls.openrouter}/` },
  apiKey: emulator().keys[key],
});

/** Asks once, and books it as the ledger would. */
async function asked(key: Key = 'openrouter') {
  emulator().answer('*', scripted);
  const answer = await openaiOf(emulator(), key).chat.completions.create({ model: 'emu/routed-larch', messages: [user('Hi')] });
  const [line] = emulator().invoice().slice(-1);
  const entry = paidEntry('2026-11-01', {
    provider: 'openrouter',
    endpoint: 'openrouter',
    startedAtMs: Date.now(),
    usage: { ...noUsage, ...scripted.buckets },
    costNanoUsd: line?.amountNanoUsd ?? 0,
  });
  return { id: answer.id, entry };
}

describe('What OpenRouter tells of a key', () => {
  it('agrees with the books where nobody else uses it', async () => {
    const { entry } = await asked();
    const use = await readKeyUse(portsOf(), signal);
    const periods = compareKeyUse([entry], use, 'openrouter', Date.now());
    expect(periods.map(({ period, differenceNanoUsd, attempts }) => [period, differenceNanoUsd, attempts])).toEqual([
      ['day', 0, 1],
      ['week', 0, 1],
      ['month', 0, 1],
    ]);
  });

  it('shows what another tool asked with it', async () => {
    const { entry } = await asked();
    const { entry: another } = await asked();
    const [today] = compareKeyUse([entry], await readKeyUse(portsOf(), signal), 'openrouter', Date.now());
    expect([today?.differenceNanoUsd, today?.attempts]).toEqual([another.costNanoUsd, 1]);
  });

  it('is what is left of the credits and of the limit', async () => {
    const { entry } = await asked();
    const left = 25_000_000_000 - (entry.costNanoUsd ?? 0);
    const [credits, use] = [await readCreditsLeft(portsOf(), signal), await readKeyUse(portsOf(), signal)];
    expect([credits, use.limitLeftNanoUsd]).toEqual([left, left]);
  });
});

describe('A single request', () => {
  it.each<Key>(['openrouter', 'openrouterByok'])('is settled at what was booked, the upstream’s bill included (%s)', async (key) => {
    const { id, entry } = await asked(key);
    const settled = await readGeneration(portsOf(key), id, signal);
    expect(settled && compareGeneration(entry, settled)).toBeUndefined();
  });

  it.each<Key>(['openrouter', 'openrouterByok'])(
    'is known there by the id that its stream told, and at what it charged (%s)',
    async (key) => {
      emulator().answer('*', scripted);
      const parts = await answerTo(callTo(emulator(), key));
      const told = parts.findLast((part) => part.type === 'usage')?.billing;
      const id = told?.generationId ?? 'none';
      expect(await readGeneration(portsOf(key), id, signal)).toEqual({
        id,
        costNanoUsd: told?.chargedNanoUsd,
        input: 1000,
        cacheRead: 900,
        output: 10,
      });
    },
  );

  it('shows how it was settled otherwise', async () => {
    const { id, entry } = await asked();
    const settled = await readGeneration(portsOf(), id, signal);
    const doubtful = { ...entry, usage: { ...entry.usage, output: 4 }, costNanoUsd: 1000 };
    expect(settled && compareGeneration(doubtful, settled)).toEqual({ costNanoUsd: (entry.costNanoUsd ?? 0) - 1000, output: 6 });
  });

  it('that OpenRouter does not know is undefined', async () => {
    expect(await readGeneration(portsOf(), 'gen-unheard-of', signal)).toBeUndefined();
  });
});

describe('Asking OpenRouter', () => {
  const answering =
    (status: number, body: string): typeof globalThis.fetch =>
    async () =>
      new Response(body, { status });

  it('leaves out the credits where the key may not know them', async () => {
    expect(
      await readCreditsLeft(portsOf('openrouter', answering(403, '{"error":{"message":"management keys only"}}')), signal),
    ).toBeUndefined();
  });

  it('fails without the key in its words, whatever is echoed', async () => {
    const ports = portsOf();
    const echoing = answering(401, JSON.stringify({ error: { message: `no user for ${ports.apiKey}` } }));
    const failed = await rejection(readKeyUse({ ...ports, fetch: echoing }, signal));
    expect(failed).toMatchObject({ reason: 'unauthorized', message: 'HTTP 401: no user for [key]' });
  });

  it.each([
    ['{"data":{"usage":"much"}}', 'bad-response'],
    ['<html>', 'bad-response'],
  ])('fails on what is no answer: %s', async (body, reason) => {
    expect(await rejection(readKeyUse(portsOf('openrouter', answering(200, body)), signal))).toMatchObject({ reason });
  });

  it('sends the key to its own address alone, and follows nobody', async () => {
    const calls: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      calls.push([String(input), init?.redirect, new Headers(init?.headers).get('authorization')]);
      return Response.json({ data: { usage: 1 } });
    };
    await readKeyUse({ fetch, endpoint: { baseUrl: 'https://openrouter.ai/api/v1' }, apiKey: 'sk' }, signal);
    expect(calls).toEqual([['https://openrouter.ai/api/v1/key', 'error', 'Bearer sk']]);
  });
});
