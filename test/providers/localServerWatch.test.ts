import { describe, expect, it } from 'vitest';
import type { LocalServerState } from '../../src/providers/localServers/localServerWatch.ts';
import { closed, server, there, watching } from './watchedWorld.ts';

describe('The watch', () => {
  it('says that it is looking until it knows', async () => {
    const { watch, states } = watching(there(server));
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
    world.result = there(server);
    await time.advance(2000);
    world.result = closed;
    await time.advance(30_000);
    world.result = there(server);
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
    world.result = there(server);
    await time.advance(30_000);
    world.result = closed;
    await time.advance(30_000);
    const looks = world.looks;
    await time.advance(2000);
    expect(world.looks - looks).toBe(1);
  });

  it('looks each 30 seconds at a server that is there, tells nothing when it is the same, and a new model when there is one', async () => {
    const { time, world, watch, states } = watching(there(server));
    await watch.look();
    await time.advance(60_000);
    expect({ looks: world.looks, states: states.length, known: world.known }).toEqual({
      looks: 3,
      states: 1,
      known: { servers: [server], strangers: [] },
    });
    const changed = { ...server, models: [] };
    world.result = there(changed);
    await time.advance(30_000);
    expect(states.at(-1)).toEqual({ status: 'found', servers: [changed] });
  });

  it.each(['unreachable', 'overloaded'] as const)('looks at once when a request finds the server %s', async (reason) => {
    const { world, watch, states, request } = watching(there(server));
    await watch.look();
    world.result = closed;
    expect(await request(reason)).toMatchObject([{ type: 'error', error: { reason } }]);
    await watch.look();
    expect(states.at(-1)).toEqual({ status: 'away', last: server });
  });

  it('does not look when a request fails for other reasons', async () => {
    const { world, watch, request } = watching(there(server));
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
    const refused = { rule: 'plain-http', url: 'http://192.168.1.20' } as const;
    const { world, watch, states } = watching(there(server));
    await watch.look();
    world.result = { refused };
    await watch.look();
    expect({ states, candidates: watch.candidates() }).toEqual({
      states: [
        { status: 'found', servers: [server] },
        { status: 'refused', ...refused },
      ],
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
    world.result = there(server);
    await time.advance(120_000);
    expect({ looks: world.looks, timers: time.pendingTimers, states }).toEqual({
      looks: 1,
      timers: 0,
      states: [{ status: 'none' }],
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
    const { time, world, watch, states } = watching(there(server));
    const looking = watch.look();
    watch.dispose();
    await looking;
    expect({ aborted: world.signal?.aborted, states, timers: time.pendingTimers, state: watch.state }).toEqual({
      aborted: true,
      states: [],
      timers: 0,
      state: { status: 'looking' },
    });
  });
});
