import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineCounts, unifiedDiff } from '../../../../src/core/agent/edits/index.ts';
import type { FileChange } from '../../../../src/core/agent/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const change = (before: string | undefined, after: string | undefined, path = 'src/a.ts'): FileChange => ({ path, before, after });

describe('A diff', () => {
  it('is written as everybody reads it', () => {
    const before = 'one\ntwo\nthree\nfour\nfive\nsix\n';
    expect(unifiedDiff([change(before, before.replace('five', 'FIVE\nand a half')), change(undefined, 'new\n', 'b.ts')])).toBe(
      [
        '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -2,5 +2,6 @@\n two\n three\n four\n-five\n+FIVE\n+and a half\n six\n',
        '--- /dev/null\n+++ b/b.ts\n@@ -0,0 +1,1 @@\n+new\n',
      ].join(''),
    );
  });

  it('says what is gone, what stays the same, and that a last line does not end', () => {
    expect(unifiedDiff([change('a\nb', undefined), change('same', 'same'), change(undefined, '', 'empty')])).toBe(
      '--- a/src/a.ts\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n\\ No newline at end of file\n--- /dev/null\n+++ b/empty\n',
    );
  });

  it('has no line of its own for what a path holds', () => {
    expect(unifiedDiff([change('a\n', 'b\n', 'x\n+++ b/other.ts')]).split('\n')[1]).toBe('+++ "b/x\\n+++ b/other.ts"');
  });

  it('makes the new text of the old one, whatever they are', () => {
    const text = fc
      .array(fc.string({ unit: fc.constantFrom('a', '-', '+', '\r', '\\'), maxLength: 2 }), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff([change(before, after)]);
        expect(diff === '' ? before : applyPatch(before, diff, { autoConvertLineEndings: false })).toBe(after);
      }),
      runs,
    );
  });

  it('of texts with little in common shows both whole, in bounded time, and makes the one of the other', () => {
    const numbered = (prefix: string) => Array.from({ length: 5000 }, (_, index) => `${prefix}${index}\n`).join('');
    const [before, after] = [`head\n${numbered('a')}tail`, `head\n${numbered('b')}tail`];
    const startedMs = performance.now();
    const diff = unifiedDiff([change(before, after)]);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect([applyPatch(before, diff) === after, diff.split('\n').length, lineCounts([change(before, after)])]).toEqual([
      true,
      10_007,
      { added: 5000, removed: 5000 },
    ]);
  });
});

describe('Counts of lines', () => {
  it('add up over files', () => {
    expect(lineCounts([change('a\nb\nc\n', 'a\nB\nc\nd\n'), change(undefined, '--x\n++y\n'), change('gone\n', undefined)])).toEqual({
      added: 4,
      removed: 2,
    });
  });
});
