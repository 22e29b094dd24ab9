import { LRUCache } from 'lru-cache';
import type { PromptPath } from './promptPath.ts';

/** Servers hold the last prompt of each slot; this is what they were sent. */
const mostSlots = 64;

/**
 * The slots of local servers. Whatever builds on each other (a session, else a kind of request) keeps its slot, and the one that was used
 * longest ago gives way.
 */
export class Slots {
  /** By server; the owner of each slot, the longest unused first. */
  readonly #owners = new Map<string, Map<string, number>>();
  readonly #held = new LRUCache<string, PromptPath>({ max: mostSlots });

  /** The slot of that owner at a server with so many of them. Asking does not take it. */
  slotOf(server: string, owner: string, slots: number): number {
    const owners = this.#owners.get(server);
    const own = owners?.get(owner);
    if (own !== undefined && own < slots) return own;
    const taken = [...(owners?.values() ?? [])].filter((slot) => slot < slots);
    for (let slot = 0; slot < slots; slot += 1) if (!taken.includes(slot)) return slot;
    return taken[0] ?? 0;
  }

  /** The boundary up to which the slot holds the prompt; -1: nothing of it. */
  heldEnd(server: string, slot: number, { boundaries }: PromptPath): number {
    const held = this.#held.peek(`${server}\n${slot}`)?.boundaries ?? [];
    return boundaries.findLastIndex(({ hash }, end) => held[end]?.hash === hash);
  }

  /** The prompt was sent to it. */
  hold(server: string, owner: string, slot: number, path: PromptPath): void {
    const owners = this.#owners.get(server) ?? new Map<string, number>();
    for (const [other, theirs] of owners) if (theirs === slot) owners.delete(other);
    owners.set(owner, slot);
    this.#owners.set(server, owners);
    this.#held.set(`${server}\n${slot}`, path);
  }
}
