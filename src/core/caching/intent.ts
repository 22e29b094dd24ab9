import { type CacheRules, type CacheTtl, type Candidate, ttlMs } from '../catalogue/index.ts';
import { gainOfWriting, type InputPrices } from './inputPrices.ts';
import type { Depth, PromptPath } from './promptPath.ts';
import type { ReuseChances } from './reuseCounts.ts';
import { type Stretch, stretchesThatPay } from './stretches.ts';
import type { WarmPrefix } from './warmPrefixes.ts';

/** What decides how a prompt is cached at a candidate. */
export interface Situation {
  readonly candidate: Candidate;
  readonly rules: CacheRules | undefined;
  readonly path: PromptPath;
  /** What its cache should hold. */
  readonly warm: WarmPrefix | undefined;
  /** Undefined where the model is unpriced. */
  readonly prices: InputPrices | undefined;
  readonly chances: (depth: Depth) => ReuseChances;
  /** This model's tokens per estimated o200k token. */
  readonly ratio: number;
  /** Which of its caches this request would find. */
  readonly cache: string;
}

/** What is read, what is written, and who decides that. */
export interface Intent {
  /** `marked`: what is marked is written, nothing else. `whole`: the provider writes what it did not read, billed or not. `none`: there is no cache. */
  readonly writes: 'marked' | 'whole' | 'none';
  readonly stretches: readonly Stretch[];
  /** In words, where nothing is written. */
  readonly obstacle?: string;
}

export function intentOf(situation: Situation): Intent {
  const { rules, candidate, path } = situation;
  if (!rules) return none('how its cache works is not known');
  if (rules.type === 'none') return none('it has no cache');
  if (rules.type === 'slot') return { writes: 'whole', stretches: [] };
  if (path.tokens < leastTokensOf(situation))
    return none(`the prompt is shorter than the ${candidate.model.minimumCacheableTokens} tokens that can be cached`);
  if (rules.type === 'breakpoints') return marked(situation, rules.ttls);
  if (!bills(situation, rules.ttl)) return { writes: 'whole', stretches: [] };
  const whole: Intent = {
    writes: 'whole',
    stretches: [{ end: path.boundaries.length - 1, ttl: rules.ttl, tokens: path.tokens - warmTokens(situation) }],
  };
  if (!rules.takesBreakpoints) return whole;
  const intent = marked(situation, alone[rules.ttl]);
  return intent.stretches.at(-1)?.end === path.boundaries.length - 1 ? whole : intent;
}

/** In estimated o200k tokens. */
export function leastTokensOf({ candidate, ratio }: Situation): number {
  return (candidate.model.minimumCacheableTokens ?? 0) / ratio;
}

/** In estimated o200k tokens. */
export function warmTokens({ path, warm }: Situation): number {
  return warm ? (path.boundaries[warm.end]?.tokens ?? 0) : 0;
}

const none = (obstacle: string): Intent => ({ writes: 'none', stretches: [], obstacle });

/** On top of what is kept for five minutes nothing is written for an hour: when the first is gone, the rest cannot be reached. */
function marked(situation: Situation, ttls: readonly CacheTtl[]): Intent {
  const { path, warm, prices, chances } = situation;
  if (!prices) return { writes: 'marked', stretches: [], obstacle: 'its prices are not known' };
  const stretches = stretchesThatPay(path, {
    from: warm?.end ?? -1,
    ttls: offered(longestFirst(ttls), prices, warm),
    leastTokens: leastTokensOf(situation),
    gain: (depth, ttl) => gainOfWriting(ttl, prices, chances(depth)),
  });
  return stretches.length > 0
    ? { writes: 'marked', stretches }
    : { writes: 'marked', stretches, obstacle: 'what is new is not expected to be used again often enough' };
}

const alone = { '5m': ['5m'], '30m': ['30m'], '1h': ['1h'], '12h': ['12h'] } as const satisfies Record<CacheTtl, readonly CacheTtl[]>;
const sorted = new WeakMap<readonly CacheTtl[], readonly CacheTtl[]>();

function longestFirst(ttls: readonly CacheTtl[]): readonly CacheTtl[] {
  const before = sorted.get(ttls);
  if (before) return before;
  const now = ttls.toSorted((a, b) => ttlMs(b) - ttlMs(a));
  sorted.set(ttls, now);
  return now;
}

function offered(ttls: readonly CacheTtl[], { write }: InputPrices, warm: WarmPrefix | undefined): readonly CacheTtl[] {
  if (!warm && ttls.every((ttl) => write[ttl] !== undefined)) return ttls;
  const longest = warm ? ttlMs(warm.ttl) : Number.POSITIVE_INFINITY;
  return ttls.filter((ttl) => ttlMs(ttl) <= longest && write[ttl] !== undefined);
}

function bills({ prices }: Situation, ttl: CacheTtl): boolean {
  return prices !== undefined && (prices.write[ttl] ?? 0) > prices.uncached;
}
