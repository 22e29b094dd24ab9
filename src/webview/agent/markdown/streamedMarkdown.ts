import { type MarkdownBlock, type ReadBlock, readMarkdown } from './markdownTree.ts';

/** What changed: `settled` blocks came behind those before, and never change again; `open` ones are in the place of those that were open. */
export interface MarkdownChange {
  readonly settled: readonly MarkdownBlock[];
  readonly open: readonly MarkdownBlock[];
}

/**
 * So much of the open end must be new before it is read again: a long list that streams is one block, and reading it at each word would take
 * time by the square of its length. It is behind by a sixteenth at most, until it ends or pauses.
 */
const leastGrowth = 1 / 16;

/** The last two blocks stay open: one that has just begun can turn out to be a part of the one before, as the next item of a list does. */
const openBlocks = 2;

/** An answer that comes in pieces, read so that what is settled is never read again. */
export class StreamedMarkdown {
  readonly #read: (source: string) => readonly ReadBlock[];
  /** What is behind the settled blocks. */
  #tail = '';
  #readLength = 0;
  #length = 0;

  /** `read` is for tests that count. */
  constructor(read: (source: string) => readonly ReadBlock[] = readMarkdown) {
    this.#read = read;
  }

  /** Of all that came. */
  get length(): number {
    return this.#length;
  }

  /** Undefined: not worth reading yet. */
  append(text: string): MarkdownChange | undefined {
    // The lexer leaves them out, and then a block's source is not as long as what came.
    this.#tail += text.replaceAll('\r', '');
    this.#length += text.length;
    const isWorthReading = this.#tail.length - this.#readLength >= this.#tail.length * leastGrowth;
    return isWorthReading ? this.#settle(openBlocks) : undefined;
  }

  /** Reads what is behind; the answer may go on. */
  catchUp(): MarkdownChange | undefined {
    return this.#tail.length === this.#readLength ? undefined : this.#settle(openBlocks);
  }

  /** Nothing more comes. */
  end(): MarkdownChange {
    return this.#settle(0);
  }

  #settle(keptOpen: number): MarkdownChange {
    const read = this.#read(this.#tail);
    const settledCount = countBefore(read, keptOpen);
    const settled = read.slice(0, settledCount);
    const open = read.slice(settledCount);
    // The lexer writes some blanks and line ends anew. What it did so with stays open until it has what is behind it.
    const settledText = settled.map(({ raw }) => raw).join('');
    const isAsItCame = this.#tail.startsWith(settledText);
    if (isAsItCame) this.#tail = this.#tail.slice(settledText.length);
    this.#readLength = this.#tail.length;
    return isAsItCame ? { settled: blocksIn(settled), open: blocksIn(open) } : { settled: [], open: blocksIn(read) };
  }
}

/** How many of the blocks stand before the last so many that are more than space. */
function countBefore(read: readonly ReadBlock[], keptOpen: number): number {
  let left = keptOpen;
  let count = read.length;
  while (left > 0 && count > 0) {
    count -= 1;
    if (read[count]?.block) left -= 1;
  }
  return count;
}

const blocksIn = (read: readonly ReadBlock[]): readonly MarkdownBlock[] =>
  read.map(({ block }) => block).filter((block) => block !== undefined);
