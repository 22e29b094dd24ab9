import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/task/index.ts';
import { Observed } from '../../src/platform/observed.ts';
import type { HeldBack } from '../../src/platform/paidState.ts';
import { watchRouter } from '../../src/platform/watchRouter.ts';
import { collect } from '../support/collect.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { answer, failed, type RouterFixture, routerOver, type Scripts, text } from '../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../support/tasks.ts';

const never = new AbortController().signal;
const paid = paidCandidate('paid');
const local = localCandidate('local');

/** A watched router, and what its window knows after each of its requests. */
function watched(fixture: RouterFixture) {
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const told: string[] = [];
  const router = watchRouter(fixture.router, {
    heldBack,
    troubles: {
      report: ({ id, provider }, { reason }) => void told.push(`${id} of ${provider}: ${reason}`),
      clear: (id) => void told.push(`${id} answered`),
    },
    onAskedToWait: (id, ms) => void told.push(`${id} asks to wait ${ms} ms`),
  });
  return { router, heldBack, told, ask: () => collect(router.route(chatTask(), never)) };
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

  it('reports an endpoint that failed, and one that answered', async () => {
    const { told, ask } = watched(answering({ paid: [failed('forbidden')], local: answer }));
    await ask();
    expect(told).toEqual(['cloud-of-paid of scripted: forbidden', `${local.endpoint.id} answered`]);
  });

  it('does not take for an answer what was given up', async () => {
    const leaving = new AbortController();
    const { router, told } = watched(answering({ paid: [text('A quarter ')] }));
    const ends: string[] = [];
    for await (const part of router.route(chatTask(), leaving.signal)) {
      if (part.type === 'text-delta') leaving.abort();
      if (part.type === 'settled') ends.push(part.entry.finish);
    }
    expect({ ends, told }).toEqual({ ends: ['aborted'], told: [] });
  });

  it('passes on how long a provider asks to be left alone', async () => {
    const busy = { type: 'error', error: new ProviderError('rate-limited', 'too many', { status: 429, retryAfterMs: 30_000 }) } as const;
    const { told, ask } = watched(answering({ paid: [busy], local: answer }));
    await ask();
    expect(told).toContain('cloud-of-paid asks to wait 30000 ms');
  });
});
