import { type CacheRules, type CacheTtl, ttlMs } from '../catalogue/index.ts';
import { inputTokens, type Usage } from '../task/index.ts';
import { writeBucketOf } from './inputPrices.ts';
import type { CachePlan } from './plan.ts';
import type { PromptPath } from './promptPath.ts';
import type { WarmPrefix } from './warmPrefixes.ts';

export interface WrittenTerms {
  readonly path: PromptPath;
  readonly rules: CacheRules & { readonly type: 'automatic' | 'breakpoints' };
  readonly plan: CachePlan;
  /** Without any input tokens it was not reported: then the plan is believed. */
  readonly usage: Usage;
  /** What the cache should have held. */
  readonly warm: WarmPrefix | undefined;
  readonly tokensPerEstimate: number;
}

/** What a request left in its cache. */
export interface Written {
  /** The boundary up to which it was read; -1: nothing was. */
  readonly readEnd: number;
  readonly entries: readonly { readonly end: number; readonly ttl: CacheTtl }[];
}

/** Estimates of a part of a prompt are off by a quarter and more: a place counts as reached from this share of its tokens on. */
const reachedShare = 0.7;
/** A place that is only just beyond what was reported is taken for it. */
const slack = 1.1;

/** By what the provider reported, where it reported anything: the plan says only where. */
export function writtenBy(terms: WrittenTerms): Written {
  const { path, rules, plan, usage, warm, tokensPerEstimate } = terms;
  const isReported = inputTokens(usage) > 0;
  const tokensAt = (end: number): number => (path.boundaries[end]?.tokens ?? 0) * tokensPerEstimate;
  const reached = (tokens: number): number => path.boundaries.findLastIndex((_boundary, end) => tokensAt(end) <= tokens * slack);
  const isAllRead = warm !== undefined && (!isReported || usage.cacheRead >= tokensAt(warm.end) * reachedShare);
  const read = usage.cacheRead > 0 ? reached(usage.cacheRead) : -1;
  const readEnd = isAllRead ? Math.max(warm.end, read) : read;

  if (plan.type === 'none' || plan.type === 'slot') return { readEnd, entries: [] };
  const cached = usage.cacheRead + writtenTokens(usage);
  const areWritesTold = rules.type === 'breakpoints' || rules.takesBreakpoints === true;
  const believed = (end: number): boolean => !isReported || !areWritesTold || tokensAt(end) * reachedShare <= cached;
  const planned = plan.type === 'breakpoints' ? markedEnds(path, plan, usage) : automaticEnds(path, rules);
  return { readEnd, entries: planned.filter(({ end }) => believed(end)) };
}

function writtenTokens(usage: Usage): number {
  return usage.cacheWrite5m + usage.cacheWrite30m + usage.cacheWrite1h + usage.cacheWrite12h;
}

function markedEnds({ boundaries }: PromptPath, plan: CachePlan & { readonly type: 'breakpoints' }, usage: Usage): Written['entries'] {
  return plan.breakpoints.flatMap(({ afterSegment, ttl }) => {
    const end = boundaries.findIndex((boundary) => boundary.afterSegment === afterSegment);
    return end === -1 ? [] : [{ end, ttl: billedTtl(ttl, usage) }];
  });
}

/** For how long something was written as it was billed, where that is not what was asked for. */
function billedTtl(asked: CacheTtl, usage: Usage): CacheTtl {
  if (usage[writeBucketOf(asked)] > 0) return asked;
  const billed = (['5m', '30m', '1h', '12h'] as const).find((ttl) => usage[writeBucketOf(ttl)] > 0);
  return billed !== undefined && ttlMs(billed) < ttlMs(asked) ? billed : asked;
}

/** Where marks are taken, the automatic one is at the end, and nothing before it is found; else any beginning is. */
function automaticEnds({ boundaries }: PromptPath, rules: WrittenTerms['rules']): Written['entries'] {
  if (rules.type !== 'automatic') return [];
  const from = rules.takesBreakpoints ? Math.max(0, boundaries.length - 1) : 0;
  const ends: { readonly end: number; readonly ttl: CacheTtl }[] = [];
  for (let end = from; end < boundaries.length; end += 1) ends.push({ end, ttl: rules.ttl });
  return ends;
}
