import { cacheRulesOf } from '../../core/catalogue/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import type { Segment } from '../../core/task/index.ts';
import { cacheMarksOf } from './cacheMarks.ts';

/** What OpenAI takes beside the prompt, in Responses and in Chat Completions. */
export interface CacheWishes {
  readonly prompt_cache_key?: string;
  readonly prompt_cache_options?: { readonly mode: 'explicit'; readonly ttl: '30m' };
}

/** What is asked of an automatic cache. */
export function cacheWishesOf(call: ProviderCall): CacheWishes {
  const key = cacheKeyOf(call);
  return { ...(key !== undefined && { prompt_cache_key: key }), ...cacheOptionsOf(call) };
}

/**
 * The explicit mode switches the automatic mark off, so that without any mark of ours nothing is written; models before GPT-5.6 refuse the
 * field. Its `ttl` knows 30 minutes only; a single mark may ask for more.
 */
export function cacheOptionsOf(call: ProviderCall): Pick<CacheWishes, 'prompt_cache_options'> {
  return takesMarks(call) ? { prompt_cache_options: { mode: 'explicit', ttl: '30m' } } : {};
}

/** The plan's key, where the row says that one is taken. */
export function cacheKeyOf({ candidate, cachePlan }: ProviderCall): string | undefined {
  const rules = cacheRulesOf(candidate);
  const isTaken = (rules?.type === 'automatic' || rules?.type === 'breakpoints') && rules.takesKey === true;
  return isTaken && (cachePlan.type === 'automatic' || cachePlan.type === 'breakpoints') ? cachePlan.key : undefined;
}

/** What OpenAI puts on a part of a message that ends at a mark. */
export interface CacheBreakpoint {
  readonly prompt_cache_breakpoint: { readonly mode: 'explicit'; readonly ttl?: '12h' };
}

/** The plan's marks by segment, where the row says that they are taken. Tools cannot carry one. */
export function cacheBreakpointsOf(call: ProviderCall, canCarry: (segment: Segment) => boolean): ReadonlyMap<number, CacheBreakpoint> {
  if (!takesMarks(call)) return new Map();
  const marks = cacheMarksOf(call.cachePlan, (place) => carriesAt(call.segments, place, canCarry));
  return new Map([...marks].map(([place, ttl]) => [place, ttl === '12h' ? halfADay : halfAnHour]));
}

/** The request's own lifetime. */
const halfAnHour: CacheBreakpoint = { prompt_cache_breakpoint: { mode: 'explicit' } };
const halfADay: CacheBreakpoint = { prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } };

/** Is there a segment at that place that can carry a mark? Not at -1, where the tools are. */
export function carriesAt(segments: readonly Segment[], place: number, canCarry: (segment: Segment) => boolean): boolean {
  const segment = segments[place];
  return segment !== undefined && canCarry(segment);
}

function takesMarks({ candidate, cachePlan }: ProviderCall): boolean {
  const rules = cacheRulesOf(candidate);
  return cachePlan.type === 'breakpoints' && rules?.type === 'automatic' && rules.takesBreakpoints === true;
}
