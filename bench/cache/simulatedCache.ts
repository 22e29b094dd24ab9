import type { Breakpoint } from '../../src/core/caching/index.ts';
import { noUsage, type Usage } from '../../src/core/task/index.ts';
import type { Block } from './blocks.ts';

interface Held {
  readonly ttlMs: number;
  readonly expiresAtMs: number;
  /** A mark was here: it can be found. */
  readonly isEntry: boolean;
}

const hourMs = 3_600_000;
const fiveMinutesMs = 300_000;
const lookBackBlocks = 20;

/**
 * A provider's prompt cache by Anthropic's published rules, in the benchmark's own arithmetic. A mark finds an entry at its own block or the 19
 * before it; what stands between the entry and the last mark is written; each block lives as long as it was written for since its last use, and
 * an entry can be read while every block before it lives. (Whether an hour's entry keeps blocks before it alive that were written for five
 * minutes is not documented. Here it does not.)
 */
export class SimulatedCache {
  readonly #held = new Map<number, Held>();

  ask(blocks: readonly Block[], marks: readonly Breakpoint[], minimumTokens: number, atMs: number): Usage {
    const total = blocks.at(-1)?.upTo ?? 0;
    const marked = marks.flatMap(({ afterSegment, ttl }) => {
      const index = blocks.findIndex(({ ends }) => ends === afterSegment);
      return (blocks[index]?.upTo ?? 0) >= minimumTokens ? [{ index, ttlMs: ttl === '1h' ? hourMs : fiveMinutesMs }] : [];
    });
    const isLive = ({ name }: Block): boolean => (this.#held.get(name)?.expiresAtMs ?? 0) > atMs;
    const dead = blocks.findIndex((block) => !isLive(block));
    const live = dead === -1 ? blocks.length : dead;
    let read = -1;
    for (const { index } of marked) {
      for (let at = Math.max(0, index - lookBackBlocks + 1); at <= Math.min(index, live - 1); at += 1) {
        const block = blocks[at];
        if (block && this.#held.get(block.name)?.isEntry) read = Math.max(read, at);
      }
    }
    const last = Math.max(read, ...marked.map(({ index }) => index));
    const hourEnd = Math.max(read, ...marked.filter(({ ttlMs }) => ttlMs === hourMs).map(({ index }) => index));
    const upTo = (index: number): number => blocks[index]?.upTo ?? 0;
    blocks.slice(0, last + 1).forEach((block, index) => {
      const before = this.#held.get(block.name);
      const isEntry = marked.some((mark) => mark.index === index) || (before?.isEntry === true && isLive(block));
      const asked = index <= hourEnd ? hourMs : fiveMinutesMs;
      const ttlMs = index <= read ? (before?.ttlMs ?? asked) : Math.max(asked, before && isLive(block) ? before.ttlMs : 0);
      this.#held.set(block.name, { ttlMs, expiresAtMs: atMs + ttlMs, isEntry });
    });
    return {
      ...noUsage,
      cacheRead: upTo(read),
      cacheWrite1h: upTo(hourEnd) - upTo(read),
      cacheWrite5m: upTo(last) - upTo(hourEnd),
      uncachedInput: total - upTo(last),
    };
  }
}
