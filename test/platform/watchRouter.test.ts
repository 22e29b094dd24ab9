import { describe, expect, it } from 'vitest';
import { HealthBook } from '../../src/core/failover/index.ts';
import { ProviderError } from '../../src/core/task/index.ts';
import { Observed } from '../../src/platform/observed.ts';
import type { HeldBack } from '../../src/platform/paidState.ts';
import { watchRouter } from '../../src/platform/watchRouter.ts';
import { collect } from '../support/collect.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, type RouterFixture, routerOver, type Scripts } from '../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');

/** A watched router, and what its window knows after each of its requests. */
function watched(fixture: RouterFixture) {
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const looked: string[] = [];
  const router = watchRouter(fixture.router, { heldBack, checkCredits: ({ id }) => void looked.push(id) });
  return { heldBack, looked, ask: () => collect(router.route(chatTask(), never)) };
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
    expect(heldBack.value).toMatchObject({ kind: 'chat', model: 'paid', endpoint: 'cloud-of-paid', budgetId: 'day', leftNanoUsd: 0 });
    const free = watched(answering({ paid: answer }));
    free.heldBack.set(heldBack.value);
    await free.ask();
    expect(free.heldBack.value).toBeUndefined();
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
});
