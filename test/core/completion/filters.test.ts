import { describe, expect, it } from 'vitest';
import { type CleanText, cleanText } from '../../../src/core/completion/clean.ts';
import type { Snapshot } from '../../../src/core/completion/snapshot.ts';

interface Case {
  readonly what: string;
  readonly raw: string;
  /** The document; `|` is the cursor. */
  readonly at: string;
  readonly languageId?: string;
  /** The cursor's offset in a document of which only this part is seen. */
  readonly offset?: number;
  readonly clean: string | CleanText;
}

function clean({ raw, at, languageId = 'typescript', offset }: Omit<Case, 'what' | 'clean'>): string | CleanText {
  const [prefix = '', suffix = ''] = at.split('|');
  const snapshot: Snapshot = { uri: 'file:///a', path: 'a', languageId, offset: offset ?? prefix.length, prefix, suffix };
  const cleaned = cleanText(raw, snapshot);
  return 'text' in cleaned ? cleaned.text : cleaned;
}

function itTells(cases: readonly Case[]): void {
  it.each(cases)('$what', ({ clean: expected, ...question }) => expect(clean(question)).toEqual(expected));
}

const repeatsWhatFollows: CleanText = { nothing: 'repeats-what-follows' };
const repetition: CleanText = { nothing: 'repetition' };

describe('Text right of the cursor', () => {
  itTells([
    { what: 'is not said again, though more stands after it', at: 'greet(|) { // now', raw: 'name)', clean: 'name' },
    {
      what: 'is not said again, though only its words are',
      at: 'const |total = sum(items);',
      raw: 'total = sum',
      clean: repeatsWhatFollows,
    },
    { what: 'is not said again without its blanks', at: 'f(|)  \n', raw: 'a)', clean: 'a' },
    { what: 'does not tear a pair of the answer', at: 'f(|);', raw: 'g(x)', clean: 'g(x)' },
    { what: 'takes the end of a statement only', at: 'f(|);', raw: 'g(x);', clean: 'g(x)' },
    { what: 'takes the end of an entry only', at: 'f([|],', raw: '[1, 2],', clean: '[1, 2]' },
    { what: 'takes a closing quote', at: 'const a = "|"', raw: 'hello"', clean: 'hello' },
    { what: 'of a letter that the answer ends with stays, for a word may end so', at: 'f(|s => s)', raw: 'items', clean: 'items' },
    { what: 'that is half a word of the answer stays', at: 'a = |items', raw: 'lineitems + b.items.', clean: 'lineitems + b.items.' },
    { what: 'leaves only the rest of the line of an answer of more', at: 'f(|)', raw: 'a, b) {\n  return;\n}', clean: 'a, b' },
    { what: 'that the answer begins a line after leaves nothing', at: 'f(|)', raw: '\n  a', clean: repeatsWhatFollows },
    { what: 'is not split in a character', at: '"|😁"', raw: '😀', clean: '😀' },
    { what: 'of emoji is not said again', at: '"|😁😀"', raw: 'a😁😀"', clean: 'a' },
    { what: 'from right to left is not said again', at: 'say("|שלום")', raw: 'hi שלום")', clean: 'hi ' },
  ]);
});

describe('Lines below the cursor', () => {
  itTells([
    { what: 'are not said again from the first one on', at: '|\nreturn total;\n', raw: 'a();\nreturn total;\nmore();', clean: 'a();' },
    { what: 'are all that is said', at: '|\nreturn total;\n', raw: 'return total;', clean: repeatsWhatFollows },
    {
      what: 'are all that is said, counting what is typed',
      at: '  ret|\n\n  return total;\n',
      raw: 'urn total;',
      clean: repeatsWhatFollows,
    },
    {
      what: 'are not said again where a bracket comes first',
      at: 'if (a) {\n  |\n}\nreturn total;\n',
      raw: 'b();\n}\nreturn total;',
      clean: 'b();',
    },
    { what: 'of brackets are another block’s', at: 'if (a) {\n  |\n}\n', raw: 'if (b) {\n    c();\n  }', clean: 'if (b) {\n    c();\n  }' },
    { what: 'with other indentation are others', at: '|\nreturn 1;\n', raw: 'if (a) {\n  return 1;\n}', clean: 'if (a) {\n  return 1;\n}' },
    { what: 'that are blank do not count', at: '|\n\n\nreturn total;\n', raw: 'a();\n\nreturn total;', clean: 'a();' },
  ]);
});

