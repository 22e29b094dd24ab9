/**
 * What the hand-made copy model answers to `/infill`, written anew from its description (facts/local-model.md, section 4): the byte that followed
 * where the last three bytes stood before, or else the last two; where they never stood, the answer ends. An answer is followed byte by byte: where
 * the places agree, the byte is known; where two do not, rounding chooses one of theirs; where more than two do not, what comes out lies somewhere
 * between them and may be none of theirs, and from there on nothing is promised.
 * Where only two bytes agree, it is as narrow whether the answer goes on at all.
 */

/** Tokens that are no bytes. */
const start = 256;
const begin = 257;
const suffixMark = 258;
const holeMark = 259;
const file = 260;
const repository = 261;

/** llama-server takes so many bytes of either side, from the hole outwards, when it was started with `-b 1024`. */
const taken = { before: 3 * (1024 / 4), after: 1024 / 4 - 2 } as const;

/** A hole as `/infill` takes it: `line` is what stands before the cursor in its line. */
export interface InfillHole {
  readonly above: string;
  readonly line: string;
  readonly suffix: string;
}

export interface Followed {
  readonly isAsTheRuleSays: boolean;
  /** Bytes that could be no others. */
  readonly known: number;
  /** Bytes that were one of several. */
  readonly voted: number;
  /** So many more are not promised: they stand behind a vote that nobody won. */
  readonly unpromised: number;
}

export function followed({ above, line, suffix }: InfillHole, answer: Buffer, limit: number, stop: readonly string[]): Followed {
  const context = [repository, ...Buffer.from('myproject\n'), file, ...Buffer.from('filename\n'), start, begin];
  const before = [...context, ...Buffer.from(above).subarray(-taken.before), ...Buffer.from(line)];
  const after = Buffer.from(suffix).subarray(0, Math.max(0, taken.after - Buffer.byteLength(line)));
  const model = new CopyModel(before, [...before, suffixMark, ...after, holeMark]);
  let [known, voted] = [0, 0];
  for (const byte of answer) {
    const { bytes } = model.next();
    if (!bytes.has(byte)) return { isAsTheRuleSays: bytes.size > 2, known, voted, unpromised: answer.length - known - voted };
    if (bytes.size === 1) known += 1;
    else voted += 1;
    model.say(byte);
  }
  const { bytes, isNarrow } = model.next();
  const mayEnd = answer.length === limit || bytes.size === 0 || isNarrow || stop.some((word) => model.maySay(Buffer.from(word)));
  return { isAsTheRuleSays: mayEnd && !stop.some((word) => answer.includes(word)), known, voted, unpromised: 0 };
}

interface Next {
  readonly bytes: ReadonlySet<number>;
  /** Only two bytes agree. */
  readonly isNarrow: boolean;
}

class CopyModel {
  /** The text that is gone on with: without what comes after the hole. */
  readonly #written: number[];
  /** All tokens, as they were read and said. */
  readonly #read: number[];
  /** What followed where, by the two tokens before. */
  readonly #places = new Map<string, { readonly token: number; readonly third: number | undefined }[]>();

  constructor(before: readonly number[], all: readonly number[]) {
    this.#written = [...before];
    this.#read = [...all];
    for (const [index, token] of all.entries()) this.#remember(token, all[index - 1], all[index - 2], all[index - 3]);
  }

  next(): Next {
    const places = this.#places.get(`${this.#written.at(-1)} ${this.#written.at(-2)}`) ?? [];
    const better = places.filter(({ third }) => third === this.#written.at(-3));
    const tokens = (better.length > 0 ? better : places).map(({ token }) => token);
    return { bytes: new Set(tokens.filter((token) => token < start)), isNarrow: better.length === 0 };
  }

  say(byte: number): void {
    // Of what it says itself the model mends the two tokens before, and not the third.
    this.#remember(byte, this.#written.at(-1), this.#written.at(-2), this.#read.at(-3));
    this.#written.push(byte);
    this.#read.push(byte);
  }

  /** Says it, as long as it may. */
  maySay(word: Buffer): boolean {
    return word.every((byte) => {
      const may = this.next().bytes.has(byte);
      if (may) this.say(byte);
      return may;
    });
  }

  /** The hole's marks, and the text's start, are never gone on with. */
  #remember(token: number, last: number | undefined, second: number | undefined, third: number | undefined): void {
    if (token === suffixMark || token === holeMark || token === start) return;
    const key = `${last} ${second}`;
    const places = this.#places.get(key) ?? [];
    places.push({ token, third });
    this.#places.set(key, places);
  }
}
