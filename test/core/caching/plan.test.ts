import { describe, expect, it } from 'vitest';
import { CacheMemory, type CacheRequest } from '../../../src/core/caching/index.ts';
import type { CacheRules } from '../../../src/core/catalogue/index.ts';
import { freeOfCharge } from '../../../src/core/money/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';
import { localCandidate, paidPrice } from '../../support/tasks.ts';
import { anthropicRules, cachingCandidate, loopRequest, marksOf, minuteMs, oneShot, send, startMs, system, textOf } from './prompts.ts';

const later = (request: CacheRequest, minutes: number): CacheRequest => ({ ...request, atMs: startMs + minutes * minuteMs });

describe('In a tool loop', () => {
  it('the last mark moves with each round, and reads what the round before wrote', () => {
    const memory = new CacheMemory();
    const plans = [0, 1, 2].map((rounds) => send(memory, cachingCandidate(), later(loopRequest(rounds), rounds)));
    expect(plans.map((plan) => [marksOf(plan).at(-1), plan.expectedReadTokens, plan.expectedWriteTokens])).toEqual([
      ['1 5m', 0, 2100],
      ['3 5m', 2100, 1004],
      ['5 5m', 3104, 1004],
    ]);
  });

  it('a round of more blocks than are looked back over is marked at the end of the one before, too', () => {
    const memory = new CacheMemory();
    const candidate = cachingCandidate();
    send(memory, candidate, loopRequest(2));
    const plan = memory.plan(candidate, later(loopRequest(12), 1), 1);
    // Ten rounds of three blocks: the entry at segment 5 is 30 blocks before the end. A spare one stands 15 blocks before it.
    expect(marksOf(plan)).toEqual(['0 5m', '5 5m', '15 5m', '25 5m']);
  });

  it('a process that has forgotten everything marks every 15 blocks back, so that the look-back finds what was written', () => {
    expect(marksOf(new CacheMemory().plan(cachingCandidate(), loopRequest(20), 1))).toEqual(['0 5m', '21 5m', '31 5m', '41 5m']);
  });

  it('what was static, the workspace’s or the session’s is marked apart', () => {
    const { segments } = loopRequest(1);
    const request = loopRequest(1, { segments: [system('instructions'), system('files', 500, 'workspace'), ...segments.slice(1)] });
    expect(marksOf(new CacheMemory().plan(cachingCandidate(), request, 1))).toEqual(['0 5m', '1 5m', '4 5m']);
  });

  it('tools come first, and are marked where nothing else is static', () => {
    const tools = [{ name: 'run', description: textOf('runs', 2000), inputSchema: {} }];
    const request = loopRequest(1, { tools, segments: loopRequest(1).segments.slice(1) });
    expect(marksOf(new CacheMemory().plan(cachingCandidate(), request, 1))).toEqual(['-1 5m', '2 5m']);
  });
});

describe('For how long', () => {
  const lastMarks = (kind: CacheRequest['kind'], minutes: readonly number[]) => {
    const memory = new CacheMemory();
    const plans = minutes.map((minute, rounds) => send(memory, cachingCandidate(), later(loopRequest(rounds, { kind }), minute)));
    return plans.map((plan) => [marksOf(plan).at(-1), plan.expectedReadTokens]);
  };

  it('an agent’s steps five minutes, until a pause has let the cache go cold: then an hour', () => {
    expect(lastMarks('agent.step', [0, 20, 40])).toEqual([
      ['1 5m', 0],
      ['3 1h', 0],
      ['5 1h', 3104],
    ]);
  });

  it('a chat an hour, until its first pauses were short: then five minutes', () => {
    expect(lastMarks('chat', [0, 20, 22, 24]).map(([mark]) => mark)).toEqual(['1 1h', '3 1h', '5 1h', '7 1h']);
    expect(lastMarks('chat', [0, 2, 4, 6, 8]).map(([mark]) => mark)).toEqual(['1 1h', '3 5m', '5 5m', '7 5m', '9 5m']);
  });

  it('nothing for an hour on top of what is kept for five minutes, though another session would begin with an hour', () => {
    const memory = new CacheMemory();
    const ask = (sessionId: string, rounds: number, minutes: number) => {
      const { segments } = loopRequest(rounds);
      return later(loopRequest(rounds, { sessionId, segments: [system(`instructions of ${sessionId}`), ...segments.slice(1)] }), minutes);
    };
    const others = ['b', 'c', 'd'];
    send(memory, cachingCandidate(), ask('a', 0, 0));
    for (const session of others) send(memory, cachingCandidate(), ask(session, 0, -20));
    for (const session of others) send(memory, cachingCandidate(), ask(session, 1, 1));
    const ttls = (request: CacheRequest) => [
      ...new Set(marksOf(memory.plan(cachingCandidate(), request, 1)).map((mark) => mark.split(' ')[1])),
    ];
    expect({ same: ttls(ask('a', 1, 2)), another: ttls(ask('e', 0, 2)) }).toEqual({ same: ['5m'], another: ['1h'] });
  });

  it('a step that came late because another model was asked meanwhile is no pause', () => {
    const memory = new CacheMemory();
    const other = cachingCandidate(anthropicRules, { id: 'other-model' });
    send(memory, cachingCandidate(), loopRequest(0));
    for (const rounds of [1, 2, 3]) send(memory, other, later(loopRequest(rounds), rounds * 3));
    expect(marksOf(send(memory, cachingCandidate(), later(loopRequest(4), 11))).at(-1)).toBe('9 5m');
  });
});

