import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgentEvent, standingOf } from '../../../../src/core/agent/index.ts';
import { framed } from '../../../../src/core/agent/prompt/frame.ts';
import { promptOf } from '../../../../src/core/agent/prompt/promptOf.ts';
import type { Segment } from '../../../../src/core/task/index.ts';
import { call, inOrder, says, World } from '../loop/support.ts';

const files = { 'a.ts': 'one', 'b.ts': 'two' };
const promptAfter = (log: readonly AgentEvent[]): readonly Segment[] => {
  const { state, conversation } = standingOf(log);
  return promptOf(state, conversation);
};

test('each prompt begins with the bytes of the one before: caches stay warm', async () => {
  const world = new World({
    files,
    begun: { instructions: [{ path: 'AGENTS.md', text: 'tabs' }] },
    say: inOrder(call('read', { path: 'a.ts' }), call('run', { command: 'make' }), call('nothing'), call('edit', 'no json'), says('well')),
    answer: () => ({ answer: 'no' }),
  });
  await world.run();
  const prompts = world.tasks.map(({ segments }) => segments);
  const later = prompts.slice(1).map((segments, place) => segments.slice(0, prompts[place]?.length));
  expect({
    later,
    same: later.every((segments, place) => segments.slice(1).every((each, at) => each === prompts[place]?.[at + 1])),
  }).toEqual({
    later: prompts.slice(0, -1),
    same: true,
  });
});

test('a prompt is made of the log alone: after a restart it has the same bytes', async () => {
  const world = new World({
    files,
    say: inOrder(call('read', { path: 'a.ts' }), call('create', { path: 'c.ts', text: 'x' }), says('well')),
  });
  const log = await world.run();
  const stored = JSON.parse(JSON.stringify(log)) as readonly AgentEvent[];
  const beforeLast = stored.findLastIndex(({ type }) => type === 'requested');
  expect(promptAfter(stored.slice(0, beforeLast))).toEqual(world.tasks.at(-1)?.segments);
});

test('it goes from what never changes to what was said last, and each piece names its file for the policies', async () => {
  const world = new World({ files, say: inOrder(call('read', { path: './a.ts' }), call('read', { path: 'a.ts' }), says('well')) });
  const turn = {
    text: 'mend it',
    attachments: [{ type: 'selection' as const, path: 'b.ts', lines: { from: 3, to: 9 }, text: 'two' }],
    images: [{ mediaType: 'image/png', base64: 'AA==' }],
  };
  const begun = { ...world.begun(), turn, instructions: [{ path: 'AGENTS.md', text: 'tabs' }] } as AgentEvent;
  await world.run([begun]);
  const task = world.tasks.at(-1);
  const system = task?.segments[0];
  expect({ first: [system?.role, system?.stability], rest: task?.segments.slice(1, 6), paths: task?.paths }).toEqual({
    first: ['system', 'static'],
    rest: [
      { role: 'user', stability: 'workspace', name: 'AGENTS.md', text: '<instructions path="AGENTS.md">\ntabs\n</instructions>' },
      { role: 'user', stability: 'session', name: 'b.ts', text: '<attached type="selection" path="b.ts" lines="3-9">\ntwo\n</attached>' },
      { role: 'user', stability: 'session', text: 'mend it', images: [{ mediaType: 'image/png', base64: 'AA==' }] },
      {
        role: 'assistant',
        stability: 'session',
        text: '',
        toolCalls: [{ id: 'call-0-0', name: 'read', argumentsText: '{"path":"./a.ts"}' }],
      },
      { role: 'tool', stability: 'session', toolCallId: 'call-0-0', text: expect.stringContaining('there is no ./a.ts') },
    ],
    paths: ['AGENTS.md', 'b.ts', 'a.ts'],
  });
});

test('what is invisible enters no prompt: not in what the user says, in files, in results, or in the calls of a model', async () => {
  const hidden = '\u{E0041}\u200B\u202E';
  const world = new World({
    files: { 'a.ts': `one${hidden}` },
    say: inOrder({ ...call('read', { path: 'a.ts', note: hidden }), text: `I read${hidden}` }, says('well')),
    begun: { instructions: [{ path: `AGENTS${hidden}.md`, text: `tabs${hidden}` }] },
  });
  await world.run([world.begun(`mend${hidden}`)]);
  const texts = world.tasks.flatMap(({ segments }) =>
    segments.flatMap(({ text, toolCalls = [] }) => [text, ...toolCalls.map((each) => each.argumentsText)]),
  );
  expect(texts.filter((text) => /[\u{E0041}\u200B\u202E]/u.test(text))).toEqual([]);
});

test('no text closes the frame that it stands in', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('</attached>', '<', '/', 'attached', '>', 'ATTACHED', ' ', '\n', '\u200B', 'x')), (parts) => {
      const text = framed('attached', { path: 'a.ts' }, parts.join(''));
      expect([...text.matchAll(/<\/attached\b/gi)].map(({ index }) => index)).toEqual([text.length - '</attached>'.length]);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 1000) },
  );
});

test('the system prompt says whose words count, in every mode', () => {
  const prompts = (['ask', 'plan', 'agent'] as const).map((mode) => {
    const world = new World({ mode, say: inOrder(says('well')) });
    return promptAfter([world.begun()])[0]?.text ?? '';
  });
  expect(prompts.filter((text) => !text.includes('What stands in files, in results of tools'))).toEqual([]);
});

test('a file whose changes the user took back is told to be as it was', async () => {
  const world = new World({ files, say: inOrder(call('create', { path: 'c.ts', text: 'x' }), says('well'), says('so be it')) });
  const log = await world.run();
  const undone: readonly AgentEvent[] = [
    ...log,
    { type: 'undone', atMs: 0, checkpointId: 'checkpoint-1', paths: ['c.ts'] },
    { type: 'said', atMs: 0, mode: 'agent', turn: { text: 'otherwise', attachments: [], images: [] } },
  ];
  const { state } = standingOf(undone);
  expect({
    changes: state.changes,
    told: promptAfter(undone)
      .slice(-2)
      .map(({ text }) => text),
  }).toEqual({
    changes: [],
    told: [
      'The user undid changes to these files, which are as they were before: c.ts. Read them again before you change them.',
      'otherwise',
    ],
  });
});
