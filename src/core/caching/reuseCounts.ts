import type { CacheTtl } from '../catalogue/index.ts';
import type { ReuseShares } from './reuseAssumptions.ts';

/** What became of the beginning of a prompt: when it came again; `lost`: not within an hour, or changed. */
export type Reuse = '5m' | '30m' | '1h' | 'lost';

const outcomes = ['5m', '30m', '1h', 'lost'] as const satisfies readonly Reuse[];

/** How often each happened, older ones counting less. */
export type ReuseCounts = Readonly<Record<Reuse, number>>;

export const nothingSeen: ReuseCounts = { '5m': 0, '30m': 0, '1h': 0, lost: 0 };

const minuteMs = 60_000;

export function reuseAfter(gapMs: number): Reuse {
  if (gapMs < 5 * minuteMs) return '5m';
  if (gapMs < 30 * minuteMs) return '30m';
  return gapMs < 60 * minuteMs ? '1h' : 'lost';
}

/** One more, while all before it fade by that factor. */
export function counted(counts: ReuseCounts, reuse: Reuse, fade: number): ReuseCounts {
  const faded = (outcome: Reuse): number => counts[outcome] * fade + (outcome === reuse ? 1 : 0);
  return { '5m': faded('5m'), '30m': faded('30m'), '1h': faded('1h'), lost: faded('lost') };
}

/** Expected shares of what will become of a beginning; they make 1 together. */
export type ReuseChances = Readonly<Record<Reuse, number>>;

/** What is assumed weighs as much as so many requests of the kind; the kind as many of the thread's own. */
const assumptionWeight = 3;
const kindWeight = 2;

/** Dirichlet posterior means: the thread's own requests, on top of its kind's, on top of what is assumed. */
export function chancesOf(assumed: ReuseShares, kind: ReuseCounts, thread: ReuseCounts): ReuseChances {
  const [within5m, within30m, within1h] = assumed;
  const start = { '5m': within5m / 100, '30m': within30m / 100, '1h': within1h / 100, lost: 1 - (within5m + within30m + within1h) / 100 };
  return posterior(posterior(start, assumptionWeight, kind), kindWeight, thread);
}

function posterior(prior: ReuseChances, weight: number, counts: ReuseCounts): ReuseChances {
  const total = weight + outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  const mean = (outcome: Reuse): number => (prior[outcome] * weight + counts[outcome]) / total;
  return { '5m': mean('5m'), '30m': mean('30m'), '1h': mean('1h'), lost: mean('lost') };
}

/** How likely what is kept so long is still there when it is next asked for. */
export function chanceWithin(chances: ReuseChances, ttl: CacheTtl): number {
  if (ttl === '5m') return chances['5m'];
  if (ttl === '30m') return chances['5m'] + chances['30m'];
  return 1 - chances.lost;
}
