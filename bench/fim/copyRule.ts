/**
 * What the hand-made copy model answers to `/infill`, written anew from its description (facts/local-model.md, section 4) and without a line of the
 * model's or the adapter's code: the byte that followed where the last three bytes stood before, or else the last two; most votes win; where they
 * never stood, the answer ends. Inside an answer the third byte back is the one that the model has read last but two, the suffix's and the hole's
 * mark included.
 */

/** Tokens that are no bytes. */
const end = 256;
const begin = 257;
const suffixMark = 258;
const holeMark = 259;
const file = 260;
const repository = 261;

/** llama-server takes so many bytes of either side, from the hole outwards, when it was started with `-b 1024`. */
const taken = { before: 3 * (1024 / 4), after: 1024 / 4 - 2 } as const;

export interface Predicted {
  /** Bytes, up to the first stop word, which is left out. */
  readonly answer: Buffer;
  /** How many bytes at its beginning are promised: after the first equal vote rounding decides. */
  readonly sure: number;
  /** That it ends there is promised, too. */
  readonly isWhole: boolean;
}

/** The prefix must end with a line's end: what stands in the cursor's line goes another way. */
export function predicted(prefix: string, suffix: string, limit: number, stop: readonly string[]): Predicted {
  const before = [
    ...[repository, ...bytes('myproject\n'), file, ...bytes('filename\n'), end, begin],
    ...bytes(prefix).subarray(-taken.before),
  ];
  const read = [...before, suffixMark, ...bytes(suffix).subarray(0, taken.after), holeMark];
  const written = [...before];
  const places = new Places();
  for (const [index, token] of read.entries())
    places.add(
      token,
      [read[index - 1], read[index - 2], read[index - 3]].map((each) => each ?? repository),
    );
  const answer: number[] = [];
  let sure: number | undefined;
  while (answer.length < limit) {
    const [first, second] = places.votes([written.at(-1), written.at(-2), written.at(-3)].map((each) => each ?? repository));
    if (second && first && first.votes < second.votes * 1.4) sure ??= answer.length;
    if (!first || first.token >= end) break;
    places.add(
      first.token,
      [written.at(-1), written.at(-2), read.at(-3)].map((each) => each ?? repository),
    );
    for (const list of [written, read, answer]) list.push(first.token);
  }
  return upToStop(Buffer.from(answer), sure ?? answer.length, stop);
}

function upToStop(answer: Buffer, sure: number, stop: readonly string[]): Predicted {
  const [first] = stop
    .map((word) => ({ start: answer.indexOf(word), length: word.length }))
    .filter(({ start }) => start !== -1)
    .toSorted((a, b) => a.start - b.start);
  if (!first) return { answer, sure, isWhole: sure === answer.length };
  return { answer: answer.subarray(0, first.start), sure: Math.min(sure, first.start), isWhole: sure >= first.start + first.length };
}

interface Vote {
  readonly token: number;
  readonly votes: number;
}

/** What followed where, by the two tokens before. */
class Places {
  readonly #byTwo = new Map<number, { readonly token: number; readonly third: number }[]>();

  add(token: number, [last = 0, second = 0, third = 0]: readonly number[]): void {
    if (token === suffixMark || token === holeMark || token === end) return;
    const key = last * 512 + second;
    const places = this.#byTwo.get(key) ?? [];
    places.push({ token, third });
    this.#byTwo.set(key, places);
  }

  /** The two with most votes. */
  votes([last = 0, second = 0, third = 0]: readonly number[]): readonly Vote[] {
    const places = this.#byTwo.get(last * 512 + second) ?? [];
    const better = places.filter((place) => place.third === third);
    const counts = Map.groupBy(better.length > 0 ? better : places, ({ token }) => token);
    return [...counts].map(([token, { length }]) => ({ token, votes: length })).toSorted((a, b) => b.votes - a.votes);
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text);
}
