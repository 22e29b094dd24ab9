import { describe, expect, it } from 'vitest';
import { Observed } from '../../src/platform/observed.ts';
import type { EndpointTrouble, HeldBack } from '../../src/platform/paidState.ts';
import { watchRouter } from '../../src/platform/watchRouter.ts';
import { collect } from '../support/collect.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, failed, type RouterFixture, routerOver, type Scripts } from '../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');

/** A watched router, and what its window knows after each of its requests. */
function watched(fixture: RouterFixture) {
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const trouble = new Observed<EndpointTrouble | undefined>(undefined);
  const failures: string[] = [];
  const onFailed = (endpointId: string, { reason }: { reason: string }): void => void failures.push(`${endpointId}: ${reason}`);
  const router = watchRouter(fixture.router, { heldBack, trouble, onFailed });
  return { heldBack, trouble, failures, ask: () => collect(router.route(chatTask(), never)) };
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

  it.each(['unauthorized', 'payment-required', 'forbidden'] as const)(
    'tells of an endpoint that was %s, until it answers',
    async (reason) => {
      const { trouble, failures, ask } = watched(answering({ paid: [failed(reason)], local: answer }));
      await ask();
      expect({ trouble: trouble.value, failures }).toEqual({
        trouble: { endpoint: 'cloud-of-paid', provider: 'scripted', reason, message: `it was ${reason}` },
        failures: [`cloud-of-paid: ${reason}`],
      });
      const well = watched(answering({ paid: answer }));
      well.trouble.set(trouble.value);
      await well.ask();
      expect(well.trouble.value).toBeUndefined();
    },
  );

  it('does not bother the user with what passes by itself', async () => {
    const { trouble, failures, ask } = watched(answering({ paid: [failed('overloaded')], local: answer }));
    await ask();
    expect({ trouble: trouble.value, failures }).toEqual({ trouble: undefined, failures: ['cloud-of-paid: overloaded'] });
  });
});
