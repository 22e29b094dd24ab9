import { describe, expect, it } from 'vitest';
import type { Policy, Redact } from '../../src/core/policy/index.ts';
import type { Provider } from '../../src/core/provider.ts';
import { noUsage, type StreamPart } from '../../src/core/task/index.ts';
import { collect } from '../support/collect.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, failed, finished, inShort, redactorOf, routerOver, scriptedProvider, text, used } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, unpriced } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');

describe('The router', () => {
  it('says what it decided, tries, passes the answer on and settles, in this order', async () => {
    const { router } = routerOver([paid, local], { paid: answer });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'text-delta: A quarter ',
      'text-delta: penny.',
      'usage',
      'finish: stop',
      'settled: paid stop',
    ]);
  });

  it('gives nothing but the decision when it refuses, and touches no book', async () => {
    const { router, ledger, provider } = routerOver([], {});
    const parts = await collect(router.route(chatTask(), never));
    expect({ parts: parts.map(inShort), calls: provider.calls, reserved: ledger.reservations, settled: ledger.settled }).toEqual({
      parts: ['decision: refused'],
      calls: [],
      reserved: [],
      settled: [],
    });
  });

  it('decides the same without sending, holding or storing anything', async () => {
    const { router, ledger, provider } = routerOver([paid, local], { paid: answer });
    const decided = router.decide(chatTask());
    expect({ calls: provider.calls, held: ledger.reservations }).toEqual({ calls: [], held: [] });
    expect((await collect(router.route(chatTask(), never)))[0]).toEqual({ type: 'decision', decision: decided });
  });

  it('reserves the worst case before it sends', async () => {
    const { router, ledger } = routerOver([paid], { paid: answer });
    await collect(router.route(chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(1000) }] }), never));
    // 1,000 bytes are 500 tokens and 48 of framing at the dearest cache write of $6, 100 tokens out at $15 per million; then a token a byte.
    expect(ledger.reservations).toMatchObject([
      { id: 'id-2', amountNanoUsd: 4_788_000, cautiousAmountNanoUsd: 7_788_000, expiresAtMs: Date.UTC(2026, 10, 5, 12) + 20_000 },
    ]);
    // In case nobody lives to tell: 334 estimated tokens at $3, and the whole output.
    expect(ledger.reservations[0]?.estimate).toMatchObject({
      id: 'id-1',
      taskId: 'task-1',
      finish: 'lost',
      isEstimate: true,
      costNanoUsd: 2_502_000,
    });
  });

  it('stores an entry that says what was asked, by whom it was answered, and what it cost', async () => {
    const { router, ledger } = routerOver([paid], { paid: answer });
    await collect(router.route(chatTask(), never));
    expect(ledger.settled).toEqual([
      {
        reservationId: 'id-2',
        entry: {
          id: 'id-3',
          taskId: 'task-1',
          attempt: 1,
          kind: 'chat',
          origin: { trigger: 'command' },
          startedAtMs: Date.UTC(2026, 10, 5, 12),
          localDay: '2026-11-05',
          firstTokenMs: 0,
          durationMs: 0,
          model: 'paid',
          tier: 'medium',
          provider: 'scripted',
          endpoint: 'cloud-of-paid',
          billing: 'metered',
          finish: 'stop',
          usage: { ...noUsage, uncachedInput: 20, output: 5 },
          isEstimate: false,
          costNanoUsd: 135_000,
          countedNanoUsd: 135_000,
          decision: {
            rule: 'ladder',
            reason: 'cheapest for each useful answer of 1 for chat (medium, local)',
            chosen: 'paid (cloud-of-paid)',
            fallbacks: [],
            rejected: [],
            expectedCostNanoUsd: 1_521_000,
            costPerUsefulNanoUsd: 1_521_000,
            quality: { mean: 1, source: 'nobody knows' },
            predicted: { inputTokens: 7, outputTokens: 100 },
            cache: expect.any(String),
          },
          prompt: [{ stability: 'turn', segments: 1, tokens: 7 }],
        },
      },
    ]);
  });

  it('stores what the cache saved of an answer, and what one attempt on the baseline would have cost', async () => {
    const cached = [text('A quarter penny.'), used({ uncachedInput: 20, cacheRead: 1000, output: 5 }), finished];
    const other = paidCandidate('other');
    const { router, ledger } = routerOver([paid], { paid: cached }, { baseline: (kind) => (kind === 'chat' ? other : undefined) });
    await collect(router.route(chatTask(), never));
    expect(
      ledger.settled.map(({ entry: { cacheSavedNanoUsd, baseline, costNanoUsd } }) => ({ cacheSavedNanoUsd, baseline, costNanoUsd })),
    ).toEqual([
      {
        cacheSavedNanoUsd: 2_700_000,
        baseline: { model: 'other', endpoint: 'cloud-of-other', costNanoUsd: 3_135_000 },
        costNanoUsd: 435_000,
      },
    ]);
  });

  it('tells no baseline for an attempt that failed, or that was broken off', async () => {
    const broken = [text('A quarter'), failed('server-error')];
    const { router, ledger } = routerOver([paid], { paid: broken }, { baseline: () => paidCandidate('other') });
    await collect(router.route(chatTask(), never));
    expect(ledger.settled.map(({ entry }) => [entry.finish, entry.baseline])).toEqual([['error', undefined]]);
  });

  it('cuts a hole to fit the model it goes to', async () => {
    const { router, provider } = routerOver([localCandidate('local', { contextTokens: 200 })], { local: answer });
    await collect(router.route(holeTask('x'.repeat(900), ''), never));
    expect(provider.calls[0]?.segments[0]?.text).toHaveLength(300);
  });
});

