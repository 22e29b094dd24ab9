import { describe, expect, it } from 'vitest';
import { freeOfCharge } from '../../src/core/money/index.ts';
import type { ProviderErrorReason } from '../../src/core/task/index.ts';
import type { LocalServer } from '../../src/providers/localServers/localServer.ts';
import { type LocalServerState, LocalServerWatch, type LookResult } from '../../src/providers/localServers/localServerWatch.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { failed, scriptedProvider } from '../support/routing.ts';
import { callOf, chatTask, localCandidate } from '../support/tasks.ts';

const server: LocalServer = {
  kind: 'llama-server',
  baseUrl: 'http://127.0.0.1:8080',
  models: [{ id: 'qwen', tier: 'local', canChat: true, price: freeOfCharge }],
};

/** A watch over a world that a test changes. */
function watching(first: LookResult = { servers: [] }) {
  const time = new FakeTime();
  const world = {
    result: first,
    looks: 0,
    known: undefined as readonly LocalServer[] | undefined,
    signal: undefined as AbortSignal | undefined,
  };
  const watch = new LocalServerWatch({
    find: async (signal, known) => {
      world.looks += 1;
      world.known = known;
      world.signal = signal;
      return world.result;
    },
    timers: time,
    now: time.now,
  });
  const states: LocalServerState[] = [];
  watch.onDidChange((state) => states.push(state));
  /** A request through the watch whose connection ends so. */
  const request = (reason: ProviderErrorReason) =>
    collect(
      watch
        .watching(scriptedProvider({ local: [failed(reason)] }))
        .stream(callOf(chatTask(), localCandidate('local')), new AbortController().signal),
    );
  return { time, world, watch, states, request };
}

describe('The watch', () => {
  it('says that it is looking until it knows', async () => {
    const { watch, states } = watching({ servers: [server] });
    const before = { state: watch.state, candidates: watch.candidates() };
    await watch.look();
    expect({ before, states, candidates: watch.candidates().map(({ model }) => model.id) }).toEqual({
      before: { state: { status: 'looking' }, candidates: [] },
      states: [{ status: 'found', servers: [server] }],
      candidates: ['qwen'],
    });
  });

  it('finds a server that starts later, tells when it goes, and finds it again', async () => {
    const { time, world, watch, states } = watching();
    await watch.look();
    world.result = { servers: [server] };
    await time.advance(2000);
    world.result = { servers: [] };
    await time.advance(30_000);
    world.result = { servers: [server] };
    await time.advance(2000);
    expect(states).toEqual([
      { status: 'none' },
      { status: 'found', servers: [server] },
      { status: 'away', last: server },
      { status: 'found', servers: [server] },
    ]);
  });

  it('looks ever more seldom while there is none: after 2, 4, 8, 16 and then each 30 seconds', async () => {
    const { time, world, watch } = watching();
    await watch.look();
    const looksAfter: number[] = [];
    for (const seconds of [2, 4, 8, 16, 30, 30]) {
      await time.advance(seconds * 1000 - 1);
      const before = world.looks;
      await time.advance(1);
      looksAfter.push(world.looks - before);
    }
    expect({ looksAfter, looks: world.looks }).toEqual({ looksAfter: [1, 1, 1, 1, 1, 1], looks: 7 });
  });

  it('looks often again when the server that was there goes', async () => {
    const { time, world, watch } = watching();
    await watch.look();
    await time.advance(60_000);
    world.result = { servers: [server] };
    await time.advance(30_000);
    world.result = { servers: [] };
    await time.advance(30_000);
    const looks = world.looks;
    await time.advance(2000);
    expect(world.looks - looks).toBe(1);
  });

  it('looks each 30 seconds at a server that is there, tells nothing when it is the same, and a new model when there is one', async () => {
    const { time, world, watch, states } = watching({ servers: [server] });
    await watch.look();
    await time.advance(60_000);
    expect({ looks: world.looks, states: states.length, known: world.known }).toEqual({ looks: 3, states: 1, known: [server] });
    const changed = { ...server, models: [] };
    world.result = { servers: [changed] };
    await time.advance(30_000);
    expect(states.at(-1)).toEqual({ status: 'found', servers: [changed] });
  });

  it.each(['unreachable', 'overloaded'] as const)('looks at once when a request finds the server %s', async (reason) => {
    const { world, watch, states, request } = watching({ servers: [server] });
    await watch.look();
    world.result = { servers: [] };
    expect(await request(reason)).toMatchObject([{ type: 'error', error: { reason } }]);
    await watch.look();
    expect(states.at(-1)).toEqual({ status: 'away', last: server });
  });

  it('does not look when a request fails for other reasons', async () => {
    const { world, watch, request } = watching({ servers: [server] });
    await watch.look();
    await request('context-overflow');
    expect(world.looks).toBe(1);
  });

  it('looks on demand, but not more than once a second', async () => {
    const { time, world, watch } = watching();
    await watch.look();
    watch.demand();
    await time.advance(999);
    watch.demand();
    const before = world.looks;
    await time.advance(1);
    watch.demand();
    watch.demand();
    await time.advance(0);
    expect([before, world.looks]).toEqual([1, 2]);
  });

  it('joins a look under way', async () => {
    const { world, watch } = watching();
    await Promise.all([watch.look(), watch.look(), watch.look()]);
    expect(world.looks).toBe(1);
  });

  it('tells when the user’s address may not be used, and offers nothing', async () => {
    const { watch, states } = watching({ refused: 'plain http is refused' });
    await watch.look();
    expect({ states, candidates: watch.candidates() }).toEqual({
      states: [{ status: 'refused', reason: 'plain http is refused' }],
      candidates: [],
    });
  });

  it('tells nobody who stopped listening', async () => {
    const { watch } = watching();
    const heard: LocalServerState[] = [];
    watch.onDidChange((state) => heard.push(state)).dispose();
    await watch.look();
    expect(heard).toEqual([]);
  });
});

describe('After its end the watch', () => {
  it('neither looks nor waits nor tells', async () => {
    const { time, world, watch, states } = watching();
    await watch.look();
    watch.dispose();
    world.result = { servers: [server] };
    await time.advance(120_000);
    expect({ looks: world.looks, timers: time.pendingTimers, states, aborted: world.signal?.aborted }).toEqual({
      looks: 1,
      timers: 0,
      states: [{ status: 'none' }],
      aborted: true,
    });
  });

  it('does not look on demand or for a request that breaks', async () => {
    const { time, world, watch, request } = watching();
    await watch.look();
    watch.dispose();
    await time.advance(5000);
    watch.demand();
    await request('unreachable');
    await watch.look();
    expect({ looks: world.looks, timers: time.pendingTimers }).toEqual({ looks: 1, timers: 0 });
  });

  it('ends a look that is under way without a word', async () => {
    const { time, watch, states } = watching({ servers: [server] });
    const looking = watch.look();
    watch.dispose();
    await looking;
    expect({ states, timers: time.pendingTimers, state: watch.state }).toEqual({ states: [], timers: 0, state: { status: 'looking' } });
  });
});
