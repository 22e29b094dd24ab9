import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { HealthBook } from '../../src/core/failover/index.ts';
import type { Redact } from '../../src/core/policy/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import type { RouterPart, RouterPorts } from '../../src/core/router.ts';
import { ProviderError, type ProviderErrorReason, type StreamPart } from '../../src/core/task/index.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, inShort, redactorOf, routerOver } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const equal = paidCandidate('equal');
const dear = paidCandidate('dear', { price: { ...paidPrice, uncachedInput: paidPrice.uncachedInput * 5, output: paidPrice.output * 5 } });
const local = localCandidate('local');

const failing = (reason: ProviderErrorReason, retryAfterMs?: number): readonly StreamPart[] => [
  { type: 'error', error: new ProviderError(reason, `it was ${reason}`, retryAfterMs === undefined ? {} : { retryAfterMs }) },
];

/** Each model's answers, one after the other; the last one again and again. */
function playing(
  scripts: Readonly<Record<string, readonly (readonly StreamPart[] | 'hangs')[]>>,
): Provider & { readonly calls: readonly ProviderCall[] } {
  const calls: ProviderCall[] = [];
  return {
    id: 'scripted',
    calls,
    async *stream(call, signal) {
      const own = scripts[call.candidate.model.id] ?? [];
      const before = calls.filter(({ candidate }) => candidate.model.id === call.candidate.model.id).length;
      calls.push(call);
      const script = own[Math.min(before, own.length - 1)] ?? [];
      if (script !== 'hangs') yield* script;
      else {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        yield { type: 'finish', reason: 'aborted' };
      }
    },
  };
}

/** A router whose endpoints' health and patience are real, on a clock that a test moves. */
function failingOver(
  candidates: readonly Candidate[],
  scripts: Parameters<typeof playing>[0],
  ports: Partial<Omit<RouterPorts, 'ledger'>> = {},
) {
  const time = new FakeTime();
  const after = (ms: number, run: () => void): (() => void) => time.after(ms, run);
  const health = new HealthBook({ now: time.now, random: () => 0.5, after }, { isLocal: (id) => id === local.endpoint.id });
  const provider = playing(scripts);
  const { router, ledger } = routerOver(
    candidates,
    {},
    { provider: () => provider, health, clock: time, after, patienceMs: 90_000, ...ports },
  );
  const ask = async (task = chatTask()): Promise<readonly RouterPart[]> => collect(router.route(task, never));
  return { ask, router, ledger, health, time, provider };
}

/** Nothing comes until the connection is closed. */
const hangs = 'hangs' as const;

const wordsOf = (parts: readonly RouterPart[]): readonly string[] =>
  parts.filter(({ type }) => ['attempt', 'waiting', 'error', 'finish', 'redacted'].includes(type)).map(inShort);

describe('A provider that fails for a moment', () => {
  it('is asked once more where the next one is much dearer', async () => {
    const { ask, time, provider } = failingOver([paid, dear], { paid: [failing('server-error'), answer], dear: [answer] });
    const asking = ask();
    await time.advance(2000);
    expect([wordsOf(await asking), provider.calls.length]).toEqual([['attempt 1: paid', 'attempt 2: paid', 'finish: stop'], 2]);
  });

  it('is left for one that costs the same, at once', async () => {
    const { ask } = failingOver([paid, equal], { paid: [failing('server-error')], equal: [answer] });
    expect(wordsOf(await ask())).toEqual(['attempt 1: paid', 'attempt 2: equal', 'finish: stop']);
  });

  it('is asked three times at the most, and then the local model answers', async () => {
    const { ask, time } = failingOver([paid, local], { paid: [failing('overloaded')], local: [answer] });
    const asking = ask();
    await time.advance(30_000);
    expect(wordsOf(await asking)).toEqual(['attempt 1: paid', 'attempt 2: paid', 'attempt 3: paid', 'attempt 4: local', 'finish: stop']);
  });

  it('keeps no suggestion waiting', async () => {
    const small = paidCandidate('small', { tier: 'small' });
    const { router } = failingOver([small], { small: [failing('rate-limited', 5000)] }, { patienceMs: 0 });
    const parts = await collect(router.route(holeTask('a', 'b'), never));
    expect(wordsOf(parts)).toEqual(['attempt 1: small', 'error: rate-limited']);
  });
});

