import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBlocks } from '../../../../src/core/agent/edits/index.ts';
import { stripInvisible } from '../../../../src/core/policy/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const apply = (text: string, ...blocks: readonly (readonly [search: string, replace: string])[]) =>
  applyBlocks(
    text,
    blocks.map(([search, replace]) => ({ search, replace })),
  );
const applied = (text: string, inexact = 0) => ({ outcome: 'applied', text, inexact });

describe('A block', () => {
  it('is put in the place of the one text that is like it, within lines too', () => {
    expect(apply('let a = 1;\nlet b = 2;\n', ['b = 2', 'b = 3'])).toEqual(applied('let a = 1;\nlet b = 3;\n'));
  });

  it('is applied to what those before it left', () => {
    expect(apply('one\n', ['one', 'two'], ['two', 'three'])).toEqual(applied('three\n'));
  });

  it.each([
    ['deletes where there is nothing to put', 'a\nb\nc\n', 'b\n', '', 'a\nc\n'],
    ['fills an empty file with an empty search', '', '', 'new\n', 'new\n'],
    ['keeps a final newline', 'a\nb\n', 'b\n', 'c', 'a\nc\n'],
    ['keeps that there is none', 'a\nb', 'b', 'c\n', 'a\nc'],
    ['keeps that there is none, however many are put', 'a\r\nb', 'b', 'c\n\n', 'a\r\nc'],
    ['gives the file a final newline where just that is asked', 'a\r\nb', 'b', 'b\n', 'a\r\nb\r\n'],
    ['takes the final newline where just that is asked', 'a\nb\n', 'b\n', 'b', 'a\nb'],
    ['takes blank lines at the end where just that is asked', 'a\nb\n\n\n', 'b\n\n\n', 'b\n', 'a\nb\n'],
    ['gets the line endings of the file', 'a\r\nb\r\n', 'b', 'c\nd', 'a\r\nc\r\nd\r\n'],
    ['loses line endings that the file has not', 'a\nb\n', 'b', 'c\r\nd', 'a\nc\nd\n'],
    ['finds lines that end otherwise', 'a\r\nb\r\nc\r\n', 'a\nb', 'x\ny\nz', 'x\r\ny\r\nz\r\nc\r\n'],
    ['finds parts of lines that end otherwise', 'foo(\r\n  bar)\r\n', 'o(\n  b', 'o(\n  c', 'foo(\r\n  car)\r\n'],
    ['takes no sign of the replacement for more than it is', 'a\n', 'a', "$& $1 $` $' \\n", "$& $1 $` $' \\n\n"],
  ])('%s', (_, text, search, replace, expected) => {
    expect(apply(text, [search, replace])).toEqual(applied(expected));
  });

  it.each([
    ['blanks at the ends of lines', 'if (a) {  \n  b();\t\n}\n', 'if (a) {\n  b();\n}', 'if (a) {\n  c();\n}', 'if (a) {  \n  c();\n}\n'],
    ['all of it indented more', '    if (a)\n      b();\n', 'if (a)\n  b();', 'if (a) {\n  b();\n}', '    if (a) {\n      b();\n    }\n'],
    ['all of it indented less', 'if (a)\n  b();\n', '    if (a)\n      b();', '    if (a)\n      c();', 'if (a)\n  c();\n'],
    [
      'tabs in the file',
      '\tif (a)\n\t\tb();\n',
      '  if (a)\n    b();',
      '  if (a) {\n    b();\n      c();\n  }',
      '\tif (a) {\n\t\tb();\n\t\t\tc();\n\t}\n',
    ],
    ['blanks in the file', '  if (a)\n    b();\n', '\tif (a)\n\t\tb();', '\tif (a)\n\t\t\tc();', '  if (a)\n      c();\n'],
    ['a tab between words', 'int\ta;\nint\tb;\n', 'int a;\nint b;', 'int c;', 'int c;\n'],
    ['blank lines around it', 'a b\nc d\n', '\n\na b \nc d\n\n', '\n\ne\n\n', 'e\n'],
    ['depths that it does not have itself', 'f:\n    a\n    b\n', '  a\n  b', '  if c:\n    a\n  b', 'f:\n    if c:\n      a\n    b\n'],
    ['line endings too', '\ta;\r\n\tb;\r\n', 'a;\nb;', 'a;\nc;\nb;', '\ta;\r\n\tc;\r\n\tb;\r\n'],
  ])('fits but for %s, and takes the file’s', (_, text, search, replace, expected) => {
    expect(apply(text, [search, replace])).toEqual(applied(expected, 1));
  });

  it.each([
    ['of the file, which go with what they stand in', 'a = "x\u200By";\n', 'a = "xy";', 'a = "z";', 'a = "z";\n'],
    ['of the file, which stay around what changes', '\u200Ba\u202E = b\u200B;\n', 'a = b;', 'a = c;', '\u200Ba\u202E = c\u200B;\n'],
    ['of the file, where something is put between', 'a\u200B;\nb\n', 'a;', 'a();', 'a\u200B();\nb\n'],
    ['of the search', 'let a = 1;\n', 'let\u200B a = 1;', 'let\u200B a = 2;', 'let a = 2;\n'],
    ['of both', 'l\u2060et a = 1;\n', 'let\u200B a = 1;', 'let a = 2;', 'l\u2060et a = 2;\n'],
    ['of Unicode’s tags, two units each', 'a\u{E0041}\u{E0042}b\n', 'ab', 'ac', 'a\u{E0041}\u{E0042}c\n'],
    [
      'and blanks and line endings too',
      '\tif (a)  \r\n\t\tb\u200B();\r\n',
      'if (a)\n\tb();',
      'if (a)\n\tc();',
      '\tif (a)  \r\n\t\tc\u200B();\r\n',
    ],
    ['but for those that are new', 'a b\n', 'a\u200B b', 'a c\u2066', 'a c\u2066\n'],
  ])('fits but for characters that are not seen: %s', (_, text, search, replace, expected) => {
    expect(apply(text, [search, replace])).toEqual(applied(expected, 1));
  });

  it('fits whatever is strewn into the file that is not seen', () => {
    const word = fc.constantFrom('let', 'a', '=', '1', ';', '\n', '(', ')', ' ');
    const unseen = fc.constantFrom('', '', '\u200B', '\u202E', '\u{E0041}', '\uFE0F');
    const file = fc.array(fc.tuple(word, unseen), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(file, file, file, (before, within, behind) => {
        const [written, shown] = [0, 1].map((kind) =>
          [before, [['<mark', ''] as const, ...within, ['mark>', ''] as const], behind].map((pieces) =>
            pieces.map(([text, hidden]) => (kind === 0 ? text + hidden : text)).join(''),
          ),
        );
        const result = apply(written?.join('') ?? '', [shown?.[1] ?? '', 'new']);
        expect(result.outcome === 'applied' && stripInvisible(result.text)).toBe(`${shown?.[0]}new${shown?.[2]}`);
      }),
      runs,
    );
  });

  it('does not fit lines of another structure', () => {
    expect(apply('if a:\n  b\n  c\n', ['if a:\n  b\nc', 'x']).outcome).toBe('failed');
    expect(apply('  if a:\nb\n', ['if a:\n  b', 'x']).outcome).toBe('failed');
  });

  it('that fits exactly is not looked for more loosely', () => {
    expect(apply('  a\na b\n', ['  a', '  c'])).toEqual(applied('  c\na b\n'));
  });
});

