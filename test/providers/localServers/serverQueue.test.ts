import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerQueue, type Turn, type Urgency } from '../../../src/providers/localServers/serverQueue.ts';
import { FakeTime } from '../../support/fakeTime.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** Promises that are settled are told. */
const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
};

interface Guest {
  readonly name: string;
  readonly urgency: Urgency;
  readonly leave: AbortController;
  state: 'waiting' | 'running' | 'over';
  turn?: Turn;
}

/** A queue, who came to it, and in which order they were let in. */
function queueOf(slots: number) {
  const time = new FakeTime();
  const queue = new ServerQueue({ after: (ms, callback) => time.after(ms, callback) });
  queue.setSlots(slots);
  const guests: Guest[] = [];
  const letIn: string[] = [];
  return {
    time,
    guests,
    letIn,
    arrive(name: string, urgency: Urgency): Guest {
      const guest: Guest = { name, urgency, leave: new AbortController(), state: 'waiting' };
      guests.push(guest);
      void queue.turn(urgency, guest.leave.signal).then((turn) => {
        guest.state = turn ? 'running' : 'over';
        if (!turn) return;
        guest.turn = turn;
        letIn.push(name);
        // As a warm-up does: its connection is closed, and it is over.
        turn.wanted.addEventListener('abort', () => end(guest), { once: true });
        if (turn.wanted.aborted) end(guest);
      });
      return guest;
    },
    having: (state: Guest['state'], ...urgencies: readonly Urgency[]) =>
      guests.filter((guest) => guest.state === state && (urgencies.length === 0 || urgencies.includes(guest.urgency))),
  };
}

function end(guest: Guest | undefined): void {
  if (guest?.state !== 'running') return;
  guest.state = 'over';
  guest.turn?.end();
}

describe('At a server with one slot', () => {
  it('completions come first, the newest of them before all, then conversations in their order, then a warm-up', async () => {
    const { guests, letIn, arrive } = queueOf(1);
    arrive('under way', 'conversation');
    await settle();
    arrive('chat 1', 'conversation');
    arrive('warm', 'warm-up');
    arrive('older', 'completion');
    arrive('chat 2', 'conversation');
    arrive('newer', 'completion');
    for (let ended = 0; ended < 6; ended += 1) {
      end(guests.find(({ state }) => state === 'running'));
      await settle();
    }
    expect(letIn).toEqual(['under way', 'newer', 'older', 'chat 1', 'chat 2', 'warm']);
  });

  it('an answer under way is never broken off, a warm-up is, for whoever comes', async () => {
    const { guests, letIn, arrive } = queueOf(1);
    arrive('warm', 'warm-up');
    await settle();
    arrive('completion', 'completion');
    await settle();
    arrive('other completion', 'completion');
    await settle();
    expect([letIn, guests.map(({ state }) => state)]).toEqual([
      ['warm', 'completion'],
      ['over', 'running', 'waiting'],
    ]);
  });

  it('of warm-ups that wait only the newest one is left', async () => {
    const { guests, arrive } = queueOf(1);
    arrive('chat', 'conversation');
    await settle();
    arrive('stale', 'warm-up');
    arrive('fresh', 'warm-up');
    await settle();
    expect(guests.map(({ state }) => state)).toEqual(['running', 'over', 'waiting']);
  });

  it('who was aborted and never read on gives the place back after a second', async () => {
    const { time, guests, arrive } = queueOf(1);
    const lost = arrive('lost', 'completion');
    await settle();
    arrive('next', 'completion');
    lost.leave.abort();
    await time.advance(999);
    const before = guests[1]?.state;
    await time.advance(1);
    expect([before, guests[1]?.state, time.pendingTimers]).toEqual(['waiting', 'running', 0]);
  });
});

describe('At a server with several slots', () => {
  it('conversations leave one of them to completions', async () => {
    const { guests, arrive } = queueOf(3);
    for (const name of ['chat 1', 'chat 2', 'chat 3']) arrive(name, 'conversation');
    arrive('completion', 'completion');
    await settle();
    expect(guests.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'chat 1 running',
      'chat 2 running',
      'chat 3 waiting',
      'completion running',
    ]);
  });
});

type Step = { readonly do: 'arrive'; readonly urgency: Urgency } | { readonly do: 'end' | 'abort'; readonly which: number };

const urgencies = ['completion', 'conversation', 'warm-up'] as const;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), urgency: fc.constantFrom(...urgencies) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'abort' as const), which: fc.nat(100) }) },
);

describe('Whatever comes, ends and is aborted', () => {
  it('no more run than there are slots, no completion waits while anything but a full server is in its way, and nobody waits for ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (slots, steps) => {
        const queue = queueOf(slots);
        const { guests, having, arrive } = queue;
        const pick = (all: readonly Guest[], which: number): Guest | undefined => all[which % Math.max(1, all.length)];
        for (const each of steps) {
          const waitedBefore = having('waiting', 'completion').length > 0;
          const conversationsBefore = having('running', 'conversation').length;
          if (each.do === 'arrive') arrive(String(guests.length), each.urgency);
          else if (each.do === 'end') end(pick(having('running'), each.which));
          else {
            const gone = pick([...having('waiting'), ...having('running')], each.which);
            gone?.leave.abort();
            end(gone);
          }
          await settle();
          const running = having('running').length;
          expect(running).toBeLessThanOrEqual(slots);
          expect(having('running', 'conversation', 'warm-up').length).toBeLessThanOrEqual(Math.max(1, slots - 1));
          if (having('waiting', 'completion').length > 0) {
            expect({ running, warming: having('running', 'warm-up').length }).toEqual({ running: slots, warming: 0 });
            if (waitedBefore) expect(having('running', 'conversation').length).toBeLessThanOrEqual(conversationsBefore);
          }
          if (having('waiting', 'conversation').length > 0) expect(having('running', 'warm-up')).toEqual([]);
        }
        for (let left = guests.length; left > 0; left -= 1) {
          for (const guest of having('running')) end(guest);
          await settle();
        }
        expect([having('waiting').length, having('running').length, queue.time.pendingTimers]).toEqual([0, 0, 0]);
      }),
      runs,
    );
  });
});
