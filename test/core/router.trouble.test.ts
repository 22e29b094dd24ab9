import { describe, expect, it } from 'vitest';
import { noUsage, ProviderError, type StreamPart } from '../../src/core/task/index.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, finished, generousPorts, inShort, routerOver, text, used } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const other = { ...paidCandidate('other'), endpoint: { ...paid.endpoint, id: 'another-cloud' } };
const local = localCandidate('local');

describe('A provider that does not begin to answer in time', () => {
  it('is given up: the next candidate answers, and what may be billed is booked as an estimate', async () => {
    const time = new FakeTime();
    const waiting = Promise.withResolvers<void>();
    const { router, ledger, provider } = routerOver(
      [paid, local],
      { paid: [], local: answer },
      { clock: time, after: (ms, run) => time.after(ms, run), onWait: waiting.resolve, firstPartMs: 5000 },
    );
    const reading = collect(router.route(chatTask(), never));
    await waiting.promise;
    await time.advance(5000);
    expect((await reading).map(inShort).slice(1, 5)).toEqual([
      'attempt 1: paid',
      'settled: paid error',
      'failed: paid timeout',
      'attempt 2: local',
    ]);
    expect({ open: provider.open(), timers: time.pendingTimers, first: ledger.entries[0] }).toMatchObject({
      open: 0,
      timers: 0,
      first: { finish: 'error', errorReason: 'timeout', isEstimate: true, usage: { ...noUsage, uncachedInput: 7 } },
    });
  });

  it('may then take longer, as long as it does not pause for too long: that answer is broken, and no other is put in its place', async () => {
    const time = new FakeTime();
    const waiting = Promise.withResolvers<void>();
    const { router, provider } = routerOver(
      [paid, local],
      { paid: [text('A quarter ')], local: answer },
      { clock: time, after: (ms, run) => time.after(ms, run), onWait: waiting.resolve, firstPartMs: 5000, idleMs: 30_000 },
    );
    const reading = collect(router.route(chatTask(), never));
    await waiting.promise;
    await time.advance(29_999);
    const beforeIdle = provider.open();
    await time.advance(1);
    expect({ beforeIdle, after: (await reading).map(inShort).slice(2) }).toEqual({
      beforeIdle: 1,
      after: ['text-delta: A quarter ', 'error: timeout', 'settled: paid error'],
    });
  });
});

describe('A request that was given up before a byte was sent', () => {
  it('is not booked, and its reservation is given back', async () => {
    const { router, ledger } = routerOver([paid], { paid: [{ type: 'finish', reason: 'aborted', isUnsent: true }] });
    const parts = (await collect(router.route(chatTask(), never))).map(inShort);
    expect({ parts, entries: ledger.entries, held: ledger.held }).toEqual({
      parts: ['decision: chosen', 'attempt 1: paid', 'finish: aborted'],
      entries: [],
      held: [],
    });
  });
});

describe('An answer that broke off before its first word', () => {
  it('is booked as an estimate of its input, because the provider may bill it', async () => {
    const broken: StreamPart = { type: 'error', error: new ProviderError('unreachable', 'it broke off', { answerBegan: true }) };
    const { router, ledger } = routerOver([paid], { paid: [broken] });
    await collect(router.route(chatTask(), never));
    expect(ledger.entries).toMatchObject([{ isEstimate: true, costNanoUsd: 21_000, usage: { ...noUsage, uncachedInput: 7 } }]);
  });
});

describe('A ledger that is out of order', () => {
  it('is asked for one paid candidate only', async () => {
    const ledger = new MemoryLedger({ outOfOrder: true });
    let asked = 0;
    const { reserve } = ledger;
    ledger.reserve = (reservation, limits) => {
      if (reservation.amountNanoUsd > 0) asked += 1;
      return reserve(reservation, limits);
    };
    const { router, provider } = routerOver([paid, other, local], { paid: answer, other: answer, local: answer }, { ledger });
    await collect(router.route(chatTask(), never));
    expect({ asked, models: provider.calls.map(({ candidate }) => candidate.model.id) }).toEqual({ asked: 1, models: ['local'] });
  });
});

describe('What is estimated', () => {
  it('counts at the tier and speed that were asked for', async () => {
    const price = { ...paidPrice, serviceTiers: { priority: 2000 }, speeds: { fast: 6000 } };
    const dear = paidCandidate('paid', { price, quirks: { serviceTier: 'priority', speed: 'fast' } });
    const { router, ledger } = routerOver([dear], { paid: [text('x'.repeat(30)), { type: 'finish', reason: 'aborted' }] });
    await collect(router.route(chatTask(), never));
    // 7 tokens in at $3 and 10 out at $15 per million, x 2 x 6.
    expect(ledger.entries).toMatchObject([{ isEstimate: true, costNanoUsd: 2_052_000 }]);
    expect(ledger.reservations[0]?.estimate.costNanoUsd).toBe(1_521_000 * 12);
  });

  it('goes by bytes where the tokenizer takes too long to count', async () => {
    const time = new FakeTime();
    const tokenizer = { ...generousPorts().tokenizer, count: () => new Promise<number>(() => undefined) };
    const { router, ledger } = routerOver(
      [paid],
      { paid: [text('x'.repeat(30)), { type: 'finish', reason: 'aborted' }] },
      { tokenizer, clock: time, after: (ms, run) => time.after(ms, run) },
    );
    const reading = collect(router.route(chatTask(), never));
    await time.advance(2000);
    await reading;
    expect(ledger.entries).toMatchObject([{ isEstimate: true, usage: { uncachedInput: 7, output: 10 } }]);
  });

  it('waits for what was learned before it bounds the first request of a window', async () => {
    let highestTokensPerByte = 0;
    const tokenizer = {
      ...generousPorts().tokenizer,
      ready: async () => {
        highestTokensPerByte = 0.9;
      },
      ratio: () => ({ ratio: 1, highestTokensPerByte }),
    };
    const { router, ledger } = routerOver([paid], { paid: answer }, { tokenizer });
    await collect(router.route(chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(1000) }] }), never));
    // 900 tokens and 48 of framing at $6, 100 out at $15 per million.
    expect(ledger.reservations[0]?.amountNanoUsd).toBe(7_188_000);
  });
});

describe('What a tokenizer learns', () => {
  it('is learned from what was sent, where a hole was cut to the model’s context', async () => {
    const tight = paidCandidate('paid', { tier: 'small', contextTokens: 400 });
    const { router, ledger } = routerOver([tight], { paid: [text('a'), used({ uncachedInput: 310 }), finished] });
    await collect(router.route(holeTask('x'.repeat(9000), ''), never));
    // 300 tokens of the 400 are left for the hole: 900 bytes.
    expect(ledger.samples).toMatchObject([{ bytes: 900, o200kTokens: 300, inputTokens: 310 }]);
  });
});

describe('The decision that an entry keeps', () => {
  it('names few alternatives of one rule, and counts many', async () => {
    const many = Array.from({ length: 40 }, (_, number) => paidCandidate(`frontier-${number}`, { tier: 'frontier' }));
    const { router, ledger } = routerOver([paid, ...many, paidCandidate('small', { tier: 'small' })], { paid: answer });
    await collect(router.route(chatTask(), never));
    expect(ledger.entries[0]?.decision.rejected.map(({ candidate, rule }) => ({ candidate, rule }))).toEqual([
      { candidate: '41 models, such as frontier-0 (cloud-of-frontier-0)', rule: 'not-on-ladder' },
    ]);
  });
});