describe('A block that cannot be applied', () => {
  const failed = (reason: string, block = 0) => ({ outcome: 'failed', block, reason });

  it('names the lines where it may be meant', () => {
    expect(apply('a\nx\na\nx\na\n', ['a', 'b'])).toEqual(
      failed('its text is there more than once, at lines 1, 3, 5: add lines before or after it, until it is there only once.'),
    );
    expect(apply('  a;\n  b;\n\ta;\n\tb;\n', ['a;\nb;', 'c;'])).toEqual(
      failed('its text is there more than once, at lines 1, 3: add lines before or after it, until it is there only once.'),
    );
    expect(apply('a'.repeat(30), ['aa', 'b'])).toEqual(
      failed(
        'its text is there more than once, at lines 1, 1, 1, 1, 1 and more: add lines before or after it, until it is there only once.',
      ),
    );
  });

  it('shows the nearest lines by their numbers', () => {
    const text = 'import a;\n\nfunction total(list) {\n  return list.length;\n}\n\nfunction other() {}\n';
    expect(apply(text, ['function total(list) {\n  return list.size;\n}', 'x'])).toEqual(
      failed('its text is not in the file.\nThe nearest lines:\n3 | function total(list) {\n4 |   return list.length;\n5 | }'),
    );
    expect(apply(text, ['function totals(list, more)', 'x'])).toEqual(
      failed('its text is not in the file.\nThe nearest lines:\n2 | \n3 | function total(list) {\n4 |   return list.length;'),
    );
    expect(apply(text, ['zzz qqq', 'x'])).toEqual(
      failed('its text is not in the file.\nNothing in the file is like it: read the file again.'),
    );
  });

  it('says so when its search is empty or blank, or a block before it took its text', () => {
    expect([apply('a\n', ['', 'b']), apply('a\n', ['   ', 'b']), apply('alpha\nbeta\n', ['alpha', 'gamma'], ['alpha\nbeta', 'd'])]).toEqual(
      [
        failed('the text to search for is empty, and the file is not: give some lines that stand there now.'),
        failed('the text to search for is only blanks, and they are not there: give some lines that stand there now.'),
        failed(
          'its text was there before the blocks before it were applied. Blocks are applied one after the other: give the text as they leave it.\nThe nearest lines:\n1 | gamma\n2 | beta',
          1,
        ),
      ],
    );
  });

  it('tells at most some thousand characters, whatever the file holds', () => {
    const text = `${`needle ${'x'.repeat(5000)}\n`.repeat(50)}needle word\n`;
    const result = apply(text, [`needle word\nneedle ${'y'.repeat(5000)}\n${'z\n'.repeat(100)}`, '']);
    expect(result.outcome === 'failed' && result.reason.length).toBeLessThan(2500);
  });
});

