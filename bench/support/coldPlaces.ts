/** A place where the copy model has something to say only after the second key, and has not been asked before. */
export interface ColdPlace {
  readonly first: string;
  readonly second: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A text and places to type in below it. Both together stay below 768 characters for 62 places: of longer prefixes the test's server, with
 * its small batch, keeps the end only. The model continues what followed the same two characters before: the text holds each pair once, so
 * a line that begins with the pair is continued, and one that begins with the first character alone is not.
 */
export function coldPlaces(count: number, seed: number): { readonly header: string; readonly samples: readonly ColdPlace[] } {
  const random = generator(seed);
  const pairs = [...letters].flatMap((first) => [...letters.toLowerCase()].map((second) => ({ first, second })));
  const samples = shuffled(pairs, random).slice(0, count);
  const header = samples
    .map(
      ({ first, second }) => ` ${first}${second}();
`,
    )
    .join('');
  return { header, samples };
}

/** Mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<Value>(values: readonly Value[], random: () => number): readonly Value[] {
  return values
    .map((value) => ({ value, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