describe('Lines above the cursor', () => {
  const block = 'export function one() {\n  return 1;\n}\n';
  itTells([
    { what: 'may be said once more', at: 'items.pop();\n|', raw: 'items.pop();', clean: 'items.pop();' },
    { what: 'are not said a third time in a row', at: 'items.pop();\nitems.pop();\n|', raw: 'items.pop();', clean: repetition },
    { what: 'are not said again as a block', at: `${block}|`, raw: block, clean: repetition },
    { what: 'are not said again as a block, though more follows', at: `${block}|`, raw: `${block}more();`, clean: repetition },
    {
      what: 'are said again when there is an end to it',
      at: `${block}|`,
      raw: 'export function one() {\n  return 2;\n}',
      clean: 'export function one() {\n  return 2;\n}',
    },
    { what: 'of signs only are no repetition', at: '0, 1,\n0, 1,\n|', raw: '0, 1,', clean: '0, 1,' },
  ]);
});

describe('An answer that goes round', () => {
  itTells([
    { what: 'keeps the first round of its lines', at: '|', raw: 'a.next();\n'.repeat(20), clean: 'a.next();' },
    { what: 'keeps what it said before', at: '|', raw: `const b = a();\n${'b.next();\n'.repeat(9)}`, clean: 'const b = a();\nb.next();' },
    {
      what: 'may end in the middle of a round',
      at: '|',
      raw: `${'if (a) {\n  next();\n}\n'.repeat(5)}if (a`,
      clean: 'if (a) {\n  next();\n}',
    },
    {
      what: 'loses a line that goes round in itself',
      at: '|',
      raw: `const b = a();\nconst c = ${'null, '.repeat(40)}`,
      clean: 'const b = a();',
    },
    { what: 'is nothing when it is all one such line', at: 'f(|', raw: 'null, '.repeat(40), clean: repetition },
    { what: 'is nothing when it is one sign for ever', at: '|', raw: '/'.repeat(5000), clean: repetition },
    { what: 'is none where lines are said twice', at: '|', raw: 'a.next();\na.next();\n', clean: 'a.next();\na.next();' },
    {
      what: 'is none where it comes to an end',
      at: '|',
      raw: `${'a.next();\n'.repeat(4)}done();`,
      clean: `${'a.next();\n'.repeat(4)}done();`,
    },
    { what: 'is none in a banner', at: '|', raw: `// ${'-'.repeat(77)}`, clean: `// ${'-'.repeat(77)}` },
    { what: 'is none in a row of numbers', at: 'a = [|', raw: '0, 0, 0, 0, 0, 0, 0, 0', clean: '0, 0, 0, 0, 0, 0, 0, 0' },
    { what: 'is none in closing brackets', at: '((((|', raw: 'a))))', clean: 'a))))' },
  ]);
});

