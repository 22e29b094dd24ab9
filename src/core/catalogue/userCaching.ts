import * as v from 'valibot';
import type { CacheRules } from './cacheRules.ts';

/** How prompt caches work, by the settings' words: OpenAI's and Anthropic's are as their current models have them. */
export const cachingBy = {
  none: { type: 'none' },
  automatic: { type: 'automatic', ttl: '5m' },
  'automatic-with-key': { type: 'automatic', ttl: '5m', takesKey: true },
  openai: { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true },
  anthropic: { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
  slot: { type: 'slot' },
} as const satisfies Readonly<Record<string, CacheRules>>;

const words = Object.keys(cachingBy) as (keyof typeof cachingBy)[];

export const cachingWord = v.picklist(words, `must be one of ${words.join(', ')}`);
