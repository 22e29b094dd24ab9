import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nothingYet } from '../../../../src/core/agent/loop/fold.ts';
import { withOwnIds } from '../../../../src/core/agent/loop/ownIds.ts';
import type { TaskStep, TaskTurn } from '../../../../src/core/agent/loop/state.ts';
import { brokenRounds, call, inOrder, type Said, says, World } from './support.ts';

const read = (id: string, path = 'a.ts'): Said => call('read', { path }, id);
const idsOf = (world: World): readonly string[] =>
  (world.tasks.at(-1)?.segments ?? []).flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id));

async function worked(...said: readonly Said[]) {
  const world = new World({ files: { 'a.ts': '1' }, say: inOrder(...said, says('well')) });
  await world.run();
  return world;
}

test.each([
  ['that every provider takes stay', ['call_abc', 'toolu_01-x', 'q7Zt2LmX9'], ['call_abc', 'toolu_01-x', 'q7Zt2LmX9']],
  [
    'that are missing, too long or of other characters become nine letters and digits',
    ['', `call-${'0'.repeat(36)}`, 'a.b', 'é'],
    ['c00000000', 'c00000001', 'c00000002', 'c00000003'],
  ],
  ['that were there before become others', ['x', 'x', 'x'], ['x', 'c00000001', 'c00000002']],
  ['that look like one of ours are not given twice', ['c00000001', '', ''], ['c00000001', 'c00000002', 'c00000003']],
  ['that look like what the loop runs itself become others', ['verify:id-1'], ['c00000000']],
])('ids of calls %s', async (_, given, expected) => {
  const world = await worked(...given.map((id) => read(id)));
  expect([idsOf(world), world.tasks.flatMap(brokenRounds)]).toEqual([expected, []]);
});

/** The ids under which the calls of these answers stand in the task, one answer after the other. */
function idsAfter(answers: readonly (readonly string[])[]): readonly string[] {
  const steps: TaskStep[] = [];
  for (const ids of answers) {
    const state = { ...nothingYet, turns: [{ ...turn, items: steps }] };
    const { calls } = withOwnIds(
      state,
      ids.map((id) => ({ id, name: 'read', argumentsText: '{}' })),
      undefined,
    );
    steps.push({ ...step, calls: calls.map((asked) => ({ callId: asked.id, status: 'over', asked })) });
  }
  return steps.flatMap(({ calls }) => calls.map(({ callId }) => callId));
}

const turn: TaskTurn = { turn: { text: '', attachments: [], images: [] }, mode: 'agent', atMs: 0, items: [], end: undefined };
const step: TaskStep = {
  ...{ type: 'step', requestId: 'id', kind: 'agent.step', step: 1, atMs: 0 },
  ...{ answer: undefined, failure: undefined, calls: [], verification: undefined },
};

test('ids are one for each call, of what others take, and the same for the same log', () => {
  const id = fc.oneof(fc.string({ maxLength: 50 }), fc.constantFrom('', 'x', 'c00000000', 'c00000001', 'verify:id', 'call-0'));
  fc.assert(
    fc.property(fc.array(fc.array(id, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }), (answers) => {
      const ids = idsAfter(answers);
      const isPlain = ids.every((each) => /^[A-Za-z0-9_-]{1,40}$/.test(each));
      expect([new Set(ids).size, isPlain, idsAfter(answers)]).toEqual([answers.flat().length, true, ids]);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 1000) },
  );
});

test('an id that the provider’s own payload names stays, and one that was there before becomes another in both', async () => {
  const named = `tool_read_${'x'.repeat(40)}`;
  const signed = (id: string): Said => ({
    ...read(id),
    thought: { texts: [], opaque: JSON.stringify([{ type: 'reasoning.encrypted', id, data: `c2ln${id}` }]) },
  });
  const world = await worked(signed(named), signed('tool_0'), signed('tool_0'), signed('verify:id'));
  const told = (world.tasks.at(-1)?.segments ?? []).flatMap(({ toolCalls, reasoning }) => {
    const [one] = JSON.parse(reasoning?.blocks[0]?.opaque ?? '[{}]');
    return toolCalls ? [[toolCalls[0]?.id, one.id, one.data]] : [];
  });
  expect(told).toEqual([
    [named, named, `c2ln${named}`],
    ['tool_0', 'tool_0', 'c2lntool_0'],
    ['c00000002', 'c00000002', 'c2lntool_0'],
    ['c00000003', 'c00000003', 'c2lnverify:id'],
  ]);
});
