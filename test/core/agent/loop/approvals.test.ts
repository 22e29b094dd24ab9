import { expect, test } from 'vitest';
import { call, finish, inOrder, inShort, says, World, type WorldOptions } from './support.ts';

const create = (path: string, text = 'new') => call('create', { path, text });

/** What was asked, what happened, and what the model was told of each call, in order. */
async function told(options: WorldOptions): Promise<Readonly<Record<string, readonly string[]>>> {
  const world = new World(options);
  const log = await world.run();
  return {
    questions: world.questions.map(
      ({ rule, content }) => `${rule}: ${content.type === 'changes' ? content.changes[0]?.path : content.type}`,
    ),
    done: world.done,
    told: (world.tasks.at(-1)?.segments ?? []).filter(({ role }) => role === 'tool').map(({ text }) => text),
    approvals: log.flatMap((event) => (event.type === 'approved' ? [event.rule] : [])),
  };
}

test('in every-step mode each change is asked, and done when the user says yes', async () => {
  expect(await told({ approvals: 'every-step', say: inOrder(create('a.ts'), create('b.ts'), says('made')) })).toEqual({
    questions: ['every-step: a.ts', 'every-step: b.ts'],
    done: ['change a.ts', 'change b.ts'],
    told: ['changed', 'changed'],
    approvals: [],
  });
});

test('what the user declines is not done, and the model is told why', async () => {
  const say = inOrder(create('a.ts'), says('then not'));
  expect(await told({ approvals: 'every-step', say, answer: () => ({ answer: 'no', words: 'use b.ts' }) })).toEqual({
    questions: ['every-step: a.ts'],
    done: [],
    told: ['The user declined this, and said: use b.ts'],
    approvals: [],
  });
});

test('"always" holds for the other edits of the task, each named with its rule, and never for protected files', async () => {
  const say = inOrder(create('a.ts'), create('b.ts'), create('.vscode/tasks.json'), says('made'));
  expect(await told({ approvals: 'every-step', say, answer: () => ({ answer: 'always' }) })).toEqual({
    questions: ['every-step: a.ts', 'protected: .vscode/tasks.json'],
    done: ['change a.ts', 'change b.ts', 'change .vscode/tasks.json'],
    told: ['changed', 'changed', 'changed'],
    approvals: ['ordinary-edit'],
  });
});

test('"always" for a command holds for exactly that command', async () => {
  const run = (command: string) => call('run', { command });
  const say = inOrder(run('make'), run('make'), run('make all'), says('made'));
  expect(await told({ say, answer: ({ content }) => ({ answer: content.type === 'command' ? 'always' : 'no' }) })).toEqual({
    questions: ['commands-are-asked: command', 'commands-are-asked: command'],
    done: ['run make', 'run make', 'run make all'],
    told: ['ran make', 'ran make', 'ran make all'],
    approvals: ['approved-for-this-task'],
  });
});

test('content that changed while the user looked at it is asked again, and only the later one is done', async () => {
  let questions = 0;
  const world: World = new World({
    approvals: 'every-step',
    files: { 'a.ts': 'one two' },
    say: inOrder(call('edit', { path: 'a.ts', blocks: [{ search: 'one', replace: '1' }] }), says('made')),
    answer: () => {
      questions += 1;
      if (questions === 1) world.files.set('a.ts', 'one two three');
      return { answer: 'once' };
    },
  });
  await world.run();
  expect({ contents: world.questions.map(({ content }) => content), file: world.files.get('a.ts') }).toEqual({
    contents: [
      { type: 'changes', changes: [{ path: 'a.ts', before: 'one two', after: '1 two' }] },
      { type: 'changes', changes: [{ path: 'a.ts', before: 'one two three', after: '1 two three' }] },
    ],
    file: '1 two three',
  });
});

test('what changes each time that it is asked is not done in the end', async () => {
  let questions = 0;
  const world: World = new World({
    approvals: 'every-step',
    files: { 'a.ts': 'one' },
    say: inOrder(call('edit', { path: 'a.ts', blocks: [{ search: 'one', replace: '1' }] }), says('well')),
    answer: () => {
      questions += 1;
      world.files.set('a.ts', `one ${questions}`);
      return { answer: 'once' };
    },
  });
  const log = await world.run();
  expect({ done: world.done, questions, refused: inShort(log).filter((line) => line.startsWith('refused')) }).toEqual({
    done: [],
    questions: 4,
    refused: ['refused by keeps-changing'],
  });
});

test('what a rule refuses nobody is asked for', async () => {
  const say = inOrder(call('run', { command: 'rm -rf /' }), says('well'));
  expect(await told({ say })).toEqual({
    questions: [],
    done: [],
    told: ['Refused by the rule denied: that is never run. Do not try to get around it.'],
    approvals: [],
  });
});

test('without a checkpoint nothing is changed', async () => {
  const checkpoints = {
    make: () => Promise.reject(new Error('the disk is full')),
    restore: async () => ({ restored: [], left: [] }),
  };
  expect(await told({ say: inOrder(create('a.ts'), says('well')), ports: { checkpoints } })).toMatchObject({
    done: [],
    told: ['Error: Nothing was done, because it could not be taken back: there is no checkpoint (the disk is full).'],
  });
});

test('a step that changes several files has one checkpoint, made before the first', async () => {
  const both = {
    calls: [
      { name: 'create', args: { path: 'a.ts', text: 'a' } },
      { name: 'create', args: { path: 'b.ts', text: 'b' } },
    ],
  };
  const world = new World({ say: inOrder(both, says('made')) });
  const log = await world.run();
  expect(inShort(log).slice(3, -3)).toEqual([
    ...['called create', 'approved by ordinary-edit', 'checkpoint', 'ran: changed'],
    ...['called create', 'approved by ordinary-edit', 'ran: changed'],
    ...['requested agent.step', 'answered by medium-model'],
  ]);
});

test.each([
  ['arguments that are no JSON', call('read', '{"path": '), /^The arguments of read are not a JSON object/],
  ['a tool that there is not', call('teleport'), /^There is no tool "teleport" here/],
])('%s are told to the model', async (_what, said, expected) => {
  const { told: results } = await told({ say: inOrder(said, says('well')) });
  expect(results?.[0]).toMatch(expected);
});

test.each(['ask', 'plan'] as const)('in %s mode there is no tool that changes anything, whatever the model calls', async (mode) => {
  const { done, told: results } = await told({ mode, say: inOrder(create('a.ts'), call('run', { command: 'ls' }), says('well')) });
  expect({ done, results: results?.map((text) => text.slice(0, 30)) }).toEqual({
    done: [],
    results: ['There is no tool "create" here', 'There is no tool "run" here. U'],
  });
});

test('calls that are named alike, or not at all, are told apart', async () => {
  const say = inOrder(
    call('read', { path: 'a.ts' }, 'call'),
    call('read', { path: 'b.ts' }, 'call'),
    call('read', { path: 'c.ts' }, ''),
    says('well'),
  );
  expect(await told({ say, files: { 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' } })).toMatchObject({ told: ['a', 'b', 'c'] });
});

test('the agent asks the user, and is told the answer', async () => {
  expect(await told({ say: inOrder(call('ask', { question: 'tabs?' }), finish()) })).toMatchObject({
    told: ['The user answered: of course (tabs?)'],
  });
});
