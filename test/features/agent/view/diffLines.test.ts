import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../../support/fakeVscode.ts')).fakeVscode());

import type { FileChange } from '../../../../src/core/agent/index.ts';
import { diffState, linesOf } from '../../../../src/features/agent/view/diffLines.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const kindsOf = (diff: string): readonly string[] => linesOf(diff).map(({ kind }) => kind);

describe('The lines of a change', () => {
  it('are told apart by what they are, and not by what they look like', () => {
    const diff = ['--- a/x.sql', '+++ b/x.sql', '@@ -1,2 +1,2 @@', '--- a comment', '+++ i;', ' same', '\\ No newline at end of file'].join(
      '\n',
    );
    expect(kindsOf(diff)).toEqual(['file', 'file', 'place', 'removed', 'added', 'same', 'same']);
  });

  it('spell out what is invisible in them', () => {
    expect(linesOf('@@ -0,0 +1,1 @@\n+if (isAdmin\u202E) {\n').at(-1)).toEqual({ kind: 'added', text: '+if (isAdmin⟨U+202E⟩) {' });
  });

  it('have all that is added and removed, whatever it is', () => {
    const line = fc.constantFrom('a', 'b', '', '-- c', '++ d', '@@ -1,1 +1,1 @@', '--- a/x', '+++ b/x', '\\ e');
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.map((each) => `${each}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes: readonly FileChange[] = [{ path: 'x', before, after }];
        const { lines, label } = diffState(changes, 1000);
        const count = (kind: string): number => lines.filter((each) => each.kind === kind).length;
        expect(label).toBe(`${count('added')} lines added, ${count('removed')} removed`);
        // What stands there afterwards is what was there, without what is removed and with what is added.
        expect(before.split('\n').length - count('removed') + count('added')).toBe(after.split('\n').length);
      }),
      runs,
    );
  });
});
