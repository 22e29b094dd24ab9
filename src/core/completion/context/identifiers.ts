/**
 * The identifiers of a text, each once, as sorted numbers of 16 bits. Two of them may share a number, which does no harm to a score, and makes
 * comparing a thousand chunks at each key a matter of microseconds.
 */
export type Identifiers = Uint16Array;

/** Words that stand in every file say nothing of what it is about. */
const commonWords = [
  ...[
    'const',
    'let',
    'var',
    'val',
    'function',
    'func',
    'fn',
    'def',
    'return',
    'if',
    'else',
    'elif',
    'for',
    'while',
    'do',
    'in',
    'of',
    'is',
  ],
  ...[
    'not',
    'and',
    'or',
    'import',
    'from',
    'export',
    'package',
    'use',
    'class',
    'struct',
    'interface',
    'type',
    'enum',
    'new',
    'this',
    'self',
  ],
  ...[
    'public',
    'private',
    'protected',
    'static',
    'readonly',
    'final',
    'void',
    'int',
    'string',
    'String',
    'number',
    'boolean',
    'bool',
    'true',
  ],
  ...[
    'false',
    'null',
    'undefined',
    'None',
    'nil',
    'async',
    'await',
    'try',
    'catch',
    'except',
    'throw',
    'raise',
    'switch',
    'case',
    'break',
    'the',
  ],
];

const skipped: ReadonlySet<number> = new Set(commonWords.map((word) => numberOf(word, 0, word.length)));

export function identifiersOf(text: string): Identifiers {
  const found = new Set<number>();
  for (const { start, end } of wordsIn(text)) {
    const number = numberOf(text, start, end);
    if (!skipped.has(number)) found.add(number);
  }
  return Uint16Array.from(found).sort();
}

/** The identifiers of a text, the last one first, each once. */
export function lastIdentifiers(text: string, most: number): readonly string[] {
  const words = [...wordsIn(text)].toReversed().map(({ start, end }) => text.slice(start, end));
  return [...new Set(words)].filter((word) => !skipped.has(numberOf(word, 0, word.length))).slice(0, most);
}

/** The share of identifiers that two texts have in common (Jaccard): 0 for none, 1 for all. */
export function similarity(a: Identifiers, b: Identifiers): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return shareOf(shared, a.length, b.length);
}

/** Asks many texts how similar they are to one. */
export function similarityTo(one: Identifiers): (other: Identifiers) => number {
  const holds = new Uint8Array(0x1_00_00);
  for (const number of one) holds[number] = 1;
  return (other) => {
    let shared = 0;
    for (let index = 0; index < other.length; index += 1) shared += holds[other[index] ?? 0] ?? 0;
    return shareOf(shared, one.length, other.length);
  };
}

function shareOf(shared: number, a: number, b: number): number {
  return shared === 0 ? 0 : shared / (a + b - shared);
}

/** From two characters on, none that begins with a digit. */
function* wordsIn(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let start = -1;
  for (let index = 0; index <= text.length; index += 1) {
    const isPart = index < text.length && isWordUnit(text.charCodeAt(index));
    if (isPart && start < 0) start = index;
    if (isPart || start < 0) continue;
    if (index - start > 1 && !isDigit(text.charCodeAt(start))) yield { start, end: index };
    start = -1;
  }
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || isDigit(unit) || unit === 0x5f || unit === 0x24 || unit >= 0xc0
  );
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** FNV-1a, folded to 16 bits. */
function numberOf(text: string, start: number, end: number): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  return ((hash >>> 16) ^ hash) & 0xff_ff;
}
