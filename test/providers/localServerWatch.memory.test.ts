import { describe, expect, it } from 'vitest';
import type { LookResult } from '../../src/providers/localServers/localServerWatch.ts';
import { closed, otherServer, server, there, watching, without } from './watchedWorld.ts';

const found = { status: 'found', servers: [server] } as const;
const away = { status: 'away', last: server } as const;
const minuteMs = 60_000;

describe('A server that was found', () => {
  it.each(['closed', 'stranger'] as const)('is away at once when its address is %s', async (status) => {
    const { world, watch, states } = watching(there(server));
    await watch.look();
    world.result = without(status);
    await watch.look();
    expect({ states, candidates: watch.candidates() }).toEqual({ states: [found, away], candidates: [] });
  });

  it('stays after one look at which it kept silent, and is asked again after two seconds', async () => {
    const { time, world, watch, states } = watching(there(server));
    await watch.look();
    world.result = without('silent');
    await watch.look();
    const { looks } = world;
    world.result = there(server);
    await time.advance(2000);
    expect({ states, looks: world.looks - looks, known: world.known?.servers }).toEqual({ states: [found], looks: 1, known: [server] });
  });

  it('is away after two looks in a row at which it kept silent', async () => {
    const { time, world, watch, states } = watching(there(server));
    await watch.look();
    world.result = without('silent');
    await watch.look();
    await time.advance(2000);
    expect(states).toEqual([found, away]);
  });

  it('stays when silences are not in a row', async () => {
    const { world, watch, states } = watching(there(server));
    await watch.look();
    for (const result of [without('silent'), there(server), without('silent')]) {
      world.result = result;
      await watch.look();
    }
    expect(states).toEqual([found]);
  });

  it('stays when a look fails as a whole, like after a silence', async () => {
    const { world, watch, states } = watching(there(server));
    await watch.look();
    world.result = Promise.reject(new Error('a slip'));
    await watch.look();
    expect(states).toEqual([found]);
  });

  it('is no longer missed when it was away for ten minutes', async () => {
    const { time, world, watch, states } = watching(there(server));
    await watch.look();
    world.result = closed;
    await watch.look();
    await time.advance(9.5 * minuteMs);
    const before = states.at(-1);
    await time.advance(minuteMs);
    expect({ before, states }).toEqual({ before: away, states: [found, away, { status: 'none' }] });
  });
});

describe('A stranger', () => {
  it('is asked again once in five minutes, however often is looked', async () => {
    const { time, world, watch } = watching(without('stranger'));
    let asked = 0;
    for (let second = 0; second < 601; second += 1) {
      await watch.look();
      if (!world.known?.strangers.includes(server.baseUrl)) asked += 1;
      await time.advance(1000);
    }
    expect(asked).toBe(3);
  });

  it('is forgotten when its address closes', async () => {
    const { world, watch } = watching(without('stranger'));
    await watch.look();
    world.result = closed;
    await watch.look();
    await watch.look();
    expect(world.known).toEqual({ servers: [], strangers: [] });
  });
});

describe('Looking anew', () => {
  it('is told at once, while what is known is still offered', async () => {
    const { watch, states } = watching(there(server));
    await watch.look();
    const looking = watch.lookAnew();
    const meanwhile = { state: watch.state, candidates: watch.candidates().map(({ model }) => model.id) };
    await looking;
    expect({ meanwhile, states }).toEqual({
      meanwhile: { state: { status: 'looking' }, candidates: ['qwen'] },
      states: [found, { status: 'looking' }, found],
    });
  });

  it('ends the look under way, whose result counts no more', async () => {
    const { world, watch, states } = watching();
    let answerLate: (result: LookResult) => void = () => undefined;
    world.result = new Promise((resolve) => {
      answerLate = resolve;
    });
    const first = watch.look();
    const firstSignal = world.signal;
    world.result = there(otherServer);
    await watch.lookAnew();
    answerLate(there(server));
    await first;
    expect({ aborted: firstSignal?.aborted, looks: world.looks, states }).toEqual({
      aborted: true,
      looks: 2,
      states: [{ status: 'found', servers: [otherServer] }],
    });
  });

  it('is joined by further looks', async () => {
    const { world, watch } = watching();
    await Promise.all([watch.lookAnew(), watch.look()]);
    expect(world.looks).toBe(1);
  });

  it('takes nothing for known, neither servers nor strangers', async () => {
    const { world, watch } = watching({ answers: [...answersOf(there(server)), ...answersOf(without('stranger', otherServer))] });
    await watch.look();
    await watch.lookAnew();
    const anew = world.known;
    await watch.look();
    expect([anew, world.known]).toEqual([
      { servers: [], strangers: [] },
      { servers: [server], strangers: [otherServer.baseUrl] },
    ]);
  });

  it('misses no server at an address that is not asked any more', async () => {
    const { world, watch, states } = watching(there(server));
    await watch.look();
    world.result = without('closed', otherServer);
    await watch.lookAnew();
    expect(states).toEqual([found, { status: 'looking' }, { status: 'none' }]);
  });

  it('goes on looking after that, soon at first', async () => {
    const { time, world, watch } = watching();
    await watch.look();
    await time.advance(5 * minuteMs);
    await watch.lookAnew();
    const { looks } = world;
    await time.advance(2000);
    expect({ looks: world.looks - looks, timers: time.pendingTimers }).toEqual({ looks: 1, timers: 1 });
  });

  it('does nothing after the end', async () => {
    const { world, watch, states } = watching();
    watch.dispose();
    await watch.lookAnew();
    expect({ looks: world.looks, states }).toEqual({ looks: 0, states: [] });
  });
});

function answersOf(result: LookResult) {
  return 'answers' in result ? result.answers : [];
}
