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
  if (!mayHaveLongRun(text)) return [text];
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
    // What follows begins anew: a mark at the end of letters could be the beginning of a run of symbols.
    pieces.push(text.slice(from, end));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces;
}

/** Any 256 units in a row hold 128 that begin at a multiple of 128. `.?` is half a surrogate pair, where the place lies inside one. */
const placesApart = 128;
const beginOfRun = /.?(?:[\p{L}\p{M}]{60}|\s{60}|[\r\n/]{60}|[^\s\p{L}\p{N}]{60})/suy;

/** Looking at few places saves half of the time that counting takes: hardly any text has such a run. */
function mayHaveLongRun(text: string): boolean {
  for (let place = 0; place < text.length; place += placesApart) {
    beginOfRun.lastIndex = place;
    if (beginOfRun.test(text)) return true;
  }
  return false;
}
