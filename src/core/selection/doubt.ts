import { isFillInTheMiddle } from '../task/index.ts';
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

/** Why it would rather not be asked: too seldom useful, or too slow lately. */
export function doubtOf(
  { quality, speed }: Expectation,
  { conditions, rungs }: Sieve,
  deadlineMs: number,
): Omit<Rejection, 'candidate'> | undefined {
  const floor = conditions.pressure.all.pressure === 'economy' ? rungs.floor * 0.8 : rungs.floor;
  if (quality.mean < floor) {
    return {
      rule: 'below-quality-floor',
      reason: `useful in ${percent(quality.mean)} of answers, below ${percent(floor)}: ${quality.source}`,
    };
  }
  if (speed && speed.weight >= leastWeight && speed.firstTokenMs.median > deadlineMs) {
    return {
      rule: 'too-slow',
      reason: `lately ${Math.round(speed.firstTokenMs.median)} ms to its first token, and ${deadlineMs} ms are left`,
    };
  }
  return undefined;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