describe('A provider that asks to wait', () => {
  it('is waited for where nobody else can answer, and the waiting is told', async () => {
    const { ask, time, provider } = failingOver([paid], { paid: [failing('rate-limited', 20_000), answer] });
    const startedMs = time.now();
    const asking = ask();
    await time.advance(19_999);
    const before = provider.calls.length;
    await time.advance(1);
    expect([before, wordsOf(await asking)]).toEqual([
      1,
      ['attempt 1: paid', `waiting until ${startedMs + 20_000}`, 'attempt 2: paid', 'finish: stop'],
    ]);
  });

  it('is asked at once when the user says "retry now"', async () => {
    const { ask, time, health } = failingOver([paid], { paid: [failing('rate-limited', 60_000), answer] });
    const asking = ask();
    await time.advance(1);
    health.retryNow();
    await time.advance(1);
    expect(wordsOf(await asking).at(-1)).toBe('finish: stop');
  });

  it('for longer than anybody waits gives an error, which is the last one', async () => {
    const { ask } = failingOver([paid], { paid: [failing('rate-limited', 60_000)] }, { patienceMs: 5000 });
    expect(wordsOf(await ask())).toEqual(['attempt 1: paid', 'error: rate-limited']);
  });
});

describe('An endpoint', () => {
  it('whose key was refused is not asked again until its key changes', async () => {
    const { ask, health, provider } = failingOver([paid, local], { paid: [failing('unauthorized'), answer], local: [answer] });
    const first = wordsOf(await ask());
    const second = wordsOf(await ask());
    health.keyChanged(paid.endpoint.id);
    const third = wordsOf(await ask());
    expect({ first, second, third, calls: provider.calls.length }).toEqual({
      first: ['attempt 1: paid', 'attempt 2: local', 'finish: stop'],
      second: ['attempt 1: local', 'finish: stop'],
      third: ['attempt 1: paid', 'finish: stop'],
      calls: 4,
    });
  });

  it('whose account is empty is named with that rule, and is asked again after "retry now"', async () => {
    const { ask, health } = failingOver([paid, local], { paid: [failing('payment-required'), answer], local: [answer] });
    await ask();
    const [decision] = await ask();
    health.retryNow();
    const after = wordsOf(await ask());
    expect([decision?.type === 'decision' && decision.decision.rejected.map(({ rule }) => rule), after[0]]).toEqual([
      ['account-empty'],
      'attempt 1: paid',
    ]);
  });

  it('that broke off in the middle counts as failed, though it had begun; the answer stays broken', async () => {
    const broken: readonly StreamPart[] = [{ type: 'text-delta', text: 'A quarter ' }, ...failing('server-error')];
    const { ask, health } = failingOver([paid, equal], { paid: [broken], equal: [answer] });
    const parts = await ask();
    expect([wordsOf(parts), health.states().map(({ endpoint, rule }) => `${endpoint}: ${rule}`)]).toEqual([
      ['attempt 1: paid', 'error: server-error'],
      ['cloud-of-paid: asked-to-wait'],
    ]);
  });

  it('whose breaker is open is asked out of turn where nobody else can answer', async () => {
    const { ask, time, health } = failingOver([paid], { paid: [...Array.from({ length: 5 }, () => failing('server-error')), answer] });
    const first = ask();
    await time.advance(90_000);
    await first;
    const second = ask();
    await time.advance(90_000);
    await second;
    const states = health.states().map(({ rule }) => rule);
    const third = ask();
    await time.advance(5000);
    expect({ states, third: wordsOf(await third).at(-1) }).toEqual({ states: [], third: 'finish: stop' });
  });
});

