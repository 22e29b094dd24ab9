import { expect, test } from 'vitest';
import { type AgentEvent, runAgent, stateOf, type UserWishes } from '../../../../src/core/agent/index.ts';
import { call, finish, inOrder, inShort, type Said, says, World, type WorldOptions } from './support.ts';

const create = (path: string) => call('create', { path, text: 'new' });

/** A run in which the user sets something as that request is answered. */
async function runWith(wishes: UserWishes, atRequest: number, { say, ...options }: WorldOptions) {
  let set: UserWishes | undefined;
  const world = new World({
    ...options,
    ports: { wishes: () => set },
    say: (task, candidate, n) => {
      if (n === atRequest) set = wishes;
      return say(task, candidate, n);
    },
  });
  const log = await world.run();
  return {
    world,
    log,
    asked: world.questions.map(({ rule, content }) => `${rule}: ${content.type === 'changes' ? content.changes[0]?.path : content.type}`),
  };
}

test('from the moment that the user wants each step asked, each is, and the log says since when', async () => {
  const say = inOrder(create('a.ts'), create('b.ts'), create('c.ts'), says('made'));
  const { log, asked } = await runWith({ approvals: 'every-step' }, 1, { approvals: 'edits', say });
  const place = log.findIndex(({ type }) => type === 'approvals-set');
  expect({ asked, before: inShort(log.slice(place - 1, place)), state: stateOf(log).approvals }).toEqual({
    asked: ['every-step: b.ts', 'every-step: c.ts'],
    before: ['answered by medium-model'],
    state: 'every-step',
  });
});

test('what was approved for the whole task is asked again where each step is to be', async () => {
  const run = call('run', { command: 'make' });
  const { asked } = await runWith({ approvals: 'every-step' }, 2, {
    approvals: 'every-step',
    say: inOrder(create('a.ts'), run, create('b.ts'), run, says('made')),
    answer: () => ({ answer: 'always' }),
  });
  expect(asked).toEqual(['every-step: a.ts', 'commands-are-asked: command', 'every-step: b.ts', 'commands-are-asked: command']);
});

test('it holds at once, also for what was looked at already and not yet done', async () => {
  let set: UserWishes | undefined;
  const world = new World({ approvals: 'edits', say: inOrder(create('a.ts'), says('made')), ports: { wishes: () => set } });
  const { tools, ...ports } = world.ports();
  const prepare: typeof tools.prepare = async (...asked) => {
    const prepared = await tools.prepare(...asked);
    set ??= { approvals: 'every-step' };
    return prepared;
  };
  const log = await runAgent({ ...ports, tools: { ...tools, prepare } }, [world.begun()], new AbortController().signal);
  expect([inShort(log).filter((each) => each.startsWith('appro')), world.questions.map(({ rule }) => rule)]).toEqual([
    ['approvals-set', 'approval-asked'],
    ['every-step'],
  ]);
});

test('while a call waits for the user, what comes behind it is held to what they set meanwhile', async () => {
  let set: UserWishes | undefined;
  const both: Said = { calls: [...(call('run', { command: 'make' }).calls ?? []), ...(create('a.ts').calls ?? [])] };
  const world: World = new World({
    approvals: 'edits',
    say: inOrder(both, says('made')),
    ports: { wishes: () => set },
    answer: () => {
      set = set ?? { approvals: 'every-step' };
      return { answer: 'once' };
    },
  });
  await world.run();
  expect(world.questions.map(({ rule }) => rule)).toEqual(['commands-are-asked', 'every-step']);
});

test('what is approved for the whole task afterwards holds', async () => {
  let set: UserWishes | undefined;
  const world: World = new World({
    approvals: 'every-step',
    say: inOrder(create('a.ts'), create('b.ts'), says('made')),
    ports: { wishes: () => set },
    answer: () => {
      set = { approvals: 'every-step' };
      return { answer: 'always' };
    },
  });
  const log = await world.run();
  expect([world.questions.length, inShort(log).filter((each) => each.startsWith('appro') || each.startsWith('answered a'))]).toEqual([
    1,
    ['approval-asked', 'answered always', 'approved by ordinary-edit'],
  ]);
});

test('it may be looser, too, from then on', async () => {
  const say = inOrder(create('a.ts'), create('b.ts'), says('made'));
  const { asked } = await runWith({ approvals: 'edits' }, 1, { approvals: 'every-step', say });
  expect(asked).toEqual(['every-step: a.ts']);
});

test('a subtask that is under way is held to it, and so is its parent afterwards', async () => {
  let [parent, child] = [0, 0];
  const say = ({ kind }: { readonly kind: string }): Said => {
    if (kind === 'agent.subtask') return [create('a.ts'), create('b.ts'), finish('both')][child++] ?? finish();
    return [call('delegate', { title: 'part', instructions: 'write', paths: [] }), create('c.ts')][parent++] ?? finish();
  };
  const { asked } = await runWith({ approvals: 'every-step' }, 2, { approvals: 'edits', say });
  expect(asked).toEqual(['every-step: b.ts', 'every-step: c.ts']);
});

test('a task gets the name that the user gives it, once, and goes on as it would have', async () => {
  const say = inOrder(create('a.ts'), create('b.ts'), says('made'));
  const { log } = await runWith({ title: 'Files' }, 1, { approvals: 'edits', say });
  const unnamed = new World({ approvals: 'edits', say });
  const without = (events: readonly AgentEvent[]): readonly string[] => inShort(events).filter((each) => each !== 'named');
  expect([log.filter(({ type }) => type === 'named').length, stateOf(log).title, without(log)]).toEqual([
    1,
    'Files',
    inShort(await unnamed.run()),
  ]);
});

test('what was taken out of a request is in the log, as kinds and counts (security point 14)', async () => {
  const redactions = [{ kind: 'AWS access key', count: 2, name: 'a.ts' }];
  const world = new World({ say: inOrder(says('well')) });
  const { router, ...ports } = world.ports();
  const route: typeof router.route = async function* (task, signal) {
    for await (const part of router.route(task, signal)) {
      yield part;
      if (part.type === 'attempt') yield { type: 'redacted', candidate: part.candidate, redactions };
    }
  };
  const log = await runAgent({ ...ports, router: { ...router, route } }, [world.begun()], new AbortController().signal);
  expect(log.flatMap((event) => (event.type === 'answered' ? [event.redactions] : []))).toEqual([redactions]);
});
