import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import { noUsage, ProviderError, type StreamPart } from '../../src/core/task/index.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, finished, inShort, type RouterFixture, routerOver, scriptedProvider, text, used } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice, unpriced } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');
const dayOf = (limit: number) => () => [{ budgetId: 'day', unit: 'nano-usd' as const, limit, fromDay: '2026-11-05' }];

describe('A budget of tokens', () => {
  const tokens = (limit: number) => () => [{ budgetId: 'day:tokens', unit: 'tokens' as const, limit, fromDay: '2026-11-05' }];

  it('holds what a paid request may take at the most, and refuses it where that is too much', async () => {
    const { router, ledger } = routerOver([paid, local], { paid: answer, local: answer }, { limits: tokens(50) });
    const parts = (await collect(router.route(chatTask(), never))).map(inShort).slice(0, 3);
    expect([parts, ledger.entries.map(({ model }) => model)]).toEqual([
      ['decision: chosen', 'held back: paid by day:tokens', 'attempt 2: local'],
      ['local'],
    ]);
  });

  it('counts the tokens of a flat plan too, which costs nothing more', async () => {
    const plan: Candidate = { ...paid, endpoint: { ...paid.endpoint, billing: 'subscription' } };
    const [tight, ample] = [50, 5000].map((limit) => routerOver([plan, local], { paid: answer, local: answer }, { limits: tokens(limit) }));
    await collect((tight as RouterFixture).router.route(chatTask(), never));
    await collect((ample as RouterFixture).router.route(chatTask(), never));
    expect([tight, ample].map((fixture) => fixture?.ledger.entries.map(({ model, costNanoUsd }) => [model, costNanoUsd]))).toEqual([
      [['local', 0]],
      [['paid', 0]],
    ]);
  });
});

describe('A budget for one model', () => {
  it('that has nothing left keeps no other model from being asked, also where many were held back', async () => {
    const candidates = ['a', 'b', 'c', 'd'].map((id) => paidCandidate(id));
    const { router } = routerOver(
      candidates,
      { a: answer, b: answer, c: answer, d: answer },
      {
        limits: ({ candidate }) => [
          { budgetId: 'month', unit: 'nano-usd', limit: 1_000_000_000, fromDay: '2026-11-01' },
          ...(candidate && candidate.model.id !== 'd'
            ? [
                {
                  budgetId: `month:model=${candidate.model.id}`,
                  unit: 'nano-usd' as const,
                  limit: 0,
                  fromDay: '2026-11-01',
                  model: candidate.model.id,
                },
              ]
            : []),
        ],
      },
    );
    expect((await collect(router.route(chatTask(), never))).map(inShort).filter((part) => part.startsWith('settled'))).toEqual([
      'settled: d stop',
    ]);
  });
});

describe('A paid request', () => {
  it('leaves only if its worst case fits: else the next candidate answers, and its entry says why', async () => {
    const { router, ledger } = routerOver([paid, local], { paid: answer, local: answer }, { limits: dayOf(1_000_000) });
    expect((await collect(router.route(chatTask(), never))).map(inShort).slice(0, 3)).toEqual([
      'decision: chosen',
      'held back: paid by day',
      'attempt 2: local',
    ]);
    expect(ledger.entries).toMatchObject([
      {
        model: 'local',
        decision: {
          chosen: 'paid (cloud-of-paid)',
          rejected: [
            {
              candidate: 'paid (cloud-of-paid)',
              rule: 'budget',
              reason: 'the budget day cannot hold the worst case of this request: $0.0019 at the most, and $0.0010 is left',
            },
          ],
        },
      },
    ]);
  });

  it('that does not fit by its bytes leaves by the provider’s free count, where there is one and the user can wait', async () => {
    const asked: ProviderCall[] = [];
    const scripted = scriptedProvider({ paid: answer });
    const counting: Provider = {
      ...scripted,
      countInput: async (call) => {
        asked.push(call);
        return 7;
      },
    };
    // By bytes 64 + 22 tokens of $6 and 100 of $15 per million make $0.0020; counted it is $0.0015.
    const ports = { limits: dayOf(1_600_000), provider: () => counting };
    const chat = routerOver([paid], {}, ports);
    const hole = routerOver([paidCandidate('paid', { tier: 'small' })], {}, ports);
    await collect(chat.router.route(chatTask(), never));
    await collect(hole.router.route(holeTask('const a = ', ';'), never));
    expect({ counted: asked.map(({ kind }) => kind), sent: scripted.calls.map(({ kind }) => kind) }).toEqual({
      counted: ['chat'],
      sent: ['chat'],
    });
    expect(chat.ledger.reservations.map(({ amountNanoUsd }) => amountNanoUsd)).toEqual([1_542_000]);
  });

  it('tells the ledger now and then that its process lives', async () => {
    const time = new FakeTime();
    const ledger = new MemoryLedger();
    const beats: number[] = [];
    const extend = ledger.extend;
    ledger.extend = (id, more, expiresAtMs, limits) => {
      beats.push(expiresAtMs - time.now());
      return extend(id, more, expiresAtMs, limits);
    };
    const waiting = Promise.withResolvers<void>();
    const { router } = routerOver(
      [paid],
      { paid: [text('and so on ')] },
      { ledger, clock: time, after: (ms, run) => time.after(ms, run), onWait: waiting.resolve },
    );
    const aborting = new AbortController();
    const reading = collect(router.route(chatTask(), aborting.signal));
    await waiting.promise;
    await time.advance(18_000);
    aborting.abort();
    await reading;
    expect({ beats, pending: time.pendingTimers }).toEqual({ beats: [20_000, 20_000], pending: 0 });
  });
});

