import { expect, test } from 'vitest';
import { type AgentEvent, standingOf, stateOf } from '../../../../src/core/agent/index.ts';
import { requestCostOf } from '../../../../src/core/agent/money/index.ts';
import { capLimit } from '../../../../src/core/budget/index.ts';
import { MemoryLedger } from '../../../support/memoryLedger.ts';
import { finished, routerOver, text, used } from '../../../support/routing.ts';
import { call, inOrder, inShort, models, says, World } from './support.ts';

const read = (n: number) => call('read', { path: `${n}.ts` });
const files = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.ts`, `file ${n}`]));
/** A thousand output tokens of the medium model, and no input. */
const medium = 15_000_000;
const costly = { uncachedInput: 0, output: 1_000 };
const reading = (_task: unknown, _candidate: unknown, n: number) => ({ ...read(n), usage: costly });
const said = (atMs: number): AgentEvent => ({ type: 'said', atMs, mode: 'agent', turn: { text: 'go on', attachments: [], images: [] } });

/** The first answer is the frontier model's, at five times the price of the others. */
const capFor = (steps: number): number => (5 + steps) * medium;

test('at four fifths of the cap the task pauses, once for each cap, and says where it stands', async () => {
  const world = new World({ files, capNanoUsd: capFor(5), say: reading });
  const log = await world.run();
  const same = await world.run([...log, { type: 'resumed', atMs: world.time.now(), capNanoUsd: capFor(5) }]);
  const raised = await world.run([...same, { type: 'resumed', atMs: world.time.now(), capNanoUsd: capFor(10) }]);
  const spentAt = (each: readonly AgentEvent[]): string => `${stateOf(each).cost.countedNanoUsd / medium} ${inShort(each).at(-1)}`;
  expect({ spent: [log, same, raised].map(spentAt), words: log.at(-1) }).toEqual({
    spent: ['8 paused: four-fifths-of-cap', '10 paused: cap', '12 paused: four-fifths-of-cap'],
    words: {
      ...{ type: 'paused', reason: 'four-fifths-of-cap', atMs: world.time.now() },
      words: '$0.12 of $0.15 are spent. After 4 steps no file is changed, and the tests were not run.',
    },
  });
});

test('no cap of a task is ever raised by the loop', async () => {
  const world = new World({ files, capNanoUsd: capFor(5), say: reading });
  const log = await world.run();
  await world.run([...log, { type: 'resumed', atMs: world.time.now(), capNanoUsd: capFor(5) }]);
  expect(world.caps).toEqual([`task: ${capFor(5)}`, `task: ${capFor(5)}`]);
});

test('a task without money pauses before it asks anybody', async () => {
  const world = new World({ capNanoUsd: 0, say: inOrder(says('hello')) });
  expect({ log: inShort(await world.run()), asked: world.asked }).toEqual({ log: ['begun', 'paused: cap'], asked: [] });
});

/** The real router and the real books, under the cap of the task. */
function underCap(capNanoUsd: number, tiers: readonly string[]) {
  const ledger = new MemoryLedger();
  const answering = [text('well'), used({ output: 1 }), finished];
  const { router, provider } = routerOver(
    models.filter(({ model }) => tiers.includes(model.tier)),
    { 'frontier-model': answering, 'medium-model': answering },
    { ledger, limits: () => [capLimit('task', capNanoUsd)] },
  );
  const costOf = async (id: string) => requestCostOf(ledger.entries.filter(({ taskId }) => taskId === id));
  return { world: new World({ capNanoUsd, say: inOrder(says('never')), ports: { router, costOf } }), provider };
}

test.each([['frontier'], ['medium', 'frontier']])(
  'what the ledger cannot hold under the cap is not asked: the task stops early, and says where it stands',
  async (...tiers) => {
    const { world, provider } = underCap(1_000_000, tiers);
    const log = await world.run();
    expect({ calls: provider.calls.length, first: inShort(log).slice(0, 3), last: log.at(-1) }).toMatchObject({
      calls: 0,
      first: ['begun', 'requested agent.plan', 'unanswered: not-reserved'],
      last: { type: 'paused', reason: 'cap', words: 'After 0 steps no file is changed, and the tests were not run.' },
    });
  },
);

test('the last steps before the cap may be short ones: half as long each time the cap could not hold the worst case, and it is in the log', async () => {
  // The input in bytes, and 2,000 tokens of output at $15 per million.
  const { world, provider } = underCap(100_000_000, ['medium']);
  const log = await world.run();
  expect({
    asked: provider.calls.map(({ maxOutputTokens }) => maxOutputTokens),
    log: inShort(log),
    limits: log.flatMap((event) => (event.type === 'requested' ? [event.maxOutputTokens] : [])),
  }).toEqual({
    asked: [2_000],
    log: [
      ...['begun', 'requested agent.step', 'unanswered: not-reserved', 'requested agent.step', 'unanswered: not-reserved'],
      ...['requested agent.step', 'answered by medium-model', 'ended: answered'],
    ],
    limits: [undefined, 4_000, 2_000],
  });
});

test('an answer never has less room than a step needs: then the task pauses', async () => {
  const { world, provider } = underCap(20_000_000, ['medium']);
  const log = await world.run();
  const limits = log.flatMap((event) => (event.type === 'requested' ? [event.maxOutputTokens] : []));
  expect([limits, provider.calls, log.at(-1)]).toMatchObject([[undefined, 4_000, 2_000], [], { type: 'paused', reason: 'cap' }]);
});

test('where the cap is too small for a strong model to plan, the usual one does', async () => {
  const { world, provider } = underCap(300_000_000, ['medium', 'frontier']);
  const log = await world.run();
  expect({ asked: provider.calls.map(({ candidate }) => candidate.model.id), log: inShort(log) }).toEqual({
    asked: ['medium-model'],
    log: [
      'begun',
      ...['requested agent.plan', 'unanswered: not-reserved', 'requested agent.step', 'answered by medium-model'],
      'ended: answered',
    ],
  });
});

test('what costs is stored with its answer, and added up', async () => {
  const world = new World({ files, say: inOrder({ ...read(0), usage: costly }, { ...says('well'), usage: costly }) });
  const { cost, turns } = stateOf(await world.run());
  const steps = turns.flatMap(({ items }) => items).flatMap((item) => (item.type === 'step' ? [item.answer?.cost.costNanoUsd] : []));
  expect({ steps, cost: cost.costNanoUsd }).toEqual({ steps: [5 * medium, medium], cost: 6 * medium });
});

test.each([
  ['so many steps', { mostSteps: 4 }, '4 steps were made without you'],
  ['so many tokens', { mostSteps: 50, mostTokens: 3_500 }, '4000 tokens were used without you'],
])('after %s nobody looked at, the task pauses', async (_what, ports, words) => {
  const world = new World({ files, say: reading, ports });
  const log = await world.run();
  const again = await world.run([...log, { type: 'resumed', atMs: world.time.now(), capNanoUsd: 1_000_000_000_000 }]);
  expect([log.at(-1), again.length - log.length > 4]).toMatchObject([{ type: 'paused', reason: 'step-limit', words }, true]);
});

test('after an hour nobody looked at, the task pauses', async () => {
  const world: World = new World({
    files,
    say: reading,
    ports: { record: () => world.time.advance(10 * 60_000) },
  });
  expect((await world.run()).at(-1)).toMatchObject({ type: 'paused', reason: 'step-limit', words: 'it worked for 70 minutes without you' });
});

test('hours in which the window was closed are no work', async () => {
  const world: World = new World({ files, say: reading, mostSteps: 4 });
  const before = (await world.run()).slice(0, -1);
  await world.time.advance(9 * 60 * 60_000);
  const later = new World({ files, say: inOrder(says('well')), mostSteps: 50 });
  await later.time.advance(world.time.now() - later.time.now());
  expect(inShort(await later.run(before)).at(-1)).toBe('ended: answered');
});

test('several subtasks of one answer pause at four fifths of the cap as several steps would', async () => {
  const part = { name: 'delegate', args: { title: 'part', instructions: 'look', paths: [] } };
  const say = ({ kind }: { readonly kind: string }, _candidate: unknown, n: number) =>
    kind === 'agent.subtask'
      ? { ...says('looked'), usage: { uncachedInput: 0, output: 12_000 } }
      : n === 0
        ? { calls: [part, part, part], usage: costly }
        : says('well');
  const world = new World({ files, capNanoUsd: capFor(4), say });
  const log = await world.run();
  const on = await world.run([...log, { type: 'resumed', atMs: world.time.now(), capNanoUsd: capFor(40) }]);
  const subtasks = (each: readonly AgentEvent[]): number => each.filter(({ type }) => type === 'delegated').length;
  expect([inShort(log).at(-1), subtasks(log), inShort(on).at(-1), subtasks(on)]).toEqual([
    'paused: four-fifths-of-cap',
    2,
    'ended: answered',
    3,
  ]);
});

test('what the user says begins a new turn of the same task, under the same cap', async () => {
  const world = new World({ files, say: inOrder({ ...read(0), usage: costly }, says('well'), says('still well')) });
  const log = await world.run();
  const { state } = standingOf(await world.run([...log, said(world.time.now())]));
  expect({ turns: state.turns.map(({ end }) => end?.outcome), caps: world.caps }).toEqual({
    turns: ['answered', 'answered'],
    caps: ['task: 1000000000000', 'task: 1000000000000'],
  });
});