describe('Whatever the file holds', () => {
  const ending = fc.constantFrom('\n', '\r\n');
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '{', 'ü', '😀', '$'), maxLength: 6 });
  const lines = fc.array(line, { minLength: 1, maxLength: 8 });

  it('an exact block that is there once is applied, and nothing else changes', () => {
    fc.assert(
      fc.property(lines, lines, lines, lines, ending, fc.boolean(), (before, search, put, behind, end, isWritten) => {
        const text = [...before, ['<', ...search, '>'].join(end), ...behind, '.'].join(end);
        const written = isWritten ? end : '\n';
        const result = apply(text, [['<', ...search, '>'].join(written), ['<', ...put, '>'].join('\n')]);
        expect(result).toEqual(applied([...before, ['<', ...put, '>'].join(end), ...behind, '.'].join(end)));
      }),
      runs,
    );
  });

  it('the file’s line endings and its last one survive', () => {
    fc.assert(
      fc.property(lines, lines, lines, ending, fc.boolean(), (text, search, put, end, hasLast) => {
        const before = text.join(end) + (hasLast ? end : '');
        const result = apply(before, [search.join('\n'), put.join('\n')]);
        if (result.outcome === 'failed' || !before.includes('\n') || result.text === '') return;
        expect([/(?<!\r)\n/.test(result.text), result.text.includes('\r\n')]).toEqual([
          end === '\n' && result.text.includes('\n'),
          end === '\r\n' && result.text.includes('\n'),
        ]);
        expect(result.text.endsWith('\n')).toBe(before.endsWith('\n'));
      }),
      runs,
    );
  });

  it('a block that is indented otherwise as a whole is applied, and nothing else changes', () => {
    const word = fc.stringMatching(/^[a-z]{1,5}$/);
    const depths = fc.array(fc.tuple(fc.nat(3), word), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(depths, depths, fc.nat(3), fc.constantFrom('\t', '  ', '    '), (search, put, shift, unit) => {
        const written = (block: typeof depths extends fc.Arbitrary<infer Block> ? Block : never, by: number, step: string) =>
          block.map(([depth, name]) => `${step.repeat(depth + by)}${name};\n`).join('');
        const used = new Set(search.map(([depth]) => depth));
        const known = put.filter(([depth]) => used.has(depth));
        const text = `head {\n${written(search, shift + 1, unit)}END\n`;
        const result = apply(text, [written(search, 0, '  '), written(known, 0, '  ')]);
        const isExact = text.includes(written(search, 0, '  '));
        if (result.outcome === 'applied' && !isExact) expect(result.text).toBe(`head {\n${written(known, shift + 1, unit)}END\n`);
        else expect(isExact || result.outcome === 'applied').toBe(true);
      }),
      runs,
    );
  });

  it('takes linear time: a megabyte that is all alike, however it is searched', () => {
    const size = 1_000_000;
    const startedMs = performance.now();
    const outcomes = [
      apply('a'.repeat(size), [`b${'a'.repeat(size / 2)}`, 'x']),
      apply('x\n'.repeat(size / 2), [`${' x\n'.repeat(size / 4)}  x`, 'y']),
    ].map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['failed', 'failed']);
    // Quadratic, any of them would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
