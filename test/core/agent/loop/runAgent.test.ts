import { expect, test } from 'vitest';
import { brokenRounds, call, finish, inOrder, inShort, says, World } from './support.ts';

const broken = { 'sum.ts': 'a - b' };
const edit = call('edit', { path: 'sum.ts', blocks: [{ search: 'a - b', replace: 'a + b' }] });
const failing = (files: ReadonlyMap<string, string>): number => (files.get('sum.ts') === 'a + b' ? 0 : 2);

test('a task is planned by the strong model, done by the usual one, proved by the tests, and over', async () => {
  const world = new World({ files: broken, failing, say: inOrder(call('read', { path: 'sum.ts' }), edit, finish('mended')) });
  const log = await world.run();
  expect({
    log: inShort(log),
    done: world.done,
    recorded: world.recorded,
    broken: world.tasks.flatMap(brokenRounds),
    caps: world.caps,
  }).toEqual({
    log: [
      'begun',
      ...['requested agent.plan', 'answered by frontier-model', 'called read', 'ran: a - b'],
      ...['requested agent.step', 'answered by medium-model', 'called edit', 'approved by ordinary-edit', 'checkpoint', 'ran: changed'],
      ...['requested agent.step', 'answered by medium-model', 'called finish'],
      ...['called test', 'approved by approved-test', 'ran: 0 failed', 'ran: Accepted.'],
      'ended: done',
    ],
    done: ['change sum.ts', 'test'],
    recorded: log.slice(1),
    broken: [],
    caps: ['task: 1000000000000'],
  });
});

test('a question is answered without a change, as a chat', async () => {
  const world = new World({ mode: 'ask', say: inOrder(call('read', { path: 'a.ts' }), says('It is a sum.')), files: { 'a.ts': 'a + b' } });
  const log = await world.run();
  expect({ kinds: world.tasks.map(({ kind }) => kind), last: log.at(-1) }).toMatchObject({
    kinds: ['chat', 'chat'],
    last: { type: 'ended', outcome: 'answered', words: 'It is a sum.' },
  });
});
