import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { chunksOf } from './chunks.ts';

/** Some 300,000 lines, in about 2 MB. */
const rememberedChunks = 10_000;

/** Counts a text chunk by chunk, and remembers the chunks: of a file in which one line changed, one chunk is counted. */
export class ChunkCounter {
  readonly #countChunk: (chunk: string) => number;
  /**
   * By a hash, not by the text: a chunk is a slice, and a slice keeps the whole text alive that it was cut from, so that each version of a file
   * would stay in memory.
   */
  readonly #known: LRUCache<string, number>;

  constructor(countChunk: (chunk: string) => number, maxChunks: number = rememberedChunks) {
    this.#countChunk = countChunk;
    this.#known = new LRUCache({ max: maxChunks });
  }

  count(text: string): number {
    return chunksOf(text).reduce((sum, chunk) => sum + this.#tokensOf(chunk), 0);
  }

  #tokensOf(chunk: string): number {
    const key = hash('sha1', chunk, 'base64');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tokens = this.#countChunk(chunk);
    this.#known.set(key, tokens);
    return tokens;
  }
}
