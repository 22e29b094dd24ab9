import { expect, test } from 'vitest';
import type { AgentEvent } from '../../../../src/core/agent/index.ts';
import { brokenRounds, call, finish, inOrder, inShort, says, World } from './support.ts';

const isOver = (log: readonly AgentEvent[]): string | undefined => inShort(log).at(-1);
const said = (world: World, text: string): AgentEvent => ({
  ...{ type: 'said', atMs: world.time.now(), mode: 'agent' },
  turn: { text, attachments: [], images: [] },
});

test('stopped while it answers: what was said stays, what it was about to call is not done, and the user can go on', async () => {
  const controller = new AbortController();
  const world = new World({
    say: (_task, _candidate, n) => {
      if (n > 0) return says('well');
      controller.abort();
      return { text: 'I will', calls: [{ name: 'create', args: { path: 'a.ts', text: 'a' } }] };
    },
  });
  const log = await world.run(undefined, controller.signal);
  const later = await world.run([...log, said(world, 'go on')]);
  expect({ log: inShort(log), done: world.done, later: isOver(later), broken: world.tasks.flatMap(brokenRounds) }).toEqual({
    log: ['begun', 'requested agent.plan', 'answered by frontier-model', 'ended: stopped'],
    done: [],
    later: 'ended: answered',
    broken: [],
  });
});

test('stopped while the user is asked: nobody waits for the answer, and the call is told as not done', async () => {
  const controller = new AbortController();
  const world = new World({
    say: inOrder(call('run', { command: 'make' }), says('well')),
    ports: {
      approvals: {
        hash: async (content) => JSON.stringify(content),
        ask: () => {
          controller.abort();
          return new Promise(() => undefined);
        },
      },
    },
  });
  const log = await world.run(undefined, controller.signal);
  await world.run([...log, said(world, 'go on')]);
  expect({
    end: isOver(log),
    done: world.done,
    told: world.tasks
      .at(-1)
      ?.segments.map(({ role, text }) => `${role}: ${text}`)
      .slice(2),
  }).toEqual({
    end: 'ended: stopped',
    done: [],
    told: ['assistant: ', 'tool: Not done: the turn was over before.', 'user: go on'],
  });
});

test('an event that cannot be stored is followed by nothing', async () => {
  const world = new World({
    say: inOrder(call('create', { path: 'a.ts', text: 'a' })),
    ports: { record: async ({ type }) => (type === 'approved' ? Promise.reject(new Error('the disk is full')) : undefined) },
  });
  await expect(world.run()).rejects.toThrow('the disk is full');
  expect(world.done).toEqual([]);
});

test('an answer that breaks off is asked for twice more, then the user is asked', async () => {
  const world = new World({ say: inOrder({ text: 'I th', fails: 'server-error' }) });
  const log = await world.run();
  expect(inShort(log)).toEqual([
    'begun',
    ...['requested agent.plan', 'unanswered: server-error'],
    ...['requested agent.plan', 'unanswered: server-error'],
    ...['requested agent.plan', 'unanswered: server-error'],
    'paused: nobody-answers',
  ]);
});

test('a provider that dies in mid-step costs the step nothing but the time: it goes on where it was', async () => {
  const world = new World({
    files: { 'a.ts': 'a' },
    say: inOrder(call('read', { path: 'a.ts' }), { text: 'It', fails: 'overloaded' }, says('It is a.')),
  });
  const log = await world.run();
  expect({ log: inShort(log).slice(5), broken: world.tasks.flatMap(brokenRounds) }).toEqual({
    log: [...['requested agent.step', 'unanswered: overloaded', 'requested agent.step', 'answered by medium-model'], 'ended: answered'],
    broken: [],
  });
});

test('where nobody can answer the task waits, and goes on when the user says so', async () => {
  const world = new World({ say: inOrder({ fails: 'unreachable' }, says('hello')) });
  const log = await world.run();
  const again = await world.run([...log, { type: 'resumed', atMs: 0, capNanoUsd: 1_000_000_000_000 }]);
  expect([isOver(log), isOver(again)]).toEqual(['paused: nobody-answers', 'ended: answered']);
});

test('an empty answer is no answer', async () => {
  const world = new World({ say: inOrder({}, says('hello')) });
  expect(inShort(await world.run()).slice(1)).toEqual([
    ...['requested agent.plan', 'unanswered: bad-response', 'requested agent.plan', 'answered by frontier-model', 'ended: answered'],
  ]);
});

test('an answer that was cut off is gone on with', async () => {
  const world = new World({ say: inOrder({ text: 'It is', finish: 'length' }, says('a sum.')) });
  const log = await world.run();
  expect({ end: isOver(log), told: world.tasks.at(-1)?.segments.at(-1)?.text }).toEqual({
    end: 'ended: answered',
    told: 'Your answer was cut off at its limit. Go on from there, in smaller steps.',
  });
});

test('a model that declines ends the task', async () => {
  const world = new World({ say: inOrder({ text: 'No.', finish: 'content-filter' }) });
  expect((await world.run()).at(-1)).toMatchObject({ type: 'ended', outcome: 'failed', words: 'frontier-model declined to answer' });
});

test('a plan is written by the strong model, and carried out by the usual one', async () => {
  const world = new World({ mode: 'plan', say: inOrder(call('list', { path: '.' }), says('1. mend it'), finish('mended')) });
  const log = await world.run();
  const done = await world.run([...log, said(world, 'do it')]);
  expect({ asked: world.asked, ends: [isOver(log), isOver(done)] }).toEqual({
    asked: ['agent.plan: frontier-model medium', 'agent.plan: frontier-model medium', 'agent.step: medium-model medium'],
    ends: ['ended: planned', 'ended: unproved'],
  });
});

test('another attempt on a stronger tier asks the same again, with what was said before', async () => {
  const world = new World({ mode: 'ask', say: inOrder(says('No idea.'), says('It is a sum.')) });
  const log = await world.run();
  const again = await world.run([...log, { type: 'tier-asked', atMs: 0, tier: 'frontier' }]);
  expect({ asked: world.asked, end: isOver(again), last: world.tasks.at(-1)?.segments.slice(-2) }).toMatchObject({
    asked: ['chat: medium-model medium', 'chat: frontier-model medium'],
    end: 'ended: answered',
    last: [
      { role: 'assistant', text: 'No idea.' },
      { role: 'user', text: /^The user wants another attempt/ },
    ],
  });
});
