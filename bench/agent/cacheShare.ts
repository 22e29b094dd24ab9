import type { InvoiceLine } from '../../test/emulator/invoice.ts';
import { type Json, type JsonObject, listOf, objectOf } from '../../test/emulator/json.ts';
import type { ReceivedRequest } from '../../test/emulator/received.ts';

/** Tokens by the emulated clouds' own count. */
export interface CacheShare {
  /** What a request has in common, from its beginning, with an earlier one to the same model in the same task. */
  readonly repeated: number;
  /** Of those, what was read from the cache. */
  readonly read: number;
}

/**
 * Of all requests of one task. What another model was sent before is not repeated to this one: what a switch costs is in the costs. Which lines of the
 * invoice belong to which request is told by their order; a request that was refused has no line.
 */
export function cacheShareOf(requests: readonly ReceivedRequest[], invoice: readonly InvoiceLine[]): CacheShare {
  const earlier = new Map<string, (readonly string[])[]>();
  let [repeated, read, next] = [0, 0, 0];
  for (const { body } of requests) {
    const line = invoice[next];
    if (!line || line.model !== body.model) continue;
    next += 1;
    const blocks = blocksOf(body);
    const before = earlier.get(line.model) ?? [];
    const total = lengthOf(blocks);
    const common = Math.max(0, ...before.map((other) => lengthOf(commonOf(other, blocks))));
    const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h } = line.buckets;
    const input = uncachedInput + cacheRead + cacheWrite5m + cacheWrite30m + cacheWrite1h + cacheWrite12h;
    const again = total === 0 ? 0 : Math.round((input * common) / total);
    repeated += again;
    read += Math.min(again, cacheRead);
    earlier.set(line.model, [...before, blocks]);
  }
  return { repeated, read };
}

/** A prompt in the order in which it is read, without the marks, which move. */
function blocksOf({ tools, system, messages, input, instructions }: JsonObject): readonly string[] {
  return [tools, system ?? instructions, ...listOf(messages ?? input).flatMap(partsOf)].map(
    (part) => JSON.stringify(withoutMarks(part)) ?? '',
  );
}

function partsOf(message: Json): readonly Json[] {
  const { role, content, ...rest } = objectOf(message);
  return Array.isArray(content) ? (content as readonly Json[]).map((part): Json => ({ role, part, ...rest })) : [message];
}

function withoutMarks(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => withoutMarks(each) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'cache_control' && key !== 'prompt_cache_breakpoint')
      .map(([key, each]) => [key, withoutMarks(each)]),
  );
}

function commonOf(one: readonly string[], other: readonly string[]): readonly string[] {
  const end = one.findIndex((block, place) => block !== other[place]);
  return end < 0 ? one : one.slice(0, end);
}

const lengthOf = (blocks: readonly string[]): number => blocks.reduce((sum, block) => sum + block.length, 0);
