import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import o200kBase from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { ChunkCounter } from '../../../src/providers/tokenizer/chunkCounter.ts';
import { chunksOf } from '../../../src/providers/tokenizer/chunks.ts';
import { withoutLongRuns } from '../../../src/providers/tokenizer/longRuns.ts';
import { countO200k } from '../../../src/providers/tokenizer/o200k.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';
import { repositoryTexts } from './repositoryTexts.ts';

const oracle = new Tiktoken(o200kBase);
const oracleCount = (text: string): number => oracle.encode(text, [], []).length;
const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
/** UTF-16 units of any kind, most of them no characters by themselves. */
const halfCharacters = fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units));
const runsOfOneClass = [/[\p{L}\p{M}]{2,}/gu, /\s{2,}/gu, /[^\s\p{L}\p{N}]{2,}/gu, /[\r\n/]{2,}/gu];
/** Each class by itself: one expression for all would look at each character again and again. */
const hasLongRun = (text: string): boolean =>
  runsOfOneClass.some((run) => (text.match(run) ?? []).some((found) => found.length >= 256 && [...found].length >= 256));

/** Counted once, for all who look at them. */
const texts = repositoryTexts().map(({ file, text }) => ({ file, text, exact: countO200k(text) }));

describe('Tokens of o200k', () => {
  it('are those that js-tiktoken counts, in every ninth file of this repository', () => {
    const wrong = texts.filter(({ text, exact }) => exact !== oracleCount(text)).map(({ file }) => file);
    expect({ wrong, areMany: texts.length > 100 }).toEqual({ wrong: [], areMany: true });
  });

  it('are counted in texts that name special tokens, as the letters they are', () => {
    const named = ['<|endoftext|>', 'a <|fim_prefix|>b<|fim_suffix|> c', '<|im_start|>user\nhi<|im_end|>', '<|endofprompt|><|endoftext|>'];
    const special = oracle.encode('<|endoftext|>', 'all').length;
    expect({ counted: named.map(countO200k), special }).toEqual({ counted: named.map(oracleCount), special: 1 });
  });

  it('are counted in text of any kind, half characters included, without throwing', () => {
    const anyText = fc.oneof(fc.string({ unit: anyCharacter }), halfCharacters, fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(countO200k(text)).toBe(oracleCount(text));
      }),
      runs,
    );
  });
});

describe('A long run of one class', () => {
  const characters = [
    'a',
    'Z',
    '漢',
    '한',
    'ab',
    'hello',
    ' ',
    '\t',
    '\n',
    '\r\n',
    ' \n',
    '-',
    '=',
    '*',
    '/\n',
    '/',
    '😀',
    '\u0301',
    '1234567890',
  ];

  it('never reaches the encoder with 256 characters or more, and comes out whole', () => {
    const long = characters.map((character) => `let x = ${character.repeat(30_000 / character.length)};`);
    const pieces = long.map(withoutLongRuns);
    const ok = { isWhole: true, longest: false, isWellFormed: true };
    expect(
      pieces.map((cut, index) => ({
        isWhole: cut.join('') === long[index],
        longest: cut.some(hasLongRun),
        isWellFormed: cut.every((piece) => piece.isWellFormed()),
      })),
    ).toEqual(long.map(() => ok));
  });

  it('is found wherever it lies, in any text', () => {
    const stretches = fc.tuple(fc.constantFrom('a', '𠀀', ' ', '-', '/\n', '😀', '1', 'x\u0301', 'a b'), fc.nat(400));
    fc.assert(
      fc.property(fc.array(stretches, { maxLength: 6 }), (some) => {
        const text = some.map(([character, times]) => character.repeat(times)).join('');
        const pieces = withoutLongRuns(text);
        expect({ text: pieces.join(''), long: pieces.filter(hasLongRun) }).toEqual({ text, long: [] });
      }),
      runs,
    );
  });

  it('that ends in a mark is not the beginning of a run of symbols', () => {
    const pieces = withoutLongRuns('x\u0301'.repeat(128) + '😀'.repeat(255));
    expect(pieces.filter(hasLongRun)).toEqual([]);
  });

  it('of 100,000 x a counts exactly what it would uncut', () => {
    // Eight of them are one token, in the middle of a run of any length: js-tiktoken needs seconds to say the same.
    expect(countO200k('a'.repeat(100_000))).toBe(12_500);
  });

  it('is off by less than a token for each cut', () => {
    // So few of each, because the oracle takes its time, and most of it for letters.
    const cut = characters.map((character) => character.repeat((/[\p{L}\p{M}]/u.test(character) ? 300 : 520) / character.length));
    const errors = cut.map((text) => Math.abs(countO200k(text) - oracleCount(text)) / withoutLongRuns(text).length);
    expect(Math.max(...errors)).toBeLessThan(1);
  });

  it('of digits is left whole, because the tokenizer splits digits by itself', () => {
    expect(withoutLongRuns('1'.repeat(5000))).toEqual(['1'.repeat(5000)]);
  });

  it('that is shorter is left whole, whatever stands around it', () => {
    const text = `const name = '${'x'.repeat(255)}';\n${' '.repeat(254)}return ${'-'.repeat(250)};`;
    expect(withoutLongRuns(text)).toEqual([text]);
  });
});

