import { expect, test } from 'vitest';
import { type AgentEvent, standingOf } from '../../../../src/core/agent/index.ts';
import { promptOf } from '../../../../src/core/agent/prompt/promptOf.ts';
import { call, inOrder, says, World } from './support.ts';

// With characters that nobody sees, and that are taken out of all else.
const thought = { texts: ['Look\u200b first.'], opaque: 'signed:c2ln' };
const thinking = (path: string) => ({ ...call('read', { path }), thought });

async function worked() {
  const world = new World({ files: { 'a.ts': 'one' }, say: inOrder(thinking('a.ts'), thinking('b.ts'), { ...says('well'), thought }) });
  return { world, log: await world.run() };
}

test('what a model thought stays with its calls, byte for byte, with the name of who thought it', async () => {
  const { world, log } = await worked();
  const said = world.tasks.at(-1)?.segments.filter(({ role }) => role === 'assistant');
  const who = log.flatMap((event) => (event.type === 'answered' ? [event.by] : []));
  expect(said?.map(({ reasoning }) => reasoning)).toEqual(
    who.slice(0, 2).map(({ endpoint, model }) => ({ endpoint, model, blocks: [{ ...thought, isBehindText: false, callsBefore: 0 }] })),
  );
});

test('an answer without calls leaves no thoughts behind: there is nothing that they belong to', async () => {
  const { log } = await worked();
  const answers = log.filter((event) => event.type === 'answered');
  expect(answers.map(({ givenBack }) => givenBack !== undefined)).toEqual([true, true, false]);
});

test('they survive a restart as they were', async () => {
  const { world, log } = await worked();
  const stored = JSON.parse(JSON.stringify(log)) as readonly AgentEvent[];
  const { state, conversation } = standingOf(
    stored.slice(
      0,
      stored.findLastIndex(({ type }) => type === 'requested'),
    ),
  );
  expect(promptOf(state, conversation)).toEqual(world.tasks.at(-1)?.segments);
});