describe('What costs nothing', () => {
  it('waits for no ledger before it is sent', async () => {
    const ledger = new MemoryLedger();
    ledger.reserve = () => new Promise(() => undefined);
    const { router } = routerOver([local], { local: answer }, { ledger });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toContain('settled: local stop');
  });
});

describe('After a failure before the first token', () => {
  it.each(['unreachable', 'overloaded', 'timeout', 'unauthorized', 'payment-required'] as const)(
    '%s, the other models of that endpoint are not asked',
    async (reason) => {
      const other = { ...paid, model: { ...paid.model, id: 'other' } };
      const { router } = routerOver([paid, other, local], { paid: [failed(reason)], other: answer, local: answer });
      expect((await collect(router.route(chatTask(), never))).map(inShort).filter((part) => part.startsWith('attempt'))).toEqual([
        'attempt 1: paid',
        'attempt 2: local',
      ]);
    },
  );

  it.each([
    'unreachable',
    'timeout',
    'rate-limited',
    'overloaded',
    'server-error',
    'bad-response',
    'unsupported',
    'context-overflow',
    'not-found',
    'unauthorized',
    'payment-required',
    'forbidden',
  ] as const)('that was %s, the next candidate answers, and both attempts are booked', async (reason) => {
    const { router, ledger } = routerOver([paid, local], { paid: [failed(reason)], local: answer });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'settled: paid error',
      `failed: paid ${reason}`,
      'attempt 2: local',
      'text-delta: A quarter ',
      'text-delta: penny.',
      'usage',
      'finish: stop',
      'settled: local stop',
    ]);
    expect(ledger.entries[1]?.decision.rejected).toEqual([{ candidate: 'paid (cloud-of-paid)', rule: reason, reason: `it was ${reason}` }]);
    expect(ledger.entries.map(({ attempt, finish, errorReason, costNanoUsd }) => ({ attempt, finish, errorReason, costNanoUsd }))).toEqual([
      { attempt: 1, finish: 'error', errorReason: reason, costNanoUsd: 0 },
      { attempt: 2, finish: 'stop', errorReason: undefined, costNanoUsd: 0 },
    ]);
  });

  it('that says that the request itself is wrong, nobody else is asked', async () => {
    const { router, provider } = routerOver([paid, local], { paid: [failed('invalid-request')], local: answer });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'error: invalid-request',
      'settled: paid error',
    ]);
    expect(provider.calls).toHaveLength(1);
  });

  it('of every candidate, the last error is told after all are settled', async () => {
    const { router } = routerOver([paid, local], { paid: [failed('overloaded')], local: [failed('unreachable')] });
    expect((await collect(router.route(chatTask(), never))).map(inShort).slice(-3)).toEqual([
      'settled: local error',
      'failed: local unreachable',
      'error: unreachable',
    ]);
  });

  it('that reported usage, that usage is what counts', async () => {
    const { router, ledger } = routerOver([paid], { paid: [used({ uncachedInput: 1000 }), failed('invalid-request')] });
    await collect(router.route(chatTask(), never));
    expect(ledger.entries).toMatchObject([{ costNanoUsd: 3_000_000, isEstimate: false }]);
  });
});

describe('After a failure in the middle of an answer', () => {
  it.each([
    ['text', text('A quarter ')],
    ['reasoning', { type: 'reasoning-delta', text: 'Hm.' }],
  ] satisfies [string, StreamPart][])('that began with %s, nobody else goes on with it', async (_what, part) => {
    const { router, provider } = routerOver([paid, local], { paid: [part, failed('overloaded')], local: answer });
    expect((await collect(router.route(chatTask(), never))).map(inShort).slice(2)).toEqual([
      inShort(part),
      'error: overloaded',
      'settled: paid error',
    ]);
    expect(provider.calls).toHaveLength(1);
  });

  it('the entry is an estimate of the whole input and what came of the output', async () => {
    const { router, ledger } = routerOver([paid], { paid: [text('x'.repeat(30)), failed('unreachable')] });
    await collect(router.route(chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'y'.repeat(300) }] }), never));
    expect(ledger.entries).toMatchObject([
      { usage: { ...noUsage, uncachedInput: 100, output: 10 }, isEstimate: true, costNanoUsd: 450_000 },
    ]);
  });
});