describe('Nothing is written', () => {
  const none = (request: CacheRequest, candidate = cachingCandidate()) => {
    const { type, reason } = new CacheMemory().plan(candidate, request, 1);
    return { type, reason };
  };
  const notAgain = 'what is new is not expected to be used again often enough';

  it.each<[string, CacheRequest, Parameters<typeof none>[1], string]>([
    ['for what is asked once', oneShot('a diff'), undefined, notAgain],
    [
      'below the minimum',
      oneShot('a diff'),
      cachingCandidate(anthropicRules, { minimumCacheableTokens: 6000 }),
      'the prompt is shorter than the 6000 tokens that can be cached',
    ],
    [
      'at prices that nobody knows',
      loopRequest(1),
      cachingCandidate(anthropicRules, { price: undefined } as never),
      'its prices are not known',
    ],
    [
      'where reading is no cheaper',
      loopRequest(1),
      cachingCandidate(anthropicRules, { price: { ...paidPrice, cacheRead: paidPrice.uncachedInput } }),
      notAgain,
    ],
    ['where there is no cache', loopRequest(1), cachingCandidate({ type: 'none' }), 'it has no cache'],
  ])('%s', (_name, request, candidate, reason) => {
    expect(none(request, candidate)).toEqual({ type: 'none', reason });
  });

  it('until the same instructions came again and again: then they are, and the question is not', () => {
    const memory = new CacheMemory();
    const plans = ['a', 'b', 'c'].map((question, index) => send(memory, cachingCandidate(), later(oneShot(question), index)));
    expect(plans.map((plan) => [marksOf(plan), plan.expectedReadTokens])).toEqual([
      [[], 0],
      [['0 5m'], 0],
      [['0 5m'], 2000],
    ]);
  });

  it('of a turn that is never the same again, once that was seen', () => {
    const memory = new CacheMemory();
    const request = (round: number): CacheRequest => {
      const { segments } = loopRequest(round);
      const reminder: Segment = { role: 'user', stability: 'turn', text: textOf(`the time is ${round}`, 600) };
      return later(
        {
          ...loopRequest(round),
          segments: [
            ...segments.map((segment) => ({
              ...segment,
              stability: segment.stability === 'static' ? segment.stability : ('session' as const),
            })),
            reminder,
          ],
        },
        round,
      );
    };
    const plans = [0, 1, 2, 3, 4].map((round) => send(memory, cachingCandidate(), request(round)));
    expect(plans.map((plan) => marksOf(plan).at(-1))).toEqual(['2 5m', '4 5m', '6 5m', '7 5m', '9 5m']);
  });
});

