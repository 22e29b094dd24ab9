import { describe, expect, it } from 'vitest';
import { type Budget, limitsOn, pressureOf, usualCalendar, usualTerms } from '../../src/core/budget/index.ts';
import { HealthBook } from '../../src/core/failover/index.ts';
import type { LimitState } from '../../src/core/ledger/index.ts';
import type { Redact } from '../../src/core/policy/index.ts';
import type { RouterPorts } from '../../src/core/router.ts';
import { noUsage, ProviderError, type StreamPart } from '../../src/core/task/index.ts';
import { Observed } from '../../src/platform/observed.ts';
import type { HeldBack } from '../../src/platform/paidState.ts';
import { watchRouter } from '../../src/platform/watchRouter.ts';
import { collect } from '../support/collect.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, finished, type RouterFixture, redactorOf, routerOver, type Scripts, text } from '../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');

/** A watched router, and what its window knows after each of its requests. */
function watched(fixture: RouterFixture) {
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const looked: string[] = [];
  const logged: string[] = [];
  const warned: string[] = [];
  const log = { info: (text: string) => void logged.push(text), warn: (text: string) => void warned.push(text) };
  const router = watchRouter(fixture.router, { heldBack, checkCredits: ({ id }) => void looked.push(id), log });
  return { heldBack, router, looked, logged, warned, ask: () => collect(router.route(chatTask(), never)) };
}

const answering = (scripts: Scripts) => routerOver([paid, local], scripts);

