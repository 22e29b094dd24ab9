import { expect, test } from 'vitest';
import type { AgentEvent, AgentTools } from '../../../../src/core/agent/index.ts';
import type { Tool } from '../../../../src/core/task/index.ts';
import { call, finish, inOrder, type Said, says, World } from './support.ts';

const toolNamed = (name: string): Tool => ({ name, description: `does ${name}`, inputSchema: { type: 'object', properties: {} } });

/** Servers come and go: behind each call that is prepared there is another list. */
function restless(...lists: readonly (readonly string[])[]) {
  let place = 0;
  const prepared: string[] = [];
  const tools: AgentTools = {
    external: () => (lists[Math.min(place, lists.length - 1)] ?? []).map(toolNamed),
    prepare: async (asked) => {
      place += 1;
      prepared.push(asked.tool === 'external' ? asked.name : asked.tool);
      return { content: undefined, verdict: { verdict: 'automatic', rule: 'reading' }, run: async () => ({ isError: false, text: 'ran' }) };
    },
  };
  return { tools, prepared };
}

const foreign = ({ tasks }: World): readonly string[] =>
  tasks.map(({ tools = [] }) => tools.flatMap(({ name }) => (name.startsWith('zoo_') ? [name] : [])).join(' '));
/** How many different beginnings the prompts have. */
const beginnings = ({ tasks }: World): number => new Set(tasks.map(({ tools }) => JSON.stringify(tools))).size;
const said = (atMs: number): AgentEvent => ({ type: 'said', atMs, mode: 'agent', turn: { text: 'go on', attachments: [], images: [] } });
const resumed = (atMs: number): AgentEvent => ({ type: 'resumed', atMs, capNanoUsd: 1_000_000_000_000 });
const reading: Said = call('read', { path: 'a.ts' });

test('the tools of others are those of the turn’s beginning, to the byte, over steps and a pause, until the user says something', async () => {
  const { tools } = restless(['zoo_feed'], ['zoo_feed', 'zoo_new'], [], ['zoo_new']);
  const say = inOrder(reading, reading, reading, says('well'), reading, says('well'));
  const world = new World({ mostSteps: 2, say, ports: { tools } });
  const paused = await world.run();
  const over = await world.run([...paused, resumed(world.time.now())]);
  const first = { beginnings: beginnings(world), foreign: foreign(world) };
  await world.run([...over, said(world.time.now())]);
  expect([paused.at(-1), first, foreign(world).slice(4), beginnings(world)]).toEqual([
    expect.objectContaining({ type: 'paused', reason: 'step-limit' }),
    { beginnings: 1, foreign: ['zoo_feed', 'zoo_feed', 'zoo_feed', 'zoo_feed'] },
    ['zoo_new', 'zoo_new'],
    2,
  ]);
});

test('one that came up since is none until then, and one that went since is for the tools to tell', async () => {
  const { tools, prepared } = restless(['zoo_feed'], ['zoo_new']);
  const world = new World({ say: inOrder(reading, call('zoo_new'), call('zoo_feed'), says('well')), ports: { tools } });
  await world.run();
  const told = world.tasks.at(-1)?.segments.filter(({ role }) => role === 'tool');
  expect([prepared.slice(0, 2), told?.map(({ text }) => text.slice(0, 30))]).toEqual([
    ['read', 'zoo_feed'],
    ['ran', 'There is no tool "zoo_new" her', 'ran'],
  ]);
});

test('a subtask has those of the turn that it is a part of', async () => {
  const { tools } = restless(['zoo_feed'], ['zoo_feed', 'zoo_new']);
  let steps = 0;
  const say = ({ kind }: { readonly kind: string }): Said => {
    if (kind === 'agent.subtask') return finish('it is');
    steps += 1;
    return [reading, call('delegate', { title: 'part', instructions: 'write', paths: [] })][steps - 1] ?? says('well');
  };
  const world = new World({ say, ports: { tools } });
  await world.run();
  expect(world.tasks.map(({ kind }, place) => `${kind}: ${foreign(world)[place]}`)).toEqual([
    'agent.plan: zoo_feed',
    'agent.step: zoo_feed',
    'agent.subtask: zoo_feed',
    'agent.step: zoo_feed',
  ]);
});
