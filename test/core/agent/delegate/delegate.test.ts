import { expect, test } from 'vitest';
import { stateOf } from '../../../../src/core/agent/index.ts';
import { call, finish, inShort, type Said, says, World } from '../loop/support.ts';

const files = { 'a.ts': 'one' };
const part = call('delegate', { title: 'part', instructions: 'write part.ts', paths: ['a.ts', 'missing.ts'] });
const write: Said = call('create', { path: 'part.ts', text: 'part' });

/** The parent delegates and ends; what the subtask does is given. */
function delegating(...subtask: readonly Said[]) {
  let [parent, child] = [0, 0];
  return ({ kind }: { readonly kind: string }): Said => {
    if (kind === 'agent.subtask') return subtask[Math.min(child++, subtask.length - 1)] ?? {};
    return parent++ === 0 ? part : finish('all of it');
  };
}

test('a subtask has its own small context, tools and cap, and only its report comes back', async () => {
  const world = new World({ files, capNanoUsd: 1_000_000_000, say: delegating(write, finish('part.ts is written')) });
  const log = await world.run();
  const child = world.tasks.find(({ kind }) => kind === 'agent.subtask');
  expect({
    log: inShort(log),
    done: world.done,
    prompt: child?.segments.slice(1).map(({ role, text }) => `${role}: ${text}`),
    tools: child?.tools?.map(({ name }) => name),
    session: child?.sessionId,
    caps: world.caps,
    told: world.tasks.at(-1)?.segments.at(-1)?.text,
  }).toEqual({
    log: [
      'begun',
      ...['requested agent.plan', 'answered by frontier-model', 'called delegate', 'checkpoint', 'delegated', 'reported'],
      ...[
        'requested agent.step',
        'answered by medium-model',
        'called finish',
        'called test',
        'refused by no-test-command',
        'ran: Accepted.',
      ],
      'ended: unproved',
    ],
    done: ['change part.ts'],
    prompt: ['user: <attached type="file" path="a.ts">\none\n</attached>', 'user: write part.ts'],
    tools: ['read', 'list', 'search', 'edit', 'create', 'delete', 'rename', 'run', 'test', 'diagnostics', 'finish'],
    session: 'task.1',
    caps: ['task: 1000000000', expect.stringMatching(/^task\.1: 49\d{7}$/)],
    told: 'part.ts is written\n\nChanged: part.ts',
  });
});

test('what a subtask costs stands under its parent, and what it changed counts as changed', async () => {
  const world = new World({ files, say: delegating(write, finish('done')) });
  const log = await world.run();
  const { cost, changes, turns } = stateOf(log);
  const calls = turns.flatMap(({ items }) => items).flatMap((item) => (item.type === 'step' ? [item] : []));
  const own = calls.reduce((sum, { answer }) => sum + (answer?.cost.costNanoUsd ?? 0), 0);
  const subtask = calls[0]?.calls[0]?.subtaskCost?.costNanoUsd ?? 0;
  expect({ isSum: cost.costNanoUsd === own + subtask, isPaid: subtask > 0, changes: changes.map(({ path }) => path) }).toEqual({
    isSum: true,
    isPaid: true,
    changes: ['part.ts'],
  });
});

test('a subtask is asked of the cheap tier', async () => {
  const world = new World({ files, say: delegating(says('nothing to do')) });
  await world.run();
  expect(world.asked).toEqual([
    'agent.plan: frontier-model medium',
    'agent.subtask: small-model medium',
    'agent.step: medium-model medium',
  ]);
});

test('a subtask that does not get to its end says where it stands, and its parent goes on', async () => {
  const world = new World({ files, say: delegating({ fails: 'unreachable' }) });
  await world.run();
  expect(world.tasks.at(-1)?.segments.at(-1)?.text).toBe('It stopped before it was done: it was unreachable\n\nNothing was changed.');
});

test('a subtask that spends its share stops, and has not touched the other half', async () => {
  const reading = { ...call('run', { command: 'ls' }), usage: { uncachedInput: 0, output: 1_000 } };
  const world = new World({
    files,
    capNanoUsd: 100_000_000,
    say: ({ kind }, _candidate, n) =>
      kind === 'agent.subtask'
        ? { ...reading, ...call('run', { command: `ls ${n}` }) }
        : n === 0
          ? { ...part, usage: { uncachedInput: 0, output: 1_000 } }
          : finish(),
  });
  const { cost } = stateOf(await world.run());
  const told = world.tasks.at(-1)?.segments.at(-1)?.text;
  expect({ told, isLeft: cost.countedNanoUsd < 100_000_000 }).toMatchObject({
    told: /^It stopped before it was done: After \d+ steps/,
    isLeft: true,
  });
});

test('questions of a subtask reach the user, and name it', async () => {
  const world = new World({ files, approvals: 'every-step', say: delegating(write, finish()) });
  await world.run();
  expect(world.questions.map(({ callId, rule }) => `${callId}: ${rule}`)).toEqual(['task.1/call-1-0: every-step']);
});

test('a subtask that was under way when the window closed is told as such, with what it cost, and is not begun again', async () => {
  const say = delegating(write, finish('done'));
  const whole = await new World({ files, say }).run();
  const place = whole.findIndex(({ type }) => type === 'delegated');
  const world = new World({ files, say: () => finish('then by myself') });
  const log = await world.run(whole.slice(0, place + 1));
  expect({ kinds: world.tasks.map(({ kind }) => kind), reported: log[place + 1] }).toMatchObject({
    kinds: ['agent.step'],
    reported: { type: 'reported', subtaskId: 'task.1', text: /^It is not known whether this happened/ },
  });
});
