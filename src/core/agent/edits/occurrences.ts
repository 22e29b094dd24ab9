/** What is searched in, or for: characters of a text, or lines by number. */
export type Symbols = ArrayLike<number>;

export function characters(text: string): Symbols {
  const codes = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) codes[index] = text.charCodeAt(index);
  return codes;
}

/**
 * Where the pattern begins, overlapping places included, until `isEnough` says so. Linear in both lengths whatever they hold (Knuth, Morris, Pratt 1977): a
 * file of one letter repeated costs no more than another. A pattern of nothing is nowhere.
 */
export function occurrences(within: Symbols, pattern: Symbols, isEnough: (place: number) => boolean): void {
  const { length } = pattern;
  if (length === 0) return;
  const borders = bordersOf(pattern);
  let matched = 0;
  for (let index = 0; index < within.length; index += 1) {
    while (matched > 0 && pattern[matched] !== within[index]) matched = borders[matched - 1] ?? 0;
    if (pattern[matched] === within[index]) matched += 1;
    if (matched < length) continue;
    if (isEnough(index - length + 1)) return;
    matched = borders[matched - 1] ?? 0;
  }
}

/** For each beginning of the pattern, how long its longest end is that is also its beginning. */
function bordersOf(pattern: Symbols): Int32Array {
  const borders = new Int32Array(pattern.length);
  let matched = 0;
  for (let index = 1; index < pattern.length; index += 1) {
    while (matched > 0 && pattern[matched] !== pattern[index]) matched = borders[matched - 1] ?? 0;
    if (pattern[matched] === pattern[index]) matched += 1;
    borders[index] = matched;
  }
  return borders;
}
