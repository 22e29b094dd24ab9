import { describe, expect, test } from 'vitest';
import { type AgentEvent, advance, standingOf, usualLimits } from '../../../../src/core/agent/index.ts';
import { noCost } from '../../../../src/core/agent/money/requestCost.ts';
import { call, finish, inOrder, inShort, type Said, says, World } from './support.ts';

const files = { 'sum.ts': 'a - b' };
const isMended = (now: ReadonlyMap<string, string>): number => (now.get('sum.ts') === 'a + b' ? 0 : 2);
const mend = call('edit', { path: 'sum.ts', blocks: [{ search: 'a - b', replace: 'a + b' }] });
const spoil = call('edit', { path: 'sum.ts', blocks: [{ search: 'a + b', replace: 'a * b' }] });
const runsOf = (world: World): number => world.done.filter((done) => done === 'test').length;

test('tests that passed before a command say nothing of what is there after it; a command that only looks leaves them as they are', async () => {
  const [changing, looking] = await Promise.all(
    ['make', 'git status'].map(async (command) => {
      const world = new World({ files, failing: isMended, say: inOrder(mend, call('test'), call('run', { command }), finish()) });
      return [inShort(await world.run()).at(-1), runsOf(world)];
    }),
  );
  expect([changing, looking]).toEqual([
    ['ended: done', 2],
    ['ended: done', 1],
  ]);
});

test('words alone are no answer where a command may have changed something: the tests are run first', async () => {
  const ends = await Promise.all(
    ['make', 'git log'].map(async (command) => {
      const world = new World({ files, failing: () => 0, say: inOrder(call('run', { command }), says('it is done')) });
      return [inShort(await world.run()).at(-1), runsOf(world)];
    }),
  );
  expect(ends).toEqual([
    ['ended: done', 1],
    ['ended: answered', 0],
  ]);
});

describe('The log of a task whose tests passed, and then', () => {
  let atMs = 0;
  const event = (happening: object): AgentEvent => ({ atMs: ++atMs, ...happening }) as AgentEvent;
  const by = { model: 'm', endpoint: 'e', tier: 'small', reason: '' };
  const step = (n: number, id: string, name: string): readonly AgentEvent[] => [
    event({ type: 'requested', requestId: `r${n}`, kind: 'agent.step', step: n }),
    event({
      ...{ type: 'answered', requestId: `r${n}`, text: '', finish: 'tool-calls', by, cost: noCost },
      calls: [{ id, name, argumentsText: '{}' }],
    }),
  ];
  const turn = { text: 'mend it', attachments: [], images: [] };
  const begun = event({
    ...{ type: 'begun', taskId: 'task', mode: 'agent', approvals: 'edits', turn, capNanoUsd: 1e9, instructions: [] },
  });
  const tested = [
    ...step(1, 't', 'test'),
    event({ type: 'called', callId: 't', call: { tool: 'test' } }),
    event({ type: 'ran', callId: 't', result: { isError: false, text: '', facts: { tests: { failed: 0, passed: 3 } } }, tookMs: 1 }),
  ];
  const claimed = [...step(3, 'f', 'finish'), event({ type: 'called', callId: 'f', call: { tool: 'finish', summary: 'done' } })];
  const failed = { isError: true, text: 'It failed' };

  test.each([
    ['an edit of which nobody knows what became of it', { tool: 'edit', path: 'a', blocks: [] }, failed],
    ['an edit that failed halfway', { tool: 'rename', path: 'a', to: 'b' }, failed],
    ['a command that failed', { tool: 'run', command: 'sed -i s/a/b/ a' }, failed],
    ["somebody else's tool that failed", { tool: 'external', name: 'x', input: {} }, failed],
    [
      'a subtask that ran commands',
      { tool: 'delegate', title: 'x', instructions: 'y', paths: [] },
      { isError: false, text: 'by sed', facts: { hasActed: true } },
    ],
    ['tests by a command of the model’s own', { tool: 'test', command: 'sh t.sh' }, { isError: false, text: 'ok' }],
  ])('%s, is run the tests again before anybody believes that it is done', (_what, made, result) => {
    const log = [
      begun,
      ...tested,
      ...step(2, 'd', made.tool),
      event({ type: 'called', callId: 'd', call: made }),
      event({ type: 'ran', callId: 'd', result, tookMs: 1 }),
      ...claimed,
    ];
    expect(advance(standingOf(log), { mostSteps: 50, ...usualLimits })).toMatchObject({ type: 'verify' });
  });

  test('nothing, is done', () => {
    const action = advance(standingOf([begun, ...tested, ...claimed]), { mostSteps: 50, ...usualLimits });
    expect(action).toMatchObject({ type: 'settle-finish', isAccepted: true });
  });
});

test('that it is done is said of everything in the answer, wherever it stands: first the rest is done, then the tests are run', async () => {
  const at = (...said: readonly Said[]): Said => ({ calls: said.flatMap(({ calls = [] }) => calls) });
  const [first, last] = await Promise.all(
    [at(finish(), spoil), at(spoil, finish())].map(async (both) => {
      const world = new World({ files, failing: isMended, say: inOrder(mend, call('test'), both, says('I give up'), says('I give up')) });
      return { done: world.done, log: inShort(await world.run()).filter((line) => line.startsWith('ran: It is not done')).length > 0 };
    }),
  );
  expect([first?.done.slice(0, 4), first?.log, last?.done.slice(0, 4)]).toEqual([
    ['change sum.ts', 'test', 'change sum.ts', 'test'],
    true,
    ['change sum.ts', 'test', 'change sum.ts', 'test'],
  ]);
});

test('of an answer that the model was kept from ending nothing is done', async () => {
  const world = new World({ files, say: inOrder({ ...mend, finish: 'content-filter' }) });
  expect([inShort(await world.run()).at(-1), world.done]).toEqual(['ended: failed', []]);
});

test('an answer that is cut off ends within its last call: that one is not done, however whole it looks, and the model is told', async () => {
  const both: Said = {
    calls: [...(mend.calls ?? []), ...(call('create', { path: 'b.ts', text: 'half of' }).calls ?? [])],
    finish: 'length',
  };
  const world = new World({ files, say: inOrder(both, finish()) });
  await world.run();
  const told = world.tasks.at(-1)?.segments.filter(({ role }) => role === 'tool') ?? [];
  expect([world.done, told.map(({ text }) => text.slice(0, 60))]).toEqual([
    ['change sum.ts'],
    ['changed', 'Error: your answer was cut off at its limit within this call,'.slice(0, 60)],
  ]);
});

test('calls that nobody can read are no progress: somebody stronger is asked after three answers, and after eight it ends', async () => {
  const unreadable = call('edit', '{"path": ');
  const worlds = (['agent', 'ask'] as const).map((mode) => new World({ files, mode, say: inOrder(unreadable) }));
  const logs = await Promise.all(worlds.map(async (world) => inShort(await world.run())));
  expect(
    logs.map((log) => ({
      answers: log.filter((line) => line.startsWith('answered')).length,
      stronger: log.filter((line) => line.startsWith('asked for')),
      end: log.at(-1),
    })),
  ).toEqual([
    { answers: 8, stronger: ['asked for frontier by judge'], end: 'ended: gave-up' },
    { answers: 8, stronger: [], end: 'ended: gave-up' },
  ]);
});