describe('A prompt that the provider finds too long', () => {
  it('goes to a model with a larger context, and to no other one as small', async () => {
    const small = paidCandidate('small-context', { contextTokens: 16_000 });
    const same = paidCandidate('same-context', { contextTokens: 16_000 });
    const large = paidCandidate('large-context', { contextTokens: 200_000, price: dear.model.price as typeof paidPrice });
    const { ask } = failingOver([small, same, large], {
      'small-context': [failing('context-overflow')],
      'same-context': [failing('context-overflow')],
      'large-context': [answer],
    });
    const task = chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(30_000) }] });
    expect(wordsOf(await ask(task))).toEqual(['attempt 1: small-context', 'attempt 2: large-context', 'finish: stop']);
  });
});

describe('What must not leave', () => {
  const secret: Redact = (segment) =>
    segment.text.includes('hunter2')
      ? {
          segment: { ...segment, text: segment.text.replaceAll('hunter2', '[redacted: password]') },
          redactions: [{ kind: 'password', count: 1 }],
        }
      : { segment, redactions: [] };
  const task = chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'my password is hunter2' }] });

  it('is taken out of what a provider gets, told, and kept with the decision', async () => {
    const { ask, provider, ledger } = failingOver([paid], { paid: [answer] }, { redact: redactorOf(secret) });
    const parts = await ask(task);
    expect({
      sent: provider.calls[0]?.segments[0]?.text,
      parts: wordsOf(parts),
      kept: ledger.entries[0]?.decision.redactions,
      isAnywhere: JSON.stringify(ledger.entries).includes('hunter2'),
    }).toEqual({
      sent: 'my password is [redacted: password]',
      parts: ['redacted: 1 password', 'attempt 1: paid', 'finish: stop'],
      kept: [{ kind: 'password', count: 1 }],
      isAnywhere: false,
    });
  });

  it('is seen by a local model as it is', async () => {
    const { ask, provider } = failingOver([local], { local: [answer] }, { redact: redactorOf(secret) });
    await ask(task);
    expect(provider.calls[0]?.segments[0]?.text).toBe('my password is hunter2');
  });

  it('could not be looked for: then nothing leaves, and the local model answers', async () => {
    const redact: Redact = () => Promise.reject(new ProviderError('policy', 'the scanner is broken'));
    const { ask, provider } = failingOver([paid, local], { paid: [answer], local: [answer] }, { redact: redactorOf(redact) });
    expect([wordsOf(await ask(task)), provider.calls.map(({ candidate }) => candidate.model.id)]).toEqual([
      ['attempt 1: local', 'finish: stop'],
      ['local'],
    ]);
  });

  it('is where a path is for this machine only, and then not even a fallback gets it', async () => {
    const policy = { metered: 'allowed', data: [{ paths: { 'secrets/**': 'local' } }] } as const;
    const { ask, provider } = failingOver(
      [paid, equal, local],
      { paid: [answer], equal: [answer], local: [failing('unreachable')] },
      { policy: () => policy },
    );
    const parts = await ask(chatTask({ paths: ['secrets/keys.txt'] }));
    expect([wordsOf(parts), provider.calls.map(({ candidate }) => candidate.model.id)]).toEqual([
      ['attempt 1: local', 'error: unreachable'],
      ['local'],
    ]);
  });
});

describe('A deadline', () => {
  it('is the task’s, not each attempt’s: when it is over nobody else is asked', async () => {
    const hanging = ['one', 'two', 'three'].map((id) => paidCandidate(id));
    const { ask, time, provider } = failingOver(hanging, { one: [hangs], two: [hangs], three: [hangs] });
    const asking = ask(chatTask({ deadlineMs: 3000 }));
    await time.advance(3000);
    expect([wordsOf(await asking), provider.calls.length]).toEqual([['attempt 1: one', 'error: timeout'], 1]);
  });

  it('that passed says nothing of the endpoint', async () => {
    const { ask, time, health } = failingOver([paid], { paid: [hangs] });
    const asking = ask(chatTask({ deadlineMs: 3000 }));
    await time.advance(3000);
    await asking;
    expect(health.states()).toEqual([]);
  });
});

