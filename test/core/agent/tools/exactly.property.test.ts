import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentCall } from '../../../../src/core/agent/index.ts';
import { runPrepared, shop } from './memoryWorkspace.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const path = fc.constantFrom(
  'src/price.ts',
  'src/new.ts',
  '.env',
  '../outside.txt',
  'src',
  'src/../src/price.ts',
  '/home/me/.bashrc',
  'link',
);
const text = fc.constantFrom('vat', 'vat = 19', 'tax', '', 'export', 'KEY=1', '\u202E');
const call: fc.Arbitrary<AgentCall> = fc.oneof(
  fc.record({
    tool: fc.constant('edit' as const),
    path,
    blocks: fc.array(fc.record({ search: text, replace: text }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ tool: fc.constant('create' as const), path, text }),
  fc.record({ tool: fc.constant('delete' as const), path }),
  fc.record({ tool: fc.constant('rename' as const), path, to: path }),
);

/** What may happen between the question and the answer. */
const meanwhile = fc.constantFrom('nothing', 'edited', 'created', 'relinked');

describe('Whatever a model asks to be changed, and whatever happens meanwhile', () => {
  it('exactly what was approved is done, or nothing (security point 6)', async () => {
    await fc.assert(
      fc.asyncProperty(call, meanwhile, async (asked, event) => {
        const workspace = shop({ '.env': 'KEY=1' });
        workspace.files.set('/home/me/.bashrc', 'vat');
        workspace.links.set('/shop/link', '/home/me/.bashrc');
        const prepared = await workspace.prepare(asked);
        if (event === 'edited') for (const file of workspace.files.keys()) workspace.files.set(file, 'vat = 19, mine');
        if (event === 'created') workspace.files.set('/shop/src/new.ts', 'mine');
        if (event === 'relinked')
          for (const file of ['src/price.ts', 'src/new.ts']) workspace.links.set(`/shop/${file}`, '/home/me/.bashrc');
        const before = new Map(workspace.files);
        const { isError, facts } = await runPrepared(prepared);
        const approved = prepared.content?.type === 'changes' ? prepared.content.changes : [];
        const expected = new Map(before);
        for (const change of isError ? [] : approved) {
          const file = { link: '/home/me/.bashrc' }[change.path] ?? (change.path.startsWith('/') ? change.path : `/shop/${change.path}`);
          expect(before.get(file)).toBe(change.before);
          if (change.after === undefined) expected.delete(file);
          else expected.set(file, change.after);
        }
        expect([...workspace.files].sort()).toEqual([...expected].sort());
        expect(facts?.changes ?? []).toEqual(isError ? [] : approved);
      }),
      runs,
    );
  });
});