describe('A watched router', () => {
  it('passes on what the router says, and decides as it does', async () => {
    const fixture = answering({ paid: answer });
    const { ask } = watched(fixture);
    const plain = await collect(answering({ paid: answer }).router.route(chatTask(), never));
    expect(await ask()).toEqual(plain);
  });

  it('tells what no budget could hold, until a paid request leaves', async () => {
    const { heldBack, ask } = watched(routerOver([paid, local], { local: answer }, { ledger: new MemoryLedger({ refuses: 'day' }) }));
    await ask();
    expect(heldBack.value).toMatchObject({
      kind: 'chat',
      model: 'paid',
      endpoint: 'cloud-of-paid',
      budgetId: 'day',
      unit: 'nano-usd',
      left: 0,
    });
    const free = watched(answering({ paid: answer }));
    free.heldBack.set(heldBack.value);
    await free.ask();
    expect(free.heldBack.value).toBeUndefined();
  });

  it('stops local models too once a stop budget cannot hold the next request, though some of it is left', async () => {
    const budgets: readonly Budget[] = [{ ...usualTerms, period: 'month', limit: 5_000_000, atLimit: 'stop' }];
    const limits = () => limitsOn(budgets, '2026-11-05', usualCalendar);
    const ledger = new MemoryLedger();
    const known: { states: readonly LimitState[]; heldBack?: Observed<HeldBack | undefined> } = { states: [] };
    const pressure: RouterPorts['pressure'] = (request) => pressureOf(known.states, budgets, request, { heldBack: known.heldBack?.value });
    const fixture = routerOver([paid, local], { paid: answer, local: answer }, { ledger, limits, pressure });
    const { router, heldBack } = watched(fixture);
    known.heldBack = heldBack;
    for (let index = 0; index < 40; index += 1) {
      await collect(router.route({ ...chatTask({ maxOutputTokens: 100 }), id: `task-${index}` }, never));
      known.states = await ledger.limitStates(limits());
    }
    const answered = ledger.entries.map(({ model }) => model);
    expect([answered.filter((model) => model === 'local').length, answered.at(-1), pressure({ kind: 'chat' }).all]).toMatchObject([
      1,
      'local',
      { pressure: 'stop', cause: 'too-little-left' },
    ]);
  });

  it('logs once a task what was taken out of its prompt, however many models get it', async () => {
    const redact: Redact = (segment) =>
      segment.text.includes('hunter2')
        ? {
            segment: { ...segment, text: segment.text.replace('hunter2', '***') },
            redactions: [
              { kind: 'password', count: 2, name: 'src/login.ts' },
              { kind: 'API key', count: 1 },
            ],
          }
        : { segment, redactions: [] };
    const failing: Scripts[string] = [{ type: 'error', error: new ProviderError('server-error', 'no') }];
    const other = paidCandidate('other');
    const fixture = routerOver([paid, other], { paid: failing, other: answer }, { redact: redactorOf(redact) });
    const { router, logged } = watched(fixture);
    const segments = [{ role: 'user', stability: 'turn', text: 'my password is hunter2' }] as const;
    const parts = await collect(router.route(chatTask({ segments }), never));
    expect({ times: parts.filter(({ type }) => type === 'redacted').length > 1, logged }).toEqual({
      times: true,
      logged: ['taken out of the prompt of a request to paid: password x 2 in src/login.ts, API key'],
    });
    await collect(router.route(chatTask(), never));
    expect(logged).toHaveLength(1);
  });

  it('logs once a request, with its numbers, that a usage with more cached than prompt is counted at the dearer reading', async () => {
    const doubted = (prompt: number, isPartial?: true): StreamPart => ({
      type: 'usage',
      usage: { ...noUsage, uncachedInput: prompt, cacheRead: 1100, output: 10 },
      doubt: `${prompt} prompt tokens, 1100 of them read from the cache and 0 of them written to it`,
      ...(isPartial && { isPartial }),
    });
    const { warned, ask } = watched(answering({ paid: [text('A'), doubted(90, true), doubted(100, true), doubted(100), finished] }));
    await ask();
    expect(warned).toEqual([
      'the usage that paid (cloud-of-paid) reported cannot be true: 100 prompt tokens, 1100 of them read from the cache and 0 of them written to it: counted at the dearer reading',
    ]);
    await ask();
    expect(warned).toHaveLength(2);
  });

  it('logs why a reported usage is estimated, and nothing of one that is well or missing', async () => {
    const { warned, ask } = watched(answering({ paid: [text('A'), { type: 'finish', reason: 'stop', usageDoubt: 'output is -7' }] }));
    await ask();
    for (const parts of [answer, [text('A'), finished]]) {
      const other = watched(answering({ paid: parts }));
      await other.ask();
      warned.push(...other.warned);
    }
    expect(warned).toEqual(['the usage that paid (cloud-of-paid) reported cannot be true: output is -7: estimated']);
  });

  it('logs the doubt under the name of the model that caused it, though another one answers', async () => {
    const doubted: StreamPart = { type: 'usage', usage: { ...noUsage, uncachedInput: 5, cacheRead: 9 }, doubt: 'too much was cached' };
    const failing: Scripts[string] = [doubted, { type: 'error', error: new ProviderError('server-error', 'no') }];
    const { warned, ask } = watched(routerOver([paid, paidCandidate('other')], { paid: failing, other: answer }));
    const attempts = (await ask()).flatMap((part) => (part.type === 'attempt' ? [part.candidate.model.id] : []));
    expect({ attempts: attempts.includes('other'), warned }).toEqual({
      attempts: true,
      warned: attempts
        .filter((model) => model === 'paid')
        .map(() => 'the usage that paid (cloud-of-paid) reported cannot be true: too much was cached: counted at the dearer reading'),
    });
  });

  it('keeps of two that were held back the one that would be asked first', async () => {
    const dearer = paidCandidate('dearer');
    const { heldBack, ask } = watched(
      routerOver([paid, dearer, local], { local: answer }, { ledger: new MemoryLedger({ refuses: 'day' }) }),
    );
    const parts = await ask();
    const held = parts.flatMap((part) => (part.type === 'held-back' ? [part.candidate.model.id] : []));
    expect({ held, kept: heldBack.value?.model }).toEqual({ held: ['paid', 'dearer'], kept: 'paid' });
  });

  it('has an empty account looked at that a request would have used, once for all its models, and no other', async () => {
    const health = new HealthBook({ now: () => 0, random: () => 0, after: () => () => undefined });
    const busy = paidCandidate('busy');
    const sister = { ...paid, model: paidCandidate('sister').model };
    health.begin(paid.endpoint.id).failed(new ProviderError('payment-required', 'no'));
    health.begin(busy.endpoint.id).failed(new ProviderError('overloaded', 'no'));
    const { looked, ask } = watched(routerOver([paid, sister, busy, local], { local: answer }, { health }));
    await ask();
    expect(looked).toEqual(['cloud-of-paid']);
  });

  it('has the only account looked at where it is empty, though who is refused asks no further', () => {
    const health = new HealthBook({ now: () => 0, random: () => 0, after: () => () => undefined });
    health.begin(paid.endpoint.id).failed(new ProviderError('payment-required', 'no'));
    const { looked, router } = watched(routerOver([paid], { paid: answer }, { health }));
    const { outcome } = router.decide(chatTask());
    expect([outcome, looked]).toEqual(['refused', ['cloud-of-paid']]);
  });
});
