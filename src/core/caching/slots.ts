import type { Endpoint } from '../catalogue/index.ts';
import { isFillInTheMiddle } from '../task/index.ts';
import type { CacheRequest } from './cacheRequest.ts';
import type { PromptPath } from './promptPath.ts';
import { RecentMap } from './recentMap.ts';
import type { WarmPrefix } from './warmPrefixes.ts';

/** Servers hold the last prompt of each slot; this is what they were sent. */
const mostSlots = 64;

const holesSlot = 0;

type Owner = Pick<CacheRequest, 'sessionId' | 'kind'>;

/**
 * The slots of local servers. Suggestions have the first one, whatever their length: they begin with the same files, and no conversation is to
 * push those out where there is more than one slot. Whatever else builds on each other (a session, else a kind of request) keeps its slot, and the
 * one that was used longest ago gives way.
 */
export class Slots {
  /** By server; the owner of each slot, the longest unused first. */
  readonly #owners = new Map<string, Map<string, number>>();
  readonly #held = new RecentMap<string, PromptPath>(mostSlots);

  /** The owner's slot at that server. Asking does not take it. */
  slotOf({ id, quirks }: Endpoint, owner: Owner): number {
    const slots = typeof quirks?.slots === 'number' ? quirks.slots : 1;
    if (slots === 1 || isFillInTheMiddle(owner.kind)) return holesSlot;
    const owners = this.#owners.get(id);
    const own = owners?.get(nameOf(owner));
    if (own !== undefined && own < slots && own !== holesSlot) return own;
    const taken = [...(owners?.values() ?? [])].filter((slot) => slot < slots && slot !== holesSlot);
    for (let slot = holesSlot + 1; slot < slots; slot += 1) if (!taken.includes(slot)) return slot;
    return taken[0] ?? holesSlot + 1;
  }

  /** What the owner's slot holds of the prompt. It keeps it until it gets another one. */
  heldBy(endpoint: Endpoint, owner: Owner, { boundaries }: PromptPath): WarmPrefix | undefined {
    const held = this.#held.get(`${endpoint.id}\n${this.slotOf(endpoint, owner)}`)?.boundaries ?? [];
    const end = boundaries.findLastIndex(({ hash }, place) => held[place]?.hash === hash);
    return end === -1 ? undefined : { end, ttl: '12h' };
  }

  /** The prompt was sent to it. */
  hold({ id }: Endpoint, owner: Owner, slot: number, path: PromptPath): void {
    const owners = this.#owners.get(id) ?? new Map<string, number>();
    for (const [other, theirs] of owners) if (theirs === slot) owners.delete(other);
    owners.set(nameOf(owner), slot);
    this.#owners.set(id, owners);
    this.#held.set(`${id}\n${slot}`, path);
  }
}

const nameOf = ({ sessionId, kind }: Owner): string => (sessionId === undefined ? `kind ${kind}` : `session ${sessionId}`);
