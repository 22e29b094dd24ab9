import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/core/completion/clean.ts';
import { completionTask } from '../../../src/core/completion/shape.ts';
import { type Snapshot, typedBetween } from '../../../src/core/completion/snapshot.ts';

const at = (text: string, changes: Partial<Snapshot> = {}): Snapshot => {
  const [prefix = '', suffix = ''] = text.split('|');
  return { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', offset: prefix.length, prefix, suffix, ...changes };
};

describe('A model’s text', () => {
  it.each([
    { what: 'stays as it is', raw: 'b + c;', text: 'a = |', clean: { text: 'b + c;' } },
    { what: 'keeps a bracket of its own', raw: 'bar(x)', text: 'foo(|)', clean: { text: 'bar(x)' } },
    { what: 'loses the bracket that stands there already', raw: 'bar)', text: 'foo(|)', clean: { text: 'bar' } },
    { what: 'loses blanks at its end', raw: 'b + c; \n\n', text: 'a = |', clean: { text: 'b + c;' } },
    { what: 'has equal line ends', raw: 'b\r\nc\rd', text: 'a = |', clean: { text: 'b\nc\nd' } },
    { what: 'loses the bracket that the editor closed', raw: 'a, b)', text: 'call(|)', clean: { text: 'a, b' } },
    { what: 'loses the rest of the line', raw: 'name: string) {', text: 'greet(|) {', clean: { text: 'name: string' } },
    {
      what: 'loses the following line when it repeats it',
      raw: 'a();\nreturn total;',
      text: '|\n\nreturn total;\n',
      clean: { text: 'a();' },
    },
    {
      what: 'loses all from the repeated line on',
      raw: 'a();\nreturn total;\n}\nmore();',
      text: '|\nreturn total;\n',
      clean: { text: 'a();' },
    },
    { what: 'keeps a lone bracket that also follows', raw: 'if (a) {\n  b();\n}', text: '|\n}\n', clean: { text: 'if (a) {\n  b();\n}' } },
    { what: 'keeps a line with other indentation', raw: 'x\n  return 1;', text: '|\nreturn 1;', clean: { text: 'x\n  return 1;' } },
    { what: 'is nothing when blank', raw: ' \n ', text: 'a|', clean: { nothing: 'blank' } },
    { what: 'is nothing when empty', raw: '', text: 'a|', clean: { nothing: 'blank' } },
    {
      what: 'is nothing when it only repeats the rest of the line',
      raw: ');',
      text: 'call(|);',
      clean: { nothing: 'repeats-what-follows' },
    },
  ])('$what', ({ raw, text, clean }) => {
    expect(cleanText(raw, at(text))).toEqual(clean);
  });
});

describe('What was typed between two moments', () => {
  it('is what stands before the cursor since', () => {
    expect(typedBetween(at('let a|;'), at('let a = 1|;'))).toBe(' = 1');
  });

  it('is nothing when nothing changed', () => {
    expect(typedBetween(at('let a|;'), at('let a|;'))).toBe('');
  });

  it('is found although the window slid down a line', () => {
    const before = at('line 1\nline 2\nlet |\nafter');
    const now = at('line 2\nlet x;\n|\nafter', { offset: before.offset + 3 });
    expect(typedBetween(before, now)).toBe('x;\n');
  });

  it.each([
    ['when the cursor went back', at('let a = 1|;'), at('let a|;')],
    ['in another document', at('a|'), at('ab|', { uri: 'file:///b.ts' })],
    ['when text before changed', at('let a|;'), at('let bc|;')],
    ['when text after changed', at('f(|'), at('f(a|)')],
    ['when the cursor jumped farther than the window', at('a|'), at('z|', { offset: 500 })],
  ])('is unknown %s', (_when, before, now) => {
    expect(typedBetween(before, now)).toBeUndefined();
  });
});

describe('A question’s shape', () => {
  it('holds what the user sees of the file, and nothing that is invisible', () => {
    const snapshot = at('a\u200b = \u202e"é";\u{e0041}|\u2066;\n');
    const { segments } = completionTask('id', snapshot, 'automatic');
    expect([segments.map(({ text }) => text), snapshot.prefix.length]).toEqual([['a = "é";', ';\n'], 12]);
  });

  it.each([
    ['const a = |', 'typescript', 'completion.line'],
    ['call(a, |)', 'typescript', 'completion.line'],
    ['if (a) { // open |', 'typescript', 'completion.line'],
    ['a: |', 'typescript', 'completion.line'],
    ['if (a) {|', 'typescript', 'completion.block'],
    ['items.map((item) => |', 'typescript', 'completion.block'],
    ['const list = [ |', 'typescript', 'completion.block'],
    ['a();\n  |\nb();', 'typescript', 'completion.block'],
    ['while read line; do|', 'shellscript', 'completion.block'],
    ['def total(items):|', 'python', 'completion.block'],
    ['if (a) {|}', 'typescript', 'completion.line'],
  ])('at %j in %s is %s', (text, languageId, kind) => {
    expect(completionTask('id', at(text, { languageId }), 'automatic').kind).toBe(kind);
  });

  it('of a block allows more and ends at a blank line; its origin names language and workspace', () => {
    const { maxOutputTokens, stop, origin } = completionTask('id', at('if (a) {|', { workspace: 'shop' }), 'invoke');
    expect({ maxOutputTokens, stop, origin }).toEqual({
      maxOutputTokens: 256,
      stop: ['\n\n'],
      origin: { trigger: 'invoke', language: 'typescript', workspace: 'shop' },
    });
  });
});
