import { expect, test } from 'vitest';
import { type AgentEvent, standingOf } from '../../../../src/core/agent/index.ts';
import { agentStateOf } from '../../../../src/core/agent/judge/judge.ts';
import { call, finish, inOrder, inShort, models, says, World } from '../loop/support.ts';

const files = { 'sum.ts': 'a - b', ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.ts`, `file ${n}`])) };
const isMended = (now: ReadonlyMap<string, string>): number => (now.get('sum.ts') === 'a + b' ? 0 : 2);
const mend = call('edit', { path: 'sum.ts', blocks: [{ search: 'a - b', replace: 'a + b' }] });
const outcomeOf = (log: readonly AgentEvent[]): unknown => {
  const last = log.at(-1);
  return last?.type === 'ended' ? last.outcome : last?.type;
};

test('a model that lies about being done is caught by the tests: each time, by whatever way it says so, until it is given up', async () => {
  const claims = [finish('all done'), says('All done!')];
  const outcomes = await Promise.all(
    claims.map(async (claim) => {
      const world = new World({ files, failing: isMended, say: inOrder(call('create', { path: 'a.ts', text: 'nothing' }), claim) });
      const log = await world.run();
      return { outcome: outcomeOf(log), asked: world.asked, tests: world.done.filter((done) => done === 'test').length };
    }),
  );
  const asked = [
    'agent.plan: frontier-model medium',
    ...[
      'agent.step: medium-model medium',
      'agent.step: medium-model medium',
      'agent.step: frontier-model high',
      'agent.step: frontier-model high',
    ],
  ];
  expect(outcomes).toEqual([
    { outcome: 'gave-up', asked: outcomes[0]?.asked, tests: 4 },
    { outcome: 'gave-up', asked: outcomes[1]?.asked, tests: 4 },
  ]);
  expect(outcomes[0]?.asked.map((each) => each.split(' ')[1])).toEqual(asked.map((each) => each.split(' ')[1]));
});

test('a liar that changes nothing at all is caught, too', async () => {
  const world = new World({ files, failing: isMended, say: inOrder(finish('it was fine already')) });
  const log = await world.run();
  expect({ outcome: outcomeOf(log), told: inShort(log).filter((line) => line.startsWith('ran: It is not done')).length }).toEqual({
    outcome: 'gave-up',
    told: 4,
  });
});

test('work that the tests disprove goes back, and is done once they pass', async () => {
  const wrong = call('edit', { path: 'sum.ts', blocks: [{ search: 'a - b', replace: 'a * b' }] });
  const right = call('edit', { path: 'sum.ts', blocks: [{ search: 'a * b', replace: 'a + b' }] });
  const world = new World({ files, failing: isMended, say: inOrder(wrong, finish(), right, finish()) });
  const log = await world.run();
  const told = world.tasks
    .at(-1)
    ?.segments.filter(({ role }) => role === 'tool')
    .map(({ text }) => text);
  expect({ outcome: outcomeOf(log), told }).toEqual({
    outcome: 'done',
    told: ['changed', 'Error: It is not done: Farthing ran the tests, and they fail: 2. Find out why, and mend it.\n2 failed', 'changed'],
  });
});

test('tests that passed after the last change are not run again', async () => {
  const world = new World({ files, failing: isMended, say: inOrder(mend, call('test'), finish()) });
  const log = await world.run();
  expect({ outcome: outcomeOf(log), tests: world.done.filter((done) => done === 'test').length }).toEqual({ outcome: 'done', tests: 1 });
});

test('what no test can show is called unproved', async () => {
  const world = new World({ files, say: inOrder(mend, finish()) });
  expect(outcomeOf(await world.run())).toBe('unproved');
});

test('the same call with the same result is told the third time, and the fifth ends it', async () => {
  const world = new World({ files, say: inOrder(call('read', { path: '0.ts' })) });
  const log = await world.run();
  const told = world.tasks
    .at(-1)
    ?.segments.filter(({ role }) => role === 'tool')
    .map(({ text }) => text);
  expect({ told, last: log.at(-1) }).toMatchObject({
    told: [
      'file 0',
      'file 0',
      'file 0\n\nThis is the third time that the same call has the same result. It will not change: do something else.',
      'file 0\n\nThis is the 4th time that the same call has the same result. It will not change: do something else.',
    ],
    last: { outcome: 'gave-up', words: /^It got stuck: the same call had the same result 5 times/ },
  });
});

test('effort rises before the model changes, the next tier follows, and both come down again after progress', async () => {
  const world = new World({
    files,
    failing: isMended,
    say: (_task, _candidate, n) => {
      if (n === 0) return call('test');
      if (n < 10) return call('run', { command: `try ${n}` });
      if (n === 10) return mend;
      if (n === 11) return call('test');
      return n < 13 ? call('read', { path: `${n}.ts` }) : finish();
    },
  });
  const log = await world.run();
  expect({ asked: world.asked.map((each) => each.replace('agent.', '').replace('-model', '')), outcome: outcomeOf(log) }).toEqual({
    asked: [
      'plan: frontier medium',
      ...['step: medium medium', 'step: medium medium', 'step: medium xhigh', 'step: medium xhigh', 'step: medium xhigh'],
      ...['step: frontier xhigh', 'step: frontier xhigh', 'step: frontier xhigh', 'step: frontier xhigh', 'step: frontier xhigh'],
      ...['step: medium medium', 'step: medium medium', 'step: medium medium'],
    ],
    outcome: 'done',
  });
});

test('reading what was not read before is not held against a model at once', async () => {
  const world = new World({
    files,
    say: (_task, _candidate, n) => (n < 7 ? call('read', { path: `${n}.ts` }) : says('well')),
  });
  const log = await world.run();
  expect(
    log.flatMap((event, place) =>
      event.type === 'requested' ? [agentStateOf(standingOf(log.slice(0, place)).state).stepsWithoutProgress] : [],
    ),
  ).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
});

test('a subtask climbs to no tier above its parent, and gives up', async () => {
  const subtaskOf = { taskId: 'parent', tier: 'small' };
  const world = new World({ files, begun: { subtaskOf }, say: (_task, _candidate, n) => call('run', { command: `try ${n}` }) });
  const log = await world.run();
  expect({ models: new Set(world.asked.map((each) => each.split(' ')[1])), outcome: outcomeOf(log) }).toEqual({
    models: new Set(['small-model']),
    outcome: 'gave-up',
  });
});

test('a change that grows and grows while no fewer tests fail is handed to somebody stronger', async () => {
  const lines = Array.from({ length: 160 }, (_, n) => `line ${n}`).join('\n');
  const world = new World({
    files,
    failing: isMended,
    say: (_task, _candidate, n) => (n === 0 ? call('test') : n < 5 ? call('create', { path: `new-${n}.ts`, text: lines }) : mend),
    mostSteps: 5,
  });
  const log = await world.run();
  expect(inShort(log).filter((line) => line.startsWith('asked for'))).toEqual(['asked for frontier by judge']);
});

test('a subtask of a model that costs nothing asks nobody who is paid', async () => {
  const world = new World({ files, begun: { subtaskOf: { taskId: 'parent', tier: 'local' } }, say: inOrder(says('well')) });
  await world.run();
  expect(world.tasks.map(({ isFreeOnly }) => isFreeOnly)).toEqual([true]);
});

test.each(['ask', 'plan'] as const)('in %s mode reading much is no trouble: neither effort nor tier rises', async (mode) => {
  const world = new World({ mode, files, say: (_task, _candidate, n) => (n < 16 ? call('read', { path: `${n}.ts` }) : says('well')) });
  const log = await world.run();
  expect({ asked: new Set(world.asked).size, outcome: outcomeOf(log) }).toEqual({
    asked: 1,
    outcome: mode === 'ask' ? 'answered' : 'planned',
  });
});

test('whoever is refused again and again is not helped by a dearer model: it ends', async () => {
  const world = new World({
    files,
    say: (_task, _candidate, n) => call('run', { command: `${n % 2 ? 'rm -rf' : 'try'} ${n}` }),
    answer: () => ({ answer: 'no' }),
  });
  const log = await world.run();
  expect({ asked: new Set(world.asked.slice(1).map((each) => each.split(' ')[1])), last: log.at(-1) }).toMatchObject({
    asked: new Set(['medium-model']),
    last: { outcome: 'gave-up', words: /^the last 8 calls were refused or declined/ },
  });
});

test('where there is nobody stronger, whoever is there goes on', async () => {
  const lines = Array.from({ length: 160 }, (_, n) => `line ${n}`).join('\n');
  const world = new World({
    files,
    failing: isMended,
    candidates: models.filter(({ model }) => model.tier !== 'frontier'),
    say: (_task, _candidate, n) => (n === 0 ? call('test') : n < 5 ? call('create', { path: `new-${n}.ts`, text: lines }) : mend),
    mostSteps: 8,
  });
  const log = await world.run();
  expect({
    asked: inShort(log).filter((line) => line.startsWith('asked for')),
    models: new Set(world.asked.slice(1).map((each) => each.split(' ')[1])),
    paused: log.filter((event) => event.type === 'paused' && event.reason === 'nobody-answers'),
  }).toEqual({ asked: ['asked for frontier by judge'], models: new Set(['medium-model']), paused: [] });
});
