import type { CacheRules } from '../catalogue/index.ts';
import { type Intent, intentOf, leastTokensOf, type Situation, warmTokens } from './intent.ts';
import { placeMarks } from './marks.ts';
import type { CachePlan } from './plan.ts';
import type { Stretch } from './stretches.ts';

/** Puts into the protocol's terms what is to be read and written. */
export function planFor(situation: Situation, terms: { readonly key: string | undefined; readonly slot: number }): CachePlan {
  const { rules, ratio } = situation;
  const intent = intentOf(situation);
  const read = Math.floor(warmTokens(situation) * ratio);
  if (rules?.type === 'slot') {
    return {
      type: 'slot',
      slot: terms.slot,
      expectedReadTokens: read,
      expectedWriteTokens: 0,
      reason: 'a local server keeps its last prefix',
    };
  }
  if (!rules || intent.writes === 'none') {
    return { type: 'none', expectedReadTokens: 0, expectedWriteTokens: 0, reason: intent.obstacle ?? 'nothing is cached' };
  }
  const ttl = mainTtl(intent.stretches);
  const expected = {
    expectedReadTokens: read,
    expectedWriteTokens: Math.floor(intent.stretches.reduce((sum, { tokens }) => sum + tokens, 0) * ratio),
    ...(ttl && { writeTtl: ttl }),
    reason: reasonOf(situation, intent, read),
  };
  const key = terms.key === undefined ? {} : { key: terms.key };
  if (intent.writes === 'whole') return { type: 'automatic', ...expected, ...key };
  const breakpoints = placeMarks(situation.path, {
    warm: situation.warm,
    stretches: intent.stretches,
    leastTokens: leastTokensOf(situation),
    ...marksOf(rules),
  });
  // Where nothing is cached unless it is marked, there is nothing to say; an automatic cache has to be told not to write.
  if (breakpoints.length === 0 && rules.type === 'breakpoints') return { type: 'none', ...expected };
  return { type: 'breakpoints', breakpoints, ...expected, ...key };
}

/** OpenAI takes up to four marks, and finds what ends at a mark only (https://developers.openai.com/api/docs/guides/prompt-caching). */
function marksOf(rules: CacheRules): { readonly mostBreakpoints: number; readonly lookBackBlocks: number } {
  return rules.type === 'breakpoints' ? rules : { mostBreakpoints: 4, lookBackBlocks: 1 };
}

/** The one that most of it is written for. */
export function mainTtl(stretches: readonly Stretch[]): Stretch['ttl'] | undefined {
  return stretches.reduce<Stretch | undefined>((most, stretch) => (most && most.tokens >= stretch.tokens ? most : stretch), undefined)?.ttl;
}

function reasonOf({ ratio, rules }: Situation, { stretches, obstacle }: Intent, read: number): string {
  const writes = stretches.map(({ ttl, tokens }) => `${Math.floor(tokens * ratio)} tokens to write for ${ttl}`);
  const parts = [...(read > 0 ? [`${read} tokens to read`] : []), ...writes];
  if (stretches.length === 0) parts.push(obstacle ?? (rules?.type === 'automatic' ? 'the provider caches by itself' : 'nothing to write'));
  return parts.join(', ');
}