describe('An answer that outgrows what is held for it', () => {
  const endless: readonly StreamPart[] = [text('x'.repeat(4000)), text('y'), used({ uncachedInput: 9, output: 1001 }), finished];

  it('goes on where the budget holds more', async () => {
    const { router, ledger } = routerOver([paid], { paid: endless }, { limits: dayOf(1_000_000_000) });
    expect((await collect(router.route(chatTask(), never))).map(inShort).at(-1)).toBe('settled: paid stop');
    expect(ledger.entries).toMatchObject([{ finish: 'stop', isEstimate: false }]);
  });

  it('ends at the limit where it does not, and is booked as an estimate', async () => {
    const { router, ledger } = routerOver([paid], { paid: endless }, { ledger: new MemoryLedger({ refusesMore: 'day' }) });
    expect((await collect(router.route(chatTask(), never))).map(inShort).slice(-2)).toEqual(['finish: budget', 'settled: paid budget']);
    expect(ledger.entries).toMatchObject([{ finish: 'budget', isEstimate: true, usage: { output: 1334 } }]);
  });
});

describe('The bill', () => {
  const entryFor = async (candidate: Candidate, parts: readonly StreamPart[], ports = {}) => {
    const { router, ledger } = routerOver([candidate], { [candidate.model.id]: parts }, ports);
    await collect(router.route(chatTask(), never));
    const [{ costNanoUsd, countedNanoUsd, listPriceNanoUsd, isEstimate, energyWh } = {}] = ledger.entries;
    return { costNanoUsd, countedNanoUsd, listPriceNanoUsd, isEstimate, energyWh };
  };
  const usage: StreamPart = { type: 'usage', usage: { ...noUsage, uncachedInput: 1000, output: 100 } };

  it('is the provider’s own figure where it tells one, and the list price is kept beside it', async () => {
    const charged: StreamPart = { ...usage, billing: { chargedNanoUsd: 5_000_000 } };
    expect(await entryFor(paid, [text('a'), charged, finished])).toEqual({
      costNanoUsd: 5_000_000,
      countedNanoUsd: 5_000_000,
      listPriceNanoUsd: 4_500_000,
      isEstimate: false,
    });
  });

  it('of an unpriced model is not $0.00 but missing, and counts at the dearest known prices', async () => {
    const dearestPrices = () => ({ ...paidPrice, uncachedInput: 10_000_000_000, output: 50_000_000_000 });
    expect(await entryFor(unpriced(paid), [text('a'), usage, finished], { dearestPrices })).toEqual({
      countedNanoUsd: 15_000_000,
      isEstimate: false,
    });
  });

  it('of a flat plan is no spend: its list price stands apart', async () => {
    const flat: Candidate = { ...paid, endpoint: { ...paid.endpoint, billing: 'subscription' } };
    expect(await entryFor(flat, [text('a'), usage, finished])).toEqual({
      costNanoUsd: 0,
      countedNanoUsd: 0,
      listPriceNanoUsd: 4_500_000,
      isEstimate: false,
    });
  });

  it('of a local model is nothing, with the energy that its work took', async () => {
    const timed: StreamPart = { ...usage, timings: { promptMs: 1800, outputMs: 1800 } };
    expect(await entryFor(local, [text('a'), timed, finished])).toEqual({
      costNanoUsd: 0,
      countedNanoUsd: 0,
      isEstimate: false,
      energyWh: 0.1,
    });
  });

  it('counts the tier, the place and the speed that the provider says were billed', async () => {
    const price = { ...paidPrice, serviceTiers: { priority: 2000 }, inferenceGeo: { us: 1100 }, speeds: { fast: 6000 } };
    const reported: StreamPart = { ...usage, billing: { serviceTier: 'priority', inferenceGeo: 'us', speed: 'fast' } };
    // $0.0045 x 2 x 1.1 x 6
    expect(await entryFor(paidCandidate('paid', { price }), [text('a'), reported, finished])).toMatchObject({ costNanoUsd: 59_400_000 });
  });

  it('of a cut answer takes the input that was reported and counts the output that was seen', async () => {
    const partial: StreamPart = { type: 'usage', usage: { ...noUsage, uncachedInput: 1000, output: 1 }, isPartial: true };
    expect(await entryFor(paid, [partial, text('x'.repeat(30)), { type: 'finish', reason: 'aborted' }])).toMatchObject({
      costNanoUsd: 3_150_000,
      isEstimate: true,
    });
  });

  it('of a failed request that was billed is what it was billed', async () => {
    const { router, ledger } = routerOver([paid, local], {
      paid: [{ ...usage }, { type: 'error', error: new ProviderError('overloaded', 'no') }],
      local: answer,
    });
    await collect(router.route(chatTask(), never));
    expect(ledger.entries).toMatchObject([
      { model: 'paid', finish: 'error', costNanoUsd: 4_500_000 },
      { model: 'local', finish: 'stop', costNanoUsd: 0 },
    ]);
  });
});