describe('An automatic cache', () => {
  const free: CacheRules = { type: 'automatic', ttl: '5m', takesKey: true };
  const billed: CacheRules = { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true };
  const unbilled = { ...paidPrice, cacheWrite5m: paidPrice.uncachedInput, cacheWrite30m: paidPrice.uncachedInput };

  it('gets a key for each session that tells nothing of it, and the same each time', () => {
    const candidate = cachingCandidate(free, { price: unbilled });
    const keys = ['my secret session', 'my secret session', 'another'].map((sessionId) => {
      const plan = new CacheMemory().plan(candidate, loopRequest(1, { sessionId }), 1);
      return plan.type === 'automatic' ? plan.key : undefined;
    });
    expect({
      isStable: keys[0] === keys[1],
      isOwn: keys[0] !== keys[2],
      isHash: keys.every((key) => /^session-[0-9a-z]{1,11}$/.test(key ?? '')),
    }).toEqual({
      isStable: true,
      isOwn: true,
      isHash: true,
    });
  });

  it('gets a key for each static beginning where there is no session', () => {
    const key = (instructions: string) => {
      const { segments } = oneShot('a diff');
      const plan = new CacheMemory().plan(
        cachingCandidate(free, { price: unbilled }),
        oneShot('', { segments: [system(instructions), ...segments.slice(1)] }),
        1,
      );
      return plan.type === 'automatic' ? plan.key : undefined;
    };
    expect({
      isStable: [key('a')].includes(key('a')),
      isOwn: key('a') !== key('b'),
      isHash: /^prompt-[0-9a-z]{1,11}$/.test(key('a') ?? ''),
    }).toEqual({ isStable: true, isOwn: true, isHash: true });
  });

  it('is expected to hold every beginning that was sent, for as long as it is documented', () => {
    const memory = new CacheMemory();
    const candidate = cachingCandidate(free, { price: unbilled });
    send(memory, candidate, loopRequest(1));
    expect([4, 6].map((minutes) => memory.expect(candidate, later(loopRequest(2), minutes), 1).readTokens)).toEqual([3104, 0]);
  });

  it('is told not to write what is asked once, where writing is billed', () => {
    expect(new CacheMemory().plan(cachingCandidate(billed), oneShot('a diff'), 1)).toMatchObject({
      type: 'breakpoints',
      breakpoints: [],
      expectedWriteTokens: 0,
    });
  });

  it('may write by itself where all of it is expected to be read', () => {
    expect(new CacheMemory().plan(cachingCandidate(billed), loopRequest(1), 1)).toMatchObject({
      type: 'automatic',
      expectedWriteTokens: 3104,
      writeTtl: '30m',
    });
  });

  it('that reads less than it should is trusted less', () => {
    const memory = new CacheMemory();
    const candidate = cachingCandidate(free, { price: unbilled });
    for (const round of [0, 1, 2]) {
      const request = later(loopRequest(round), round);
      memory.observe(candidate, request, memory.plan(candidate, request, 1), { ...noReads, uncachedInput: 4000 });
    }
    // Twice nothing was read: 0.8 x 0.8 of 4,108 tokens.
    expect(memory.expect(candidate, later(loopRequest(3), 3), 1).readTokens).toBe(2629);
  });
});

const noReads = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite30m: 0, cacheWrite1h: 0, cacheWrite12h: 0, output: 0 };

describe('A local server', () => {
  const withSlots = (slots: number) => {
    const candidate = localCandidate('local', { price: freeOfCharge });
    return { ...candidate, endpoint: { ...candidate.endpoint, quirks: { slots } } };
  };
  const slots = (server: ReturnType<typeof withSlots>, sessions: readonly string[]) => {
    const memory = new CacheMemory();
    return sessions.map((sessionId) => {
      const plan = send(memory, server, loopRequest(1, { sessionId }));
      return plan.type === 'slot' ? plan.slot : undefined;
    });
  };

  it('with several slots keeps each session in its own, and gives the longest unused one away', () => {
    expect(slots(withSlots(3), ['a', 'b', 'a', 'c', 'a', 'b'])).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('keeps the first of several slots for suggestions, of lines and of blocks alike', () => {
    const memory = new CacheMemory();
    const server = withSlots(4);
    const slotOf = (kind: CacheRequest['kind']): unknown => {
      const request = { ...loopRequest(1), kind };
      send(memory, server, request);
      return memory.plan(server, request, 1);
    };
    expect((['chat', 'completion.block', 'completion.line'] as const).map(slotOf)).toMatchObject([{ slot: 1 }, { slot: 0 }, { slot: 0 }]);
  });

  it('with one slot has one', () => {
    expect(slots(withSlots(1), ['a', 'b'])).toEqual([0, 0]);
  });

  it('holds what a slot was sent last', () => {
    const memory = new CacheMemory();
    const server = withSlots(1);
    send(memory, server, loopRequest(1));
    expect(memory.plan(server, later(loopRequest(2), 600), 1)).toMatchObject({ type: 'slot', slot: 0, expectedReadTokens: 3104 });
  });
});