describe('A request that comes while another one finds out whether the endpoint works again', () => {
  it('waits for how that ends, for as long as it takes', async () => {
    const { ask, time, health, provider } = failingOver([paid], {
      paid: [
        ...Array.from({ length: 3 }, () => failing('server-error')),
        ...Array.from({ length: 3 }, () => failing('server-error')),
        answer,
      ],
    });
    const failed = [ask(), ask()];
    await time.advance(120_000);
    await Promise.all(failed);
    const calls = provider.calls.length;
    const probe = health.begin(paid.endpoint.id);
    const waiting = ask();
    await time.advance(60_000);
    const callsMeanwhile = provider.calls.length - calls;
    probe.succeeded();
    await time.advance(1000);
    expect([callsMeanwhile, wordsOf(await waiting).at(-1)]).toEqual([0, 'finish: stop']);
  });
});

describe('Looking what would be chosen', () => {
  it('ends no endpoint’s rest', async () => {
    const { ask, time, health, router } = failingOver([paid], { paid: [failing('server-error')] }, { patienceMs: 0 });
    await ask();
    await time.advance(1);
    const before = health.states();
    await time.advance(100);
    router.decide(chatTask());
    expect(health.states()).toEqual(before);
  });
});

describe('A cheaper tier that fails', () => {
  it('leaves the usual one to answer', async () => {
    const price = { ...paidPrice, serviceTiers: { flex: 500 } };
    const { ask, time } = failingOver([paidCandidate('both', { tier: 'small', price })], { both: [failing('unsupported'), answer] });
    const asking = ask(chatTask({ kind: 'title' }));
    await time.advance(5000);
    expect(wordsOf(await asking)).toEqual(['attempt 1: both', 'attempt 2: both', 'finish: stop']);
  });
});

describe('A data policy that changes while a request is prepared', () => {
  it('holds for what a gateway is told, too', async () => {
    let isStrict = false;
    const gateway: Candidate = { ...paid, endpoint: { ...paid.endpoint, id: 'gateway', enforces: ['noTraining'] } };
    const ledger = new MemoryLedger({ onReserve: () => (isStrict = true) });
    const { router, provider } = routerOver(
      [gateway],
      { paid: answer },
      { ledger, policy: () => ({ metered: 'allowed', data: isStrict ? [{ noTraining: true }] : [] }) },
    );
    const parts = await collect(router.route(chatTask(), never));
    expect([wordsOf(parts), provider.calls]).toEqual([['error: policy'], []]);
  });
});

describe('A budget that is spent', () => {
  it('is asked for two candidates, not for a whole catalogue', async () => {
    const many = Array.from({ length: 50 }, (_, index) => paidCandidate(`m${index}`));
    const ledger = new MemoryLedger({ refuses: 'day' });
    let asked = 0;
    const { reserve } = ledger;
    ledger.reserve = (reservation, limits) => {
      if (reservation.amountNanoUsd > 0) asked += 1;
      return reserve(reservation, limits);
    };
    const { router } = routerOver([...many, local], { local: answer }, { ledger });
    const parts = await collect(router.route(chatTask(), never));
    const rejected = ledger.entries[0]?.decision.rejected ?? [];
    expect([asked, wordsOf(parts).at(-1), rejected.map(({ candidate }) => candidate)]).toEqual([
      2,
      'finish: stop',
      ['50 models, such as m0 (cloud-of-m0)'],
    ]);
  });
});

describe('A request that waited for somebody else’s probe, which failed', () => {
  it('is a probe itself a second later: the endpoint may have recovered meanwhile', async () => {
    const errors = Array.from({ length: 6 }, () => failing('server-error'));
    const { ask, time, health } = failingOver([paid], { paid: [...errors, answer] });
    const failed = [ask(), ask()];
    await time.advance(120_000);
    await Promise.all(failed);
    const probe = health.begin(paid.endpoint.id);
    const waiting = ask();
    await time.advance(20_000);
    probe.failed(new ProviderError('timeout', 'it hung'));
    await time.advance(2000);
    expect(wordsOf(await waiting).at(-1)).toBe('finish: stop');
  });
});