describe('What reported usage teaches', () => {
  it('is learned from paid requests, by model and file type', async () => {
    const long = chatTask({
      origin: { trigger: 'command', language: 'go' },
      segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(3000) }],
    });
    const { router, ledger } = routerOver([paid, local], { paid: [text('a'), used({ uncachedInput: 400, cacheRead: 1000 }), finished] });
    await collect(router.route(long, never));
    // 1,000 tokens by our count, 1,400 by the provider's.
    expect(await ledger.learnedRatios()).toEqual([
      { endpoint: 'cloud-of-paid', model: 'paid', fileType: 'go', ratio: 1.4, samples: 1, highestTokensPerByte: (1400 - 48) / 3000 },
    ]);
  });
});

describe('A request whose process seemed dead and was not', () => {
  it('is booked as what it was, in place of the estimate', async () => {
    const time = new FakeTime();
    const waiting = Promise.withResolvers<void>();
    const { router, ledger } = routerOver(
      [paid],
      { paid: [text('A quarter '), used({ uncachedInput: 20, output: 5 })] },
      { clock: time, onWait: waiting.resolve },
    );
    const aborting = new AbortController();
    const reading = collect(router.route(chatTask(), aborting.signal));
    await waiting.promise;
    // Its machine slept, and another window booked what it expected.
    await time.advance(60_000);
    expect(await ledger.settleExpired(time.now())).toBe(1);
    const estimated = (await ledger.recentEntries(10)).map(({ finish, isEstimate, costNanoUsd }) => ({ finish, isEstimate, costNanoUsd }));
    aborting.abort();
    await reading;
    expect({ estimated, now: await ledger.recentEntries(10) }).toMatchObject({
      estimated: [{ finish: 'lost', isEstimate: true, costNanoUsd: 1_521_000 }],
      now: [{ finish: 'aborted', isEstimate: false, costNanoUsd: 135_000 }],
    });
    expect((await ledger.rollUps('2026-11-01', '2026-11-30')).map(({ attempts, costNanoUsd }) => ({ attempts, costNanoUsd }))).toEqual([
      { attempts: 1, costNanoUsd: 135_000 },
    ]);
  });
});
