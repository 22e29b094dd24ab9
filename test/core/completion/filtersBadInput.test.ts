import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CleanText, cleanText } from '../../../src/core/completion/clean.ts';
import type { Snapshot } from '../../../src/core/completion/snapshot.ts';

const at = (prefix: string, suffix = '', languageId = 'typescript'): Snapshot => {
  return { uri: 'file:///a', path: 'a', languageId, offset: prefix.length, prefix, suffix };
};

const megabyte = 1_000_000;
const minified = 'var a=function(b,c){return b.d(c)?[b,c]:{e:c}},'.repeat(400);

describe('Bad input: what the filters say of', () => {
  it.each<readonly [string, string, Snapshot, CleanText]>([
    ['a minified file', 'f(g){return g}', at(minified.slice(0, 16_384), minified.slice(0, 8192)), { text: 'f(g){return g}' }],
    ['a line of 1 MB that goes round', 'a=[1,2];'.repeat(megabyte / 8), at(''), { nothing: 'repetition' }],
    ['a line of 1 MB of blanks', ' '.repeat(megabyte), at(''), { nothing: 'blank' }],
    ['CRLF', 'a();\r\nb();\r\n', at('c();\n'), { text: 'a();\nb();' }],
    ['CRLF that is also below', 'a();\r\nb();\r\n', at('', '\nb();\n'), { text: 'a();' }],
    ['tabs', 'if (a) {\r\n\t\tb();\r\n\t}', at('{\n\t', '\n}'), { text: 'if (a) {\n\t\tb();\n\t}' }],
    ['surrogate pairs', '"😀😁🐁"', at('const a = '), { text: '"😀😁🐁"' }],
    ['text from right to left', 'const שלום = "مرحبا";', at(''), { text: 'const שלום = "مرحبا";' }],
    ['a control that turns the order around', 'const a = "\u202Eabc";', at(''), { nothing: 'nonsense', found: 'U+202E' }],
    ['binary', '\u007FELF\u0002\u0001\u0001\0\0', at(''), { nothing: 'nonsense', found: 'U+007F' }],
    ['a server streaming the same for ever', 'yes\n'.repeat(megabyte / 4), at(''), { text: 'yes' }],
    ['a server streaming brackets for ever', '}'.repeat(megabyte), at('{'), { nothing: 'repetition' }],
    [
      'a server streaming special tokens for ever',
      '<|im_start|>'.repeat(megabyte / 12),
      at(''),
      { nothing: 'nonsense', found: '<|im_start|>' },
    ],
  ])('%s', (_what, raw, snapshot, clean) => {
    expect(cleanText(raw, snapshot)).toEqual(clean);
  });

  it('a server streaming different lines for ever: no more than is looked at, and whole lines', () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `line${index * 7919};`);
    const cleaned = cleanText(lines.join('\n'), at(''));
    const shown = 'text' in cleaned ? cleaned.text.split('\n') : [];
    expect([shown.length > 500, shown]).toEqual([true, lines.slice(0, shown.length)]);
  });

  it('a line of 1 MB without an end: its beginning, and no half of a character', () => {
    const endless = Array.from({ length: 100_000 }, (_, index) => `${'x'.repeat(index % 7)}😀${index}`).join('');
    const cleaned = cleanText(endless, at(''));
    const text = 'text' in cleaned ? cleaned.text : '';
    expect([endless.startsWith(text), text.isWellFormed(), text.length > 16_000, text.length <= 16_384]).toEqual([true, true, true, true]);
  });
});

/** Everything that looks at a text character by character goes through these. */
const readers = ['charAt', 'charCodeAt', 'indexOf', 'lastIndexOf', 'startsWith', 'trimStart', 'trim', 'trimEnd', 'slice'] as const;

describe('The filters’ work', () => {
  /** How often the text was looked at. */
  function stepsFor(raw: string, snapshot: Snapshot): number {
    let steps = 0;
    const originals = readers.map((name) => [name, Object.getOwnPropertyDescriptor(String.prototype, name)] as const);
    for (const [name, original] of originals)
      Object.defineProperty(String.prototype, name, {
        ...original,
        value(this: string, ...parameters: unknown[]) {
          steps += 1;
          return Reflect.apply(original?.value, this, parameters);
        },
      });
    try {
      cleanText(raw, snapshot);
    } finally {
      for (const [name, original] of originals) if (original) Object.defineProperty(String.prototype, name, original);
    }
    return steps;
  }

  it.each<readonly [string, (size: number) => string, (size: number) => Snapshot]>([
    [
      'brackets that fit no partner',
      (size) => '(['.repeat(size / 4) + '})'.repeat(size / 4),
      (size) => at('[('.repeat(size / 2), '}'.repeat(size)),
    ],
    ['quotes without an end', (size) => `"'`.repeat(size / 2), (size) => at(`'"/`.repeat(size / 3), '`'.repeat(size))],
    ['slashes', (size) => `=/${'[/'.repeat(size / 2)})`, (size) => at('=/'.repeat(size / 2), ')')],
    ['almost a loop', (size) => `${'ab'.repeat(size / 4)}c${'ab'.repeat(size / 4)}`, () => at('')],
    ['almost what is right of the cursor', (size) => 'aab'.repeat(size / 3), (size) => at('', `${'aab'.repeat(size / 3)}aaa`)],
    ['empty lines', (size) => `a${'\n'.repeat(size)}b`, (size) => at('\n'.repeat(size), '\n'.repeat(size))],
    ['equal lines', (size) => `${'}\n'.repeat(size / 2)}b`, (size) => at('}\n'.repeat(size / 2), '\n}'.repeat(size / 2))],
    ['apostrophes of Rust', (size) => "'".repeat(size), (size) => at("'\\".repeat(size / 2), ')'.repeat(size), 'rust')],
  ])('grows no faster than the text: %s', (_what, raw, snapshot) => {
    const [once, twice] = [stepsFor(raw(1024), snapshot(1024)), stepsFor(raw(2048), snapshot(2048))];
    expect(twice / once).toBeLessThan(2.3);
  });

  it.each([
    ['of one line', (size: number) => Array.from({ length: size / 8 }, (_, index) => `f(${index * 31});`).join('')],
    ['of many', (size: number) => Array.from({ length: size / 8 }, (_, index) => `f(${index * 31});`).join('\n')],
  ])('does not grow with an answer without end %s', (_what, raw) => {
    expect(stepsFor(raw(megabyte), at('{', '}'))).toBe(stepsFor(raw(megabyte / 8), at('{', '}')));
  });
});

describe('Whatever a model says and wherever', () => {
  const piece = fc.constantFrom(
    'a',
    'total',
    '(',
    ')',
    '{',
    '}',
    '"',
    "'",
    '`',
    '//',
    '/*',
    '*/',
    '😀',
    'שלום',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '  ',
    '=',
    ';',
    '\\',
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const plain = text.map((each) => each.replaceAll('\r\n', '\n'));

  it('what is shown says something, has the document’s line ends, and no half of a character', () => {
    fc.assert(
      fc.property(
        text,
        plain,
        plain,
        fc.constantFrom('typescript', 'python', 'rust', 'go', 'plaintext'),
        (raw, prefix, suffix, languageId) => {
          const cleaned = cleanText(raw, at(prefix, suffix, languageId));
          if ('nothing' in cleaned) return;
          const told = [cleaned.text.trim() !== '', cleaned.text.includes('\r'), cleaned.text.isWellFormed()];
          const line = suffix.split('\n')[0] ?? '';
          expect([...told, line.trim() !== '' && cleaned.text.includes('\n')]).toEqual([true, false, true, false]);
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
