import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import treeSitter from '@vscode/tree-sitter-wasm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GrammarName } from '../../../src/providers/syntax/grammars.ts';
import { IncrementalParser } from '../../../src/providers/syntax/incrementalParser.ts';
import { editBetween } from '../../../src/providers/syntax/textEdit.ts';

const grammars = path.dirname(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm')));
const ports = { readGrammar: (grammar: GrammarName) => readFile(path.join(grammars, `tree-sitter-${grammar}.wasm`)) };
const going = (): boolean => false;

const documents = {
  typescript:
    'function sum(items: number[]): number {\n  let total = 0; // "all"\n  for (const item of items) total += `a`.length;\n  return total;\n}\n',
  python:
    'class Sum:\n    """All of them."""\n    def of(self, items):\n        for item in items:\n            if item:\n                yield f"{item}"\n        return 0\n',
  rust: 'fn sum<\'a>(items: &\'a [i32]) -> i32 {\n    let raw = r#"a"#;\n    items.iter().map(|item| item * 2).sum()\n}\n',
} as const;

const pieces = ['(', ')', '{', '}', '"', "'", '`', '\n', '\n    ', 'if x:', '/*', '*/', '//', '#', '😀', 'a', '= 1', ';', ',', '${'];

describe('A text parsed as a change of the last one', () => {
  beforeAll(() => treeSitter.Parser.init({ locateFile: (name) => path.join(grammars, name) }));

  it('gets the verdict that it gets when it is parsed afresh', async () => {
    const [incremental, fresh] = [new IncrementalParser(ports), new IncrementalParser(ports)];
    const change = fc.record({ at: fc.nat(400), removed: fc.nat(20), put: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('typescript', 'python', 'rust'), fc.array(change, { maxLength: 6 }), async (grammar, changes) => {
        let text: string = documents[grammar];
        for (const { at, removed, put } of changes) {
          const verdict = await incremental.verdictOf(grammar, text, going);
          // Another language in between: nothing is kept over it.
          await fresh.verdictOf('go', '', going);
          expect(verdict).toBe(await fresh.verdictOf(grammar, text, going));
          text = text.slice(0, at) + put.join('') + text.slice(at + removed);
        }
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 60) },
    );
  });

  it('is unknown when it was stopped, and known when it is asked again', async () => {
    const parser = new IncrementalParser(ports);
    const long = 'f(a, [b]);\n'.repeat(20_000);
    let asked = 0;
    const stopped = await parser.verdictOf('typescript', long, () => ++asked > 3);
    expect([stopped, await parser.verdictOf('typescript', 'f(a);', going)]).toEqual(['unknown', 'parses']);
  });
});

describe('The change between two texts', () => {
  it('is the one piece in which they differ', () => {
    expect(editBetween('one\ntwo\nthree', 'one\ntoo\nso\nthree')).toEqual({
      startIndex: 5,
      oldEndIndex: 6,
      newEndIndex: 9,
      startPosition: { row: 1, column: 1 },
      oldEndPosition: { row: 1, column: 2 },
      newEndPosition: { row: 2, column: 1 },
    });
  });

  it('turns the one into the other, and splits no character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀', '😁', '🐁') });
    fc.assert(
      fc.property(text, text, (before, now) => {
        const { startIndex, oldEndIndex, newEndIndex } = editBetween(before, now);
        const parts = [before.slice(0, startIndex), now.slice(startIndex, newEndIndex), before.slice(oldEndIndex)];
        expect([parts.join(''), parts.every((part) => part.isWellFormed())]).toEqual([now, true]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
