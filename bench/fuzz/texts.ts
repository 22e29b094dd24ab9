import type { Random } from '../cache/random.ts';

/** What documents and answers are made of. */
const words: readonly [string, ...string[]] = [
  'const',
  'total',
  'items',
  'return',
  'if',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ';',
  ',',
  ' ',
  ' ',
  '=',
  '"',
  "'",
  '`',
  '//',
  '😀',
  '🐁',
  '漢字',
  'שלום',
  'مرحبا',
  'é',
];
const lineEnds: readonly [string, ...string[]] = ['\n', '\n', '\n\n', '\n\t', '\n    ', '\n  '];

function codeOf(random: Random, pieces: number): string {
  return Array.from({ length: pieces }, () =>
    random.chance(0.12) ? random.pick(lineEnds) : `${random.pick(words)}${random.pick(['', ' '])}`,
  ).join('');
}

/** Of every kind that the issue names; one in thousands is a line of a megabyte. */
export function documentText(random: Random, isHuge: boolean): string {
  if (isHuge) return inARow(`let a="😀",b=[1,2];`.repeat(1_000_000 / 18));
  return random.pick<() => string>([
    () => codeOf(random, random.between(0, 400)),
    () => codeOf(random, 200).replaceAll('    ', '\t'),
    () => codeOf(random, 300).replaceAll('\n', ''),
    () => '\u0000\u0001\uFFFD\u007F'.repeat(random.between(1, 100)),
    () => 'שלום עולם مرحبا\n'.repeat(random.between(1, 20)),
    () => '',
  ])();
}

/** Servers that never end: about a megabyte each. The bytes stand in a row, so that taking pieces of them costs nothing that is measured. */
const endless = ['let a = [😀];\n', 'x', '}\n', 'שלום ', '<|im_start|>', '\u0000'].map((text) =>
  inARow(text.repeat(1_000_000 / text.length)),
) as [string, ...string[]];

function inARow(text: string): string {
  return Buffer.from(text).toString();
}

/** What a model says at a place: sense, half sense, or rubbish. */
export function answerAt(random: Random, prefix: string, suffix: string): string {
  return random.pick<() => string>([
    () => codeOf(random, random.between(1, 8)),
    () => codeOf(random, random.between(1, 8)),
    () => codeOf(random, random.between(8, 80)),
    () => codeOf(random, random.between(8, 80)).replaceAll('\n', '\r\n'),
    () => codeOf(random, 3) + suffix.slice(0, random.between(0, 60)),
    () => prefix.slice(-random.between(1, 60)) + codeOf(random, 3),
    () => `${codeOf(random, 3)}\n${suffix.slice(0, 200)}`,
    () => `${codeOf(random, 4)}${random.pick(['<|endoftext|>', '<fim_middle>', '\u202E', '\uFFFD', '\uD83D', '\u0000'])}`,
    () => codeOf(random, 6).repeat(random.between(2, 40)),
    () => random.pick(['', ' ', '\n\n', ')', '}', '))));', '\t']),
    () => (random.chance(0.05) ? random.pick(endless) : codeOf(random, 4)),
  ])();
}

/** What the user types: a key, or a pasted piece. */
export function typedText(random: Random): string {
  return random.chance(0.9)
    ? random.pick(['a', 't', 'i', '(', ')', ' ', '\n', '"', '{', '}', '=', '.', '😀', 'ש', '\t'])
    : codeOf(random, random.between(1, 12));
}
