/**
 * What the tokenizer would take for one word of 256 characters or more: letters, white space, symbols, and the line ends and slashes that it
 * takes in behind symbols. Merging a word takes time by the square of its length: 100,000 x `a` takes seconds. (Digits are no trap: it
 * splits them into groups of three.)
 */
const longRuns = /[\p{L}\p{M}]{256,}|\s{256,}|[\r\n/]{256,}|[^\s\p{L}\p{N}]{256,}/gu;

/**
 * In characters. A power of two, because the vocabulary's tokens of one repeated character have such lengths: `a` x 100,000 counts exactly,
 * and dashes are off by one token.
 */
const pieceLength = 128;

/** The text in pieces that are safe to count one by one: cut inside long runs, and nowhere else. */
export function withoutLongRuns(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(longRuns)) {
    let end = index;
    let characters = 0;
    // Whole characters: half of a surrogate pair would count as another one.
    for (const character of run) {
      if (characters > 0 && characters % pieceLength === 0) {
        pieces.push(text.slice(from, end));
        from = end;
      }
      end += character.length;
      characters += 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}
