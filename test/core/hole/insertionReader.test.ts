import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertionReader } from '../../../src/core/hole/index.ts';
import { noUsage, type StreamPart } from '../../../src/core/task/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

interface Place {
  readonly prefix?: string;
  readonly suffix?: string;
  readonly stop?: readonly string[];
  readonly language?: string;
}

/** What the pieces of an answer come to. */
function told(
  pieces: readonly string[],
  { prefix = '', suffix = '', stop = [], language = 'typescript' }: Place = {},
  last: StreamPart = finish('stop'),
) {
  const reader = insertionReader({ prefix, suffix, stop, language }, 100);
  return [...pieces.map((text): StreamPart => ({ type: 'text-delta', text })), last].flatMap((part) => reader.read(part));
}

const finish = (reason: 'stop' | 'length'): StreamPart => ({ type: 'finish', reason });
const textOf = (parts: readonly StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
const insertion = (answer: string, place?: Place): string => textOf(told([answer], place));

describe('The answer of a conversation comes to', () => {
  const blank = { prefix: 'if (a) {\n  ', suffix: '\n}' };
  const begun = { prefix: 'x\n  const total = ', suffix: ';\n' };

  it.each<[what: string, answer: string, place: Place, text: string]>([
    ['the text in its tag', '<INSERTION>a + b</INSERTION>', begun, 'a + b'],
    ['the same where the closing tag was the stop string', '<INSERTION>a + b', begun, 'a + b'],
    ['the same where the answer broke off in the tag', '<INSERTION>a + b</INSER', begun, 'a + b'],
    ['the same behind and before explanations', 'Sure!\n<INSERTION>a + b</INSERTION>\nHope it helps.', begun, 'a + b'],
    ['the text of a fence in the tag', '<INSERTION>\n```ts\na + b\n```\n</INSERTION>', begun, 'a + b'],
    ['the text of a fence without a tag', 'Here you are:\n```ts\na + b\n```\nDone.', begun, 'a + b'],
    ['the text of a fence whose end is indented', '<INSERTION>\n  ```ts\n  a + b\n  ```\n</INSERTION>', blank, 'a + b'],
    ['the text of a fence whose tag is not closed', '<INSERTION>```ts\na + b\n  ```\nThat is it.', begun, 'a + b'],
    ['the text of a fence of one line', '<INSERTION>```a + b```</INSERTION>', begun, 'a + b'],
    ['the same with something behind it', '<INSERTION>\n```a + b```\nThat is it.</INSERTION>', begun, 'a + b'],
    ['nothing for the mere beginning of a fence', '<INSERTION>```ts</INSERTION>', begun, ''],
    ['the text between backticks where code has none', '<INSERTION>`a + b`</INSERTION>', { ...begun, language: 'python' }, 'a + b'],
    ['a string in backticks where code has such', '<INSERTION>`a + b`</INSERTION>', begun, '`a + b`'],
    ['the text of a fence behind sentences', '<INSERTION>Sure!\nHere is the rest:\n\n```ts\na + b\n```</INSERTION>', begun, 'a + b'],
    ['a line of it where a line is asked for', '<INSERTION>Here it is:\n```ts\na + b\n```', { ...begun, stop: ['\n'] }, 'a + b'],
    [
      'sentences and fences in Markdown',
      '<INSERTION>Like this:\n```ts\na\n```\nDone.</INSERTION>',
      { prefix: '', suffix: '', language: 'markdown' },
      'Like this:\n```ts\na\n```\nDone.',
    ],
    [
      'sentences without a fence',
      '<INSERTION>Returns the sum.\nNever throws.</INSERTION>',
      { prefix: '/* ' },
      'Returns the sum.\nNever throws.',
    ],
    ['text up to the end of a file', '<INSERTION>a + b\n</FILE>\nWrite', { ...begun, suffix: '\n' }, 'a + b'],
    ['the text in its tag behind thoughts of it', '<think>or <INSERTION>c</INSERTION>?</think>\n<INSERTION>a</INSERTION>', begun, 'a'],
    ['the text of a fence behind thoughts of another', '<thinking>\n```\nc\n```\n</thinking>\n```\na\n```', begun, 'a'],
    ['code of a fence that speaks of thoughts', '```\na <think></think> b\n```', begun, 'a <think></think> b'],
    ['nothing for thoughts that never end', '<think>perhaps <INSERTION>a</INSERTION>', begun, ''],
    ['tags of thoughts in its text', '<INSERTION>"<think>" + a + "</think>"</INSERTION>', begun, '"<think>" + a + "</think>"'],
    ['nothing for prose', 'I cannot know what belongs there.', begun, ''],
    ['nothing for several fences', '```\na\n```\nor\n```\nb\n```', begun, ''],
    ['nothing for an empty tag', '<INSERTION></INSERTION>', begun, ''],
    ['the rest of a line that was said again', '<INSERTION>  const total = a + b</INSERTION>', begun, 'a + b'],
    ['the same without its indentation', '<INSERTION>const total = a + b</INSERTION>', begun, 'a + b'],
    ['all of a text that only begins alike', '<INSERTION>const totals</INSERTION>', begun, 'const totals'],
    ['text without the indentation that is there', '<INSERTION>  return a;</INSERTION>', blank, 'return a;'],
    ['text without the line ends of its tag', '<INSERTION>\n  return a;\n</INSERTION>', blank, 'return a;'],
    [
      'a line of its own behind a line that is full',
      '<INSERTION>\n  return a;</INSERTION>',
      { prefix: 'f() {', suffix: '\n}' },
      '\n  return a;',
    ],
    ['its last line end where the text goes on', '<INSERTION>a,\n</INSERTION>', { prefix: 'f(\n', suffix: 'b)' }, 'a,\n'],
    ['text up to a stop string', '<INSERTION>a + b;\nconst c</INSERTION>', { ...begun, stop: ['\n'] }, 'a + b;'],
    ['text up to a mark said again', '<INSERTION>a<HOLE/>;</INSERTION>', begun, 'a'],
    ['markup where markup is written', '<INSERTION>div></div></INSERTION>', { prefix: 'return <', suffix: ';' }, 'div></div>'],
    ['nothing where only a tag is written', '<INSERTION></INSERTION>', { prefix: '<', suffix: '' }, ''],
  ])('%s', (_what, answer, place, text) => {
    expect(insertion(answer, place)).toBe(text);
  });

  it('the same text however it streams, and never to more than was there', () => {
    const piece = fc.constantFrom(
      '<INSERTION>',
      '</INSERTION>',
      '```',
      'ts\n',
      '\n',
      ' ',
      'ab',
      '<',
      '</',
      '`',
      '<HOLE/>',
      'const x = ',
      'I',
      ...['Here you are:', 'Sure! ', '```a```', '`b`', '\n  ```', '</FILE>', '<think>', '</think>', '\r\n'],
    );
    const answers = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const places = fc.record({
      prefix: fc.constantFrom('', '  ', 'a\n    ', 'const x = ', '<', '\n\tf() {'),
      suffix: fc.constantFrom('', '\n}', ';'),
      stop: fc.constantFrom([], ['\n'], ['\n\n']),
      language: fc.constantFrom('typescript', 'python', 'markdown'),
    });
    fc.assert(
      fc.property(answers, places, fc.array(fc.nat(40), { maxLength: 6 }), (answer, place, cuts) => {
        const ends = [...new Set([...cuts, answer.length])].filter((at) => at <= answer.length).toSorted((a, b) => a - b);
        const pieces = ends.map((end, index) => answer.slice(ends[index - 1] ?? 0, end));
        const [whole, inPieces] = [insertion(answer, place), textOf(told(pieces, place))];
        expect([inPieces, answer.includes(whole), whole.includes('</INSERTION>')]).toEqual([whole, true, false]);
      }),
      runs,
    );
  });
});

describe('The parts of such an answer', () => {
  it('come as soon as they are decided, with usage and the end as they are', () => {
    const reader = insertionReader({ prefix: 'let a = ', suffix: ';', stop: ['\n'] }, 100);
    const usage: StreamPart = { type: 'usage', usage: noUsage };
    const parts: readonly StreamPart[] = [
      { type: 'text-delta', text: '<INSER' },
      { type: 'text-delta', text: 'TION>lo' },
      { type: 'text-delta', text: 'ad(b)\nrest' },
      usage,
      { type: 'finish', reason: 'stop' },
    ];
    expect(parts.map((part) => reader.read(part))).toEqual([
      [],
      [{ type: 'text-delta', text: 'lo' }],
      [{ type: 'text-delta', text: 'ad(b)' }],
      [usage],
      [{ type: 'finish', reason: 'stop' }],
    ]);
  });

  it('end for their length only where the insertion did', () => {
    const ends = ['<INSERTION>a</INSERTION> and then', '<INSERTION>a and'].map((text) => told([text], {}, finish('length')).at(-1));
    expect(ends).toEqual([finish('stop'), finish('length')]);
  });

  it('end where the server never does', () => {
    expect(told(['I think. '.repeat(700), 'And so on. '.repeat(10)])[0]).toEqual(finish('length'));
  });
});
