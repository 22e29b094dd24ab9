import type { Candidate } from '../catalogue/index.ts';
import { isFillInTheMiddle, type TaskKind } from '../task/index.ts';
import type { Rejection } from './decision.ts';
import type { Expectation } from './expectation.ts';
import type { Profile } from './profile.ts';
import type { Sieve } from './refusal.ts';

/** Nobody waits longer for a suggestion to begin. */
const completionDeadlineMs = 3000;

/** Below so many recent requests, what was seen of a model's speed says little. */
const leastWeight = 2;

/** So long may the first token of an answer take, in milliseconds; infinity where nobody has said. */
export function deadlineOf({ deadlineMs, kind }: Profile): number {
  return deadlineMs ?? (isFillInTheMiddle(kind) ? completionDeadlineMs : Number.POSITIVE_INFINITY);
}

/**
 * So long may all of a suggestion take on the user's own machine, in milliseconds. ASSUMPTIONS: who types on has written the line himself by
 * then; of a block the first line is shown before.
 */
const localDeadlinesMs: Readonly<Partial<Record<TaskKind, number>>> = { 'completion.line': 3000, 'completion.block': 5000 };

/** A local model that was too slow gets one request after so long: it may be on the graphics card by now, or alone on the machine. */
const retryMs = 120_000;

/**
 * Why a local model is not asked for a suggestion, whoever else there is: it would come too late, and keep the machine busy for nothing. Not where
 * the user pressed the key for it; and what was slow is asked again after a while, and counts as slow no more with one answer that was not.
 */
export function slownessOf(
  candidate: Candidate,
  { speed, usage }: Expectation,
  { profile, conditions }: Sieve,
): Omit<Rejection, 'candidate'> | undefined {
  const limitMs = localDeadlinesMs[profile.kind];
  if (limitMs === undefined || !isLocalHole(candidate, profile) || profile.trigger !== 'automatic') return undefined;
  if (!speed || speed.weight < leastWeight) return undefined;
  const { firstTokenMs, outputTokensPerSecond, answerTokens = usage.output, latest, lastAskedMs } = speed;
  // Paid models answer with more than a line: the usual length is not the local one's.
  const tokens = Math.min(usage.output, answerTokens);
  const tookMs = answerMs(firstTokenMs.median, outputTokensPerSecond, tokens);
  const latestMs = answerMs(latest.firstTokenMs, latest.outputTokensPerSecond ?? outputTokensPerSecond, tokens);
  const isDue = (conditions.atMs ?? lastAskedMs) - lastAskedMs >= retryMs;
  if (isDue || Math.min(tookMs, latestMs) <= limitMs) return undefined;
  const [first, pace] = [Math.round(firstTokenMs.median), outputTokensPerSecond.toPrecision(2)];
  return {
    rule: 'too-slow',
    reason: `lately ${first} ms to its first token and ${Number(pace)} tokens/s, so ${tokens} tokens take about ${Math.round(tookMs)} ms, and ${limitMs} ms are left`,
  };
}

function answerMs(firstTokenMs: number, outputTokensPerSecond: number, tokens: number): number {
  return firstTokenMs + (1000 * Math.max(0, tokens - 1)) / outputTokensPerSecond;
}

function isLocalHole({ endpoint }: Candidate, { kind }: Profile): boolean {
  return endpoint.billing === 'local' && isFillInTheMiddle(kind);
}

/** Why it would rather not be asked: too seldom useful, or too slow lately. How slow a local model may be with a suggestion is `slownessOf`. */
export function doubtOf(
  candidate: Candidate,
  { quality, speed }: Expectation,
  { profile, conditions, rungs }: Sieve,
  deadlineMs: number,
): Omit<Rejection, 'candidate'> | undefined {
  const floor = conditions.pressure.all.pressure === 'economy' ? rungs.floor * 0.8 : rungs.floor;
  if (quality.mean < floor) {
    return {
      rule: 'below-quality-floor',
      reason: `useful in ${percent(quality.mean)} of answers, below ${percent(floor)}: ${quality.source}`,
    };
  }
  if (!isLocalHole(candidate, profile) && speed && speed.weight >= leastWeight && speed.firstTokenMs.median > deadlineMs) {
    return {
      rule: 'too-slow',
      reason: `lately ${Math.round(speed.firstTokenMs.median)} ms to its first token, and ${deadlineMs} ms are left`,
    };
  }
  return undefined;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
