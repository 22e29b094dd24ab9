import type { CacheTtl } from '../catalogue/index.ts';

/** What became of the beginning of a prompt: it came again; `lost`: not within an hour, or changed. */
export type Reuse = 'again' | 'lost';

/** What was before a request: hardly anything, or a pause. */
export type Rhythm = 'soon' | 'paused';

/** How long a pause was, by the shortest lifetime that bridges it. */
export type Pause = '5m' | '30m' | '1h';

/** How often each happened, older ones counting less; or expected shares, which make 1 together. */
export type Counts<Outcome extends string> = Readonly<Record<Outcome, number>>;

const minuteMs = 60_000;

/** Tools mostly answer sooner, and people mostly later. */
const soonMs = minuteMs;

/** Undefined: not within an hour. */
export function pauseOf(gapMs: number): 'soon' | Pause | undefined {
  if (gapMs < soonMs) return 'soon';
  if (gapMs < 5 * minuteMs) return '5m';
  if (gapMs < 30 * minuteMs) return '30m';
  return gapMs < 60 * minuteMs ? '1h' : undefined;
}

/** One more, while all before it fade by that factor. */
export function counted<Outcome extends string>(counts: Counts<Outcome>, seen: Outcome, fade: number): Counts<Outcome> {
  return mapped(counts, (count, outcome) => count * fade + (outcome === seen ? 1 : 0));
}

/** Dirichlet posterior mean: what was expected weighs as much as so many that were seen. */
export function posterior<Outcome extends string>(
  expected: Counts<Outcome>,
  weight: number,
  seen: Counts<Outcome> | undefined,
): Counts<Outcome> {
  if (!seen) return expected;
  let total = weight;
  for (const outcome in seen) total += seen[outcome];
  return mapped(expected, (share, outcome) => (share * weight + seen[outcome]) / total);
}

function mapped<Outcome extends string>(counts: Counts<Outcome>, to: (count: number, outcome: Outcome) => number): Counts<Outcome> {
  const result: Record<Outcome, number> = { ...counts };
  for (const outcome in counts) result[outcome] = to(counts[outcome], outcome);
  return result;
}

/** Expected shares of what will become of a beginning; they make 1 together: the next request comes within so long, or it is lost. */
export type ReuseChances = Counts<Pause | 'lost'>;

export function chancesOf({ again, lost }: Counts<Reuse>, gaps: Counts<Pause>): ReuseChances {
  return { '5m': again * gaps['5m'], '30m': again * gaps['30m'], '1h': again * gaps['1h'], lost };
}

/** How likely what is kept so long is still there when it is next asked for. */
export function chanceWithin(chances: ReuseChances, ttl: CacheTtl): number {
  if (ttl === '5m') return chances['5m'];
  if (ttl === '30m') return chances['5m'] + chances['30m'];
  return 1 - chances.lost;
}