describe('A bracket that closes', () => {
  const body = 'function f() {\n  |\n}\n';
  itTells([
    { what: 'goes when the document closes its partner below', at: body, raw: 'return 1;\n}', clean: 'return 1;' },
    { what: 'goes with all that comes after it', at: body, raw: 'return 1;\n}\n\nfunction g() {\n}', clean: 'return 1;' },
    { what: 'stays when the document does not', at: 'function f() {\n  |', raw: 'return 1;\n}', clean: 'return 1;\n}' },
    { what: 'stays once when one more is open', at: 'function f() {\n  if (a) {\n    |\n}\n', raw: 'b();\n  }\n}', clean: 'b();\n  }' },
    { what: 'stays when the answer opened it', at: body, raw: 'if (a) {\n    b();\n  }', clean: 'if (a) {\n    b();\n  }' },
    { what: 'goes when nobody opened it', at: 'a = |', raw: 'b);', clean: 'b' },
    { what: 'stays when what is above is not seen', at: 'a = |', offset: 9000, raw: 'b);', clean: 'b);' },
    { what: 'goes when the editor closed its partner in the line', at: 'if (a|)', raw: ' && b) {', clean: ' && b' },
    { what: 'in a string is none', at: 'f(|', raw: '"]}", 1)', clean: '"]}", 1)' },
    { what: 'in a comment is none', at: '|', raw: 'a(); // :-)', clean: 'a(); // :-)' },
    { what: 'in a template is none', at: '|', raw: 'a(`)\n})`);', clean: 'a(`)\n})`);' },
    { what: 'in a regular expression is none', at: '|', raw: 'a.replace(/[)/]\\)/g, "");', clean: 'a.replace(/[)/]\\)/g, "");' },
    { what: 'after an apostrophe is one', at: "{/* don’t */}\n<b>don't {|", raw: 'a}</b>', clean: 'a}</b>' },
    { what: 'stays inside a comment', at: '/* (a) |', raw: 'b) */', clean: 'b) */' },
    {
      what: 'counts beside Rust’s lifetimes',
      at: "fn f<'a>(b: &'a str) {\n    |\n}\n",
      languageId: 'rust',
      raw: "g('(', b)\n}",
      clean: "g('(', b)",
    },
    { what: 'counts in Python', at: 'a = [|]\n', languageId: 'python', raw: '1, 2] # done', clean: '1, 2' },
    {
      what: 'stays in languages that are not known',
      at: 'case $1 in\n|',
      languageId: 'shellscript',
      raw: 'a) echo a;;',
      clean: 'a) echo a;;',
    },
  ]);
});

describe('Indentation', () => {
  const tabs = 'func a() {\n\tif b {\n\t\tc()\n\t}\n\t|\n}\n';
  const blanks = 'def a():\n    if b:\n        c()\n    |\n';
  itTells([
    {
      what: 'is by tabs where the file has tabs',
      at: tabs,
      languageId: 'go',
      raw: 'if d {\n        e()\n    }',
      clean: 'if d {\n\t\te()\n\t}',
    },
    {
      what: 'is by tabs for two blanks, too',
      at: tabs,
      languageId: 'go',
      raw: 'if d {\n    e()\n  }',
      clean: 'if d {\n\t\te()\n\t}',
    },
    {
      what: 'is by blanks where the file has blanks',
      at: blanks,
      languageId: 'python',
      raw: 'if d:\n\t\te()',
      clean: 'if d:\n        e()',
    },
    {
      what: 'stays where the file has both',
      at: `${tabs}\n  x`,
      languageId: 'go',
      raw: 'if d {\n        e()\n    }',
      clean: 'if d {\n        e()\n    }',
    },
    { what: 'stays where the file has none', at: 'a\n|', raw: 'if (d) {\n\te();\n}', clean: 'if (d) {\n\te();\n}' },
    { what: 'of the first line is not said twice', at: 'if (a) {\n  b();\n  |\n}', raw: '  c();\n  d();', clean: 'c();\n  d();' },
    {
      what: 'of the first line goes deeper where a block begins',
      at: '  if a:\n  |\n',
      languageId: 'python',
      raw: '  b()',
      clean: '  b()',
    },
    { what: 'begins no new line where one is there', at: 'if (a) {\n  |\n}', raw: '\n\n  c();', clean: 'c();' },
    { what: 'begins one where the line has text', at: 'if (a) {|\n}', raw: '\n  c();', clean: '\n  c();' },
    { what: 'is no second blank', at: 'const a = |', raw: ' 1;', clean: '1;' },
    { what: 'leaves no blanks at lines’ ends', at: '|', raw: 'a();  \n\t\nb();\t\n', clean: 'a();\n\nb();' },
    { what: 'leaves the line breaks of Markdown', at: '|', languageId: 'markdown', raw: 'a  \nb  \n', clean: 'a  \nb' },
  ]);
});
