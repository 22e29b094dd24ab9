import { describe, expect, it } from 'vitest';
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
  const router = watchRouter(fixture.router, { heldBack });
  return { heldBack, ask: () => collect(router.route(chatTask(), never)) };
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
});