describe('Chunks of a text', () => {
  it('are the text again, whatever the text', () => {
    const lines = fc.array(fc.constantFrom('', ' ', '\t', '\r', '/', '// a', 'a', '  b();', '😀'), { maxLength: 300 });
    fc.assert(
      fc.property(lines, (some) => {
        const text = some.join('\n');
        const chunks = chunksOf(text);
        const lineCounts = chunks.map((chunk) => chunk.split('\n').length - 1);
        expect({
          text: chunks.join(''),
          longest: Math.max(0, ...lineCounts) <= 64,
          shortest: Math.min(32, ...lineCounts.slice(0, -1)),
        }).toEqual({
          text,
          longest: true,
          shortest: 32,
        });
      }),
      runs,
    );
  });

  it('end before a line that the tokenizer does not join to the one before', () => {
    const text = `${'a;\n'.repeat(32)}\n   \n// said\nb;\nc;\n`;
    expect(chunksOf(text)).toEqual([`${'a;\n'.repeat(32)}\n   \n// said\n`, 'b;\nc;\n']);
  });

  it('counted one by one are off by 0.03 % at most in the files of this repository', () => {
    const counter = new ChunkCounter(countO200k);
    const totals = texts.map(({ text, exact }) => ({ exact, chunked: counter.count(text) }));
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const error = sum(totals.map(({ exact, chunked }) => Math.abs(chunked - exact))) / sum(totals.map(({ exact }) => exact));
    expect(error).toBeLessThanOrEqual(0.0003);
  });
});

describe('A counter that remembers chunks', () => {
  const file = Array.from({ length: 1000 }, (_, index) => `const line${index} = ${index};\n`);
  const changed = file.with(500, 'const changed = true;\n').join('');

  function countingCounter(maxChunks?: number): { readonly counter: ChunkCounter; readonly calls: string[] } {
    const calls: string[] = [];
    const count = (chunk: string): number => calls.push(chunk);
    return { counter: new ChunkCounter(count, maxChunks), calls };
  }

  it('counts one chunk again when one line of 1,000 changes', () => {
    const { counter, calls } = countingCounter();
    counter.count(file.join(''));
    const first = calls.length;
    counter.count(changed);
    counter.count(changed);
    expect({ first, again: calls.slice(first).map((chunk) => chunk.split('\n').length - 1) }).toEqual({ first: 32, again: [32] });
  });

  it('gives the sum of its chunks, remembered or not', () => {
    const counter = new ChunkCounter((chunk) => chunk.length);
    expect([file.join(''), changed, changed, ''].map((text) => counter.count(text))).toEqual([
      file.join('').length,
      changed.length,
      changed.length,
      0,
    ]);
  });

  it('forgets the oldest chunks beyond its limit', () => {
    const { counter, calls } = countingCounter(2);
    for (const text of ['a', 'b', 'c', 'c', 'b', 'a']) counter.count(text);
    expect(calls).toEqual(['a', 'b', 'c', 'a']);
  });
});
