import { expect, test } from 'vitest';
import type { AgentEventOf } from '../../../../src/core/agent/index.ts';
import { createAgentTools, type ToolPorts } from '../../../../src/core/agent/tools/index.ts';
import { pathUseOf } from '../../../../src/core/policy/index.ts';
import { shop } from '../tools/memoryWorkspace.ts';
import { call, finish, inOrder, type Said, says, World } from './support.ts';

/** The folder "bank" beside the task's, "shop": what it keeps from models holds for its files only. */
const policy = {
  metered: 'allowed',
  folders: [{ name: 'shop' }, { name: 'bank', data: { paths: { 'customers/**': 'nothing', 'plans/**': 'local' } } }],
} as const;

function inTwoFolders(moves: readonly Said[], begun: Partial<AgentEventOf<'begun'>> = {}) {
  const workspace = shop({ 'customers/list.csv': 'a customer of the shop' });
  for (const [path, text] of [
    ['customers/list.csv', 'a customer of the bank'],
    ['plans/merger.md', 'the bank is sold'],
    ['src/rate.ts', 'rate = 3'],
  ])
    workspace.files.set(`/bank/${path}`, text ?? '');
  const ports = workspace.ports();
  const roots: Readonly<Record<string, string>> = { '/shop': 'shop', '/bank': 'bank' };
  const place: ToolPorts['files']['place'] = (use) => ({
    ...ports.files.place(use),
    roots: use === 'read' ? Object.keys(roots) : ['/shop'],
  });
  const isExcluded: ToolPorts['isExcluded'] = (path, root = '') => {
    const request = { kind: 'agent.step', paths: [path], ...(roots[root] !== undefined && { workspace: roots[root] }) } as const;
    return pathUseOf(policy, request) === 'nothing';
  };
  return new World({
    begun: { workspace: 'shop', folder: 'file:///shop', ...begun },
    ports: { tools: createAgentTools({ ...ports, files: { ...ports.files, place }, isExcluded }) },
    say: inOrder(...moves, finish()),
  });
}

const told = (world: World) => ({
  results: world.recorded.flatMap((event) => {
    if (event.type === 'refused') return [event.rule];
    return event.type === 'ran' && !event.callId.startsWith('verify:') ? [event.result.text.split('\n')[0]] : [];
  }),
  origins: world.tasks.map(({ origin }) => origin.workspace),
});

test('what a folder keeps from models holds for its own files, also where the task is of another folder', async () => {
  const world = inTwoFolders([call('read', { path: '/bank/customers/list.csv' }), call('read', { path: 'customers/list.csv' })]);
  await world.run();
  const { results, origins } = told(world);
  expect([results.slice(0, 2), new Set(origins)]).toEqual([['excluded', '1\ta customer of the shop'], new Set(['shop'])]);
});

test.each<[string, Said]>([
  ['it was read', call('read', { path: '../bank/src/rate.ts' })],
  ['its folder was listed', call('list', { path: '/bank/src' })],
  ['a command named it', call('run', { command: 'cat ../bank/src/rate.ts' })],
  ['a command was run there', call('run', { command: 'cat *', folder: '/bank/src' })],
  ['a subtask was given it', call('delegate', { title: 'part', instructions: 'look', paths: ['/bank/src/rate.ts'] })],
])('once a file of another folder is in the prompt, the policies of all folders hold: %s', async (_how, move) => {
  const world = inTwoFolders([call('read', { path: 'src/price.ts' }), move]);
  await world.run();
  const { origins } = told(world);
  expect([origins.slice(0, 2), new Set(origins.slice(2))]).toEqual([['shop', 'shop'], new Set([undefined])]);
});

test('an attachment is of its own folder', async () => {
  const attached = async (folder: string) => {
    const turn = { text: 'look', attachments: [{ type: 'file' as const, path: 'plans/merger.md', folder, text: 'sold' }], images: [] };
    const world = inTwoFolders([says('I see')], { turn });
    await world.run();
    return world.tasks.map(({ kind, origin, paths = [] }) => [
      origin.workspace,
      pathUseOf(policy, { kind, paths, ...(origin.workspace !== undefined && { workspace: origin.workspace }) }),
    ])[0];
  };
  expect([await attached('file:///shop'), await attached('file:///bank')]).toEqual([
    ['shop', undefined],
    [undefined, 'local'],
  ]);
});

test('what a link leads to is kept by its own name', async () => {
  const workspace = shop({ 'private/plan.md': 'mine' });
  workspace.links.set('/shop/docs/plan.md', '/shop/private/plan.md');
  workspace.excluded.add('private/plan.md');
  const { verdict } = await workspace.prepare({ tool: 'read', path: 'docs/plan.md' });
  expect(verdict).toEqual({ verdict: 'refuse', rule: 'excluded', reason: 'docs/plan.md is kept from models by the user' });
});
