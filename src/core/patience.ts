import type { Candidate } from './catalogue/index.ts';
import type { ProbeAsker } from './failover/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import type { PricedCandidate, Rejection } from './selection/index.ts';
import { isFillInTheMiddle, type Task } from './task/index.ts';

type HealthPorts = Pick<RouterPorts, 'health' | 'clock'>;

/** Nobody waits for a suggestion; in a conversation a provider's wish to be left alone for a minute is granted, where nobody else can answer. */
export function patienceMs({ kind }: Task): number {
  return isFillInTheMiddle(kind) ? 0 : 90_000;
}

/** A local server that does not answer was ended; a provider may have had a bad moment. */
export function mostAttempts({ kind }: Task, { endpoint }: Candidate): number {
  return isFillInTheMiddle(kind) || endpoint.billing === 'local' ? 1 : 3;
}

/** Waiting a moment is better than paying much more, but an equal substitute is better than waiting. */
const muchDearer = 1.5;

export function isWorthRetrying({ costPerUsefulNanoUsd }: PricedCandidate, next: PricedCandidate | undefined): boolean {
  if (!next || next.candidate.model.tier === 'local') return true;
  const cost = next.costPerUsefulNanoUsd ?? Number.POSITIVE_INFINITY;
  return costPerUsefulNanoUsd !== undefined && cost > costPerUsefulNanoUsd * muchDearer;
}

/** So long is waited for the same candidate while another one could answer. */
const quickMs = 2000;

export function quickRetryMs({ health, clock }: HealthPorts, { endpoint }: Candidate): number | undefined {
  const verdict = health.verdictOf(endpoint.id);
  if (verdict.isAvailable) return 0;
  if (verdict.untilMs === undefined) return undefined;
  const ms = Math.max(0, verdict.untilMs - clock.now());
  return ms <= quickMs ? ms : undefined;
}

/** So long until it is asked again whether a probe is over. */
export const probeMs = 250;

/** When the first of those that are left out for a time only may be asked again, in its turn or out of it. */
export function soonest({ health, clock }: HealthPorts, rejected: readonly Rejection[], asker: ProbeAsker): number | undefined {
  const times = rejected.flatMap(({ candidate: { endpoint }, rule }) => {
    const verdict = health.verdictOf(endpoint.id);
    if (verdict.isAvailable || verdict.rule !== rule) return [];
    // How another request fares is known soon.
    if (verdict.rule === 'probing') return [clock.now() + probeMs];
    return [verdict.untilMs, health.probeFromMs(endpoint.id, asker)].filter((time) => time !== undefined);
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Suggestions come with typing; for everything else somebody waits. */
export const askerOf = ({ kind }: Pick<Task, 'kind'>): ProbeAsker => (isFillInTheMiddle(kind) ? 'suggestion' : 'conversation');
