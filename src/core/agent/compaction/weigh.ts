import { formatUsd, type NanoUsd } from '../../money/index.ts';
import type { PromptTerms } from '../event.ts';

/** What a compaction is weighed by. Tokens are the model's own, as they were reported. */
export interface CompactionTerms {
  /** Of the last prompt. */
  readonly promptTokens: number;
  /** Of what would become a summary. */
  readonly droppedTokens: number;
  /** Of what stays as it is, behind the summary: its place changes, so it has to be written to the cache again. */
  readonly keptTokens: number;
  /** Read since the last compaction, or since the beginning, of what would become a summary: the sum over all requests. */
  readonly carriedTokens: number;
  /** So many more requests are expected. */
  readonly stepsAhead: number;
  /** The next request finds nothing in the cache, whatever is decided. */
  readonly isCold: boolean;
  readonly terms: PromptTerms | undefined;
}

export interface CompactionVerdict {
  readonly isWorthIt: boolean;
  /** The context is nearly full: there is no choice. */
  readonly isNeeded: boolean;
  readonly reason: string;
}

/** A summary's length: what it is asked for at the most is twice that. An assumption. */
const summaryTokens = 1_000;

/** Less than this is not worth a request, whatever it would save. */
const leastDroppedTokens = 4_000;

/** Of the context: what is above it is left for the answer and for what the next results add. */
const fullShare = 0.8;

/**
 * Compaction against going on with the long prompt. With D tokens dropped for S of summary, K kept behind it, n requests ahead, and the prices
 * r (read from the cache), w (written to it) for each token of the model in use, compacting saves what is not read any more,
 *
 *     n x (D - S) x r     and, where the cache is cold, (D - S) x (w - r) once: going on would have to write it again,
 *
 * and costs the compaction itself, C, and re-filling the cache behind the summary,
 *
 *     C + (S + K) x (w - r)     where the cache is warm; where it is cold, K is written either way.
 *
 * It is worth it where it saves more than it costs, and once what would be dropped has cost as much to carry along as dropping it costs: each step adds
 * to the prompt, so that whoever compacts as soon as it saves anything pays for a summary every few steps. That is the break-even of renting and buying;
 * where all steps add as much, it is also the rhythm that costs least, as with the economic order quantity. A cold cache is no reason to wait. Where the
 * context is nearly full there is no choice. Where prices are not known, or nothing is paid, only the context decides.
 */
export function weighCompaction(given: CompactionTerms): CompactionVerdict {
  const { promptTokens, droppedTokens, terms } = given;
  const isNeeded = isNearlyFull(promptTokens, terms);
  if (isNeeded) return { isWorthIt: droppedTokens > 0, isNeeded, reason: `${promptTokens} of ${terms?.contextTokens} tokens are used` };
  return { ...savingOf(given), isNeeded };
}

function savingOf(given: CompactionTerms): Omit<CompactionVerdict, 'isNeeded'> {
  const { droppedTokens, keptTokens, carriedTokens, stepsAhead, isCold, terms } = given;
  const { compactionNanoUsd } = terms ?? {};
  if (!terms || compactionNanoUsd === undefined) return { isWorthIt: false, reason: 'what it would save is not known' };
  if (droppedTokens < leastDroppedTokens) return { isWorthIt: false, reason: `only ${droppedTokens} tokens would be dropped` };
  const { cacheRead, cacheWrite } = terms;
  const dropped = droppedTokens - summaryTokens;
  const saved = priced(dropped, stepsAhead * cacheRead) + (isCold ? priced(dropped, cacheWrite - cacheRead) : 0);
  const refill = priced(summaryTokens + (isCold ? 0 : keptTokens), cacheWrite - cacheRead);
  const cost = compactionNanoUsd + refill;
  const words = `${formatUsd(Math.round(saved))} less to read in ${stepsAhead} steps, for ${formatUsd(compactionNanoUsd)} and ${formatUsd(Math.round(refill))} to fill the cache again`;
  if (saved <= cost || isCold) return { isWorthIt: saved > cost, reason: words };
  const carried = priced(carriedTokens, cacheRead);
  return { isWorthIt: carried >= cost, reason: `${words}; ${formatUsd(Math.round(carried))} was paid to carry it along` };
}

export function isNearlyFull(promptTokens: number, terms: PromptTerms | undefined): boolean {
  return promptTokens > (terms?.contextTokens ?? Number.POSITIVE_INFINITY) * fullShare;
}

/** Nano-dollars, of prices for a million tokens. */
function priced(tokens: number, nanoUsdPerMillion: number): NanoUsd {
  return (tokens * nanoUsdPerMillion) / 1_000_000;
}