describe('What may not be sent', () => {
  it('is not sent when the ledger refuses the worst case: the local model answers', async () => {
    const ledger = new MemoryLedger({ refuses: 'day' });
    const { router, provider } = routerOver([paid, local], { paid: answer, local: answer }, { ledger });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toContain('settled: local stop');
    expect(provider.calls.map(({ candidate }) => candidate.model.id)).toEqual(['local']);
  });

  it('is stopped at the last door when it holds what redaction would take out', async () => {
    let isStrict = false;
    const redact: Redact = (segment) =>
      isStrict
        ? { segment: { ...segment, text: segment.text.replaceAll('secret', '***') }, redactions: [{ kind: 'secret', count: 1 }] }
        : { segment, redactions: [] };
    const ledger = new MemoryLedger({ onReserve: () => (isStrict = true) });
    const { router, provider } = routerOver([paid], { paid: answer }, { ledger, redact: redactorOf(redact) });
    const parts = await collect(router.route(chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'a secret' }] }), never));
    expect({ parts: parts.map(inShort), calls: provider.calls, released: ledger.released }).toEqual({
      parts: ['decision: chosen', 'failed: paid policy', 'error: policy'],
      calls: [],
      released: ['id-2'],
    });
  });

  it('is not sent to a paid model while the ledger is out of order; a free one answers, and the problem is told', async () => {
    const { router, provider } = routerOver(
      [paid, local],
      { paid: answer, local: answer },
      { ledger: new MemoryLedger({ outOfOrder: true }) },
    );
    const parts = await collect(router.route(chatTask(), never));
    expect({ asked: provider.calls.map(({ candidate }) => candidate.model.id), last: parts.at(-1) }).toMatchObject({
      asked: ['local'],
      last: { type: 'settled', problem: new Error('the disk is full') },
    });
  });

  it('is not sent to an unpriced model where nothing else has a price either', async () => {
    const { router, provider } = routerOver([unpriced(paid)], { paid: answer });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'failed: paid not-reserved',
      'error: not-reserved',
    ]);
    expect(provider.calls).toEqual([]);
  });

  it('is not sent to a paid model where no budget covers its kind', async () => {
    const { router, provider } = routerOver([paid, local], { paid: answer, local: answer }, { limits: () => [] });
    await collect(router.route(chatTask(), never));
    expect(provider.calls.map(({ candidate }) => candidate.model.id)).toEqual(['local']);
  });

  it('is not sent without the key that its endpoint needs', async () => {
    const locked = { ...paid, endpoint: { ...paid.endpoint, needsKey: true } };
    const { router, provider } = routerOver([locked], { paid: answer }, { apiKey: async () => undefined });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'failed: paid unauthorized',
      'error: unauthorized',
    ]);
    expect(provider.calls).toEqual([]);
  });

  it('is stopped at the last door when the policy changed since the decision, and the reservation is given back', async () => {
    let metered: Policy['metered'] = 'allowed';
    const ledger = new MemoryLedger({ onReserve: () => (metered = 'paused') });
    const { router, provider } = routerOver([paid], { paid: answer }, { ledger, policy: () => ({ metered }) });
    const parts = await collect(router.route(chatTask(), never));
    expect({ parts: parts.map(inShort), calls: provider.calls, reserved: ledger.reservations.length, released: ledger.released }).toEqual({
      parts: ['decision: chosen', 'failed: paid policy', 'error: policy'],
      calls: [],
      reserved: 1,
      released: ['id-2'],
    });
  });

  it('holds nothing where no adapter speaks the protocol', async () => {
    const { router, ledger } = routerOver([paid, local], { local: answer }, { provider: () => undefined });
    expect((await collect(router.route(chatTask(), never))).map(inShort).at(-1)).toBe('error: unsupported');
    expect(ledger.held).toEqual([]);
  });

  it('is passed over for the next one when its adapter throws, against its contract', async () => {
    const scripted = scriptedProvider({ local: answer });
    const provider: Provider = {
      id: 'scripted',
      stream(call, signal) {
        if (call.candidate === paid) throw new Error('a bug');
        return scripted.stream(call, signal);
      },
    };
    const { router } = routerOver([paid, local], {}, { provider: () => provider });
    expect((await collect(router.route(chatTask(), never))).map(inShort)).toEqual([
      'decision: chosen',
      'attempt 1: paid',
      'settled: paid error',
      'failed: paid bad-response',
      'attempt 2: local',
      'text-delta: A quarter ',
      'text-delta: penny.',
      'usage',
      'finish: stop',
      'settled: local stop',
    ]);
  });
});
