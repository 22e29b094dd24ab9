import type { Attempt } from './attempt.ts';
import { type AttemptPart, attempting, isPaid } from './attempting.ts';
import type { Candidate } from './catalogue/index.ts';
import { localTimeOf } from './localTime.ts';
import type { RedactedSegment, Redaction } from './policy/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import {
  type ChosenDecision,
  type Decision,
  factsOf,
  type PricedCandidate,
  type Profile,
  profileOf,
  type Rejection,
  select,
  withSegments,
} from './selection/index.ts';
import { isFillInTheMiddle, ProviderError, type Task } from './task/index.ts';

/**
 * What the router adds to the parts of its attempts: `decision` comes first. `attempt-failed`: that candidate did not answer, and the next one
 * is tried, or it once more. `waiting`: nobody can be asked before then (milliseconds since the epoch), unless the user says "retry now".
 */
export type RouterPart =
  | AttemptPart
  | { readonly type: 'decision'; readonly decision: Decision }
  | { readonly type: 'attempt-failed'; readonly candidate: Candidate; readonly error: ProviderError }
  | { readonly type: 'waiting'; readonly untilMs: number; readonly reason: string };

export type { Clock, RouterPorts, TokenizerPort } from './routerPorts.ts';

export interface Router {
  /** What would be chosen for the task at this moment. Nothing is sent, held or stored. */
  decide(task: Task): Decision;
  /**
   * Never throws: a refusal is a `decision` part and nothing more, a failure an `error` part. Leaving the loop early, or aborting the
   * signal, closes the connection and settles what was used.
   */
  route(task: Task, signal: AbortSignal): AsyncIterable<RouterPart>;
}

export function createRouter(ports: RouterPorts): Router {
  return {
    decide: (task) => decide(ports, profileOf(task, ports.statistics)),
    route: (task, signal) => route(ports, task, signal),
  };
}

/** What was learned on the way of one task. */
interface Way {
  /** By `keyOf`: candidates that are not asked again. */
  readonly givenUp: Set<string>;
  /** By `keyOf`: how often a candidate failed. */
  readonly failures: Map<string, number>;
  readonly passedOver: Rejection[];
  contextAboveTokens: number;
  attempts: number;
  error?: ProviderError;
}

/** Where nobody can answer because all of them rest, one that may be asked out of turn is asked: better than no answer. */
function decide(ports: RouterPorts, profile: Profile, way?: Way): Decision {
  const decision = decideOnce(ports, profile, way);
  if (decision.outcome === 'chosen') return decision;
  const resting = decision.rejected.filter(({ rule }) => rule === 'breaker-open' || rule === 'asked-to-wait');
  const endpoints = [...new Set(resting.map(({ candidate }) => candidate.endpoint.id))];
  return endpoints.some((endpointId) => ports.health.probeEarly(endpointId)) ? decideOnce(ports, profile, way) : decision;
}

function decideOnce(ports: RouterPorts, profile: Profile, way?: Way): Decision {
  const { clock, health } = ports;
  const pressure = ports.pressure();
  const language = profile.language ?? '';
  return select(profile, ports.candidates(), {
    policy: ports.policy(),
    pressure,
    pins: ports.pins(),
    atMs: clock.now(),
    rules: ports.rules(factsOf(profile, pressure, localTimeOf(clock))),
    sort: ports.sort(),
    health: (endpointId) => health.verdictOf(endpointId),
    quality: ports.quality,
    statistics: ports.statistics,
    cacheMemory: ports.cacheMemory,
    tokenRatio: (candidate) => ports.tokenizer.ratio(candidate, language),
    ...(way && { contextAboveTokens: way.contextAboveTokens }),
    ...(way && way.givenUp.size > 0 && { isGivenUp: (candidate: Candidate) => way.givenUp.has(keyOf(candidate)) }),
  });
}

async function* route(ports: RouterPorts, task: Task, signal: AbortSignal): AsyncGenerator<RouterPart> {
  const profile = profileOf(task, ports.statistics);
  const promptFor = promptsOf(ports, profile);
  const way: Way = { givenUp: new Set(), failures: new Map(), passedOver: [], contextAboveTokens: 0, attempts: 0 };
  const waitUntilMs = ports.clock.now() + (ports.patienceMs ?? patienceMs(task));
  let isAnnounced = false;
  let wasChosen = false;
  for (let round = 1; round <= mostRounds && !signal.aborted; round += 1) {
    const decision = decide(ports, profile, way);
    const soonestMs = decision.outcome === 'refused' ? soonest(ports, decision.rejected) : undefined;
    const mayWait = soonestMs !== undefined && soonestMs <= waitUntilMs;
    if (!isAnnounced && (decision.outcome === 'chosen' || !mayWait)) {
      yield { type: 'decision', decision };
      isAnnounced = true;
    }
    if (decision.outcome === 'chosen') {
      wasChosen = true;
      if (yield* trying(ports, { task, decision, promptFor, way, waitUntilMs, signal })) return;
    } else if (mayWait) {
      yield { type: 'waiting', untilMs: soonestMs, reason: way.error?.message ?? decision.reason };
      await ports.health.pause(soonestMs - ports.clock.now(), signal);
    } else {
      if (!wasChosen) return;
      break;
    }
  }
  yield way.error && !signal.aborted ? { type: 'error', error: way.error } : { type: 'finish', reason: 'aborted' };
}

/** Each round asks somebody or waits; more of them than this no task's patience lasts for. */
const mostRounds = 50;

interface Trying {
  readonly task: Task;
  readonly decision: ChosenDecision;
  readonly promptFor: PromptFor;
  readonly way: Way;
  readonly waitUntilMs: number;
  readonly signal: AbortSignal;
}

/** Tries the candidates of one decision in their order. True: one of them answered, or began to. */
async function* trying(
  ports: RouterPorts,
  { task, decision, promptFor, way, waitUntilMs, signal }: Trying,
): AsyncGenerator<RouterPart, boolean> {
  const order = [decision.chosen, ...decision.fallbacks];
  for (const [place, priced] of order.entries()) {
    const { candidate } = priced;
    const pass = (other: Candidate, rule: string, reason: string): void => void way.passedOver.push({ candidate: other, rule, reason });
    while (!signal.aborted && !way.givenUp.has(keyOf(candidate)) && ports.health.verdictOf(candidate.endpoint.id).isAvailable) {
      const prompt = await promptFor(candidate);
      if ('error' in prompt) {
        way.givenUp.add(keyOf(candidate));
        pass(candidate, 'policy', prompt.error.message);
        way.error = prompt.error;
        break;
      }
      way.attempts += 1;
      const attempt: Attempt = { task, ...prompt, decision, candidate, number: way.attempts, passedOver: [...way.passedOver] };
      const outcome = yield* attempting(ports, attempt, signal);
      if (outcome.answered) return true;
      if ('isResting' in outcome) break;
      const { error, rule } = outcome;
      if (signal.aborted) return false;
      if (!error) {
        way.givenUp.add(keyOf(candidate));
        break;
      }
      way.error = error;
      pass(candidate, rule ?? error.reason, error.message);
      if (rule === undefined) yield { type: 'attempt-failed', candidate, error };
      // A ledger that is out of order may take seconds to say so, and would say so again.
      for (const other of rule === 'ledger' ? order : []) {
        if (!isPaid(other.candidate) || way.givenUp.has(keyOf(other.candidate))) continue;
        way.givenUp.add(keyOf(other.candidate));
        if (other.candidate !== candidate) pass(other.candidate, 'ledger', error.message);
      }
      const failures = (way.failures.get(keyOf(candidate)) ?? 0) + 1;
      way.failures.set(keyOf(candidate), failures);
      if (!error.isRetryable || failures >= mostAttempts(task, candidate)) way.givenUp.add(keyOf(candidate));
      if (error.reason === 'context-overflow') {
        way.contextAboveTokens = Math.max(way.contextAboveTokens, candidate.model.contextTokens ?? 0);
        // Those that are no larger need not be asked: who may answer is another question now.
        return false;
      }
      if (way.givenUp.has(keyOf(candidate))) break;
      const retryMs = isWorthRetrying(priced, order[place + 1]) ? quickRetryMs(ports, candidate) : undefined;
      if (retryMs === undefined || ports.clock.now() + retryMs > waitUntilMs) break;
      await ports.health.pause(retryMs, signal);
    }
  }
  return false;
}

const keyOf = ({ model, endpoint }: Candidate): string => `${model.id}@${endpoint.id}`;

/** Nobody waits for a suggestion; in a conversation a provider's wish to be left alone for a minute is granted, where nobody else can answer. */
function patienceMs({ kind, deadlineMs }: Task): number {
  return deadlineMs ?? (isFillInTheMiddle(kind) ? 0 : 90_000);
}

/** A local server that does not answer was ended; a provider may have had a bad moment. */
function mostAttempts({ kind }: Task, { endpoint }: Candidate): number {
  return isFillInTheMiddle(kind) || endpoint.billing === 'local' ? 1 : 3;
}

/** Waiting a moment is better than paying much more, but an equal substitute is better than waiting. */
const muchDearer = 1.5;

function isWorthRetrying({ costPerUsefulNanoUsd }: PricedCandidate, next: PricedCandidate | undefined): boolean {
  if (!next || next.candidate.model.tier === 'local') return true;
  const cost = next.costPerUsefulNanoUsd ?? Number.POSITIVE_INFINITY;
  return costPerUsefulNanoUsd !== undefined && cost > costPerUsefulNanoUsd * muchDearer;
}

/** So long is waited for the same candidate while another one could answer. */
const quickMs = 2000;

function quickRetryMs({ health, clock }: RouterPorts, { endpoint }: Candidate): number | undefined {
  const verdict = health.verdictOf(endpoint.id);
  if (verdict.isAvailable) return 0;
  if (verdict.untilMs === undefined) return undefined;
  const ms = Math.max(0, verdict.untilMs - clock.now());
  return ms <= quickMs ? ms : undefined;
}

/** So long until it is asked again whether a probe is over. */
const probeMs = 250;

/** When the first of those that are left out for a time only may be asked again. */
function soonest({ health, clock }: RouterPorts, rejected: readonly Rejection[]): number | undefined {
  const times = rejected.flatMap(({ candidate, rule }) => {
    const verdict = health.verdictOf(candidate.endpoint.id);
    if (verdict.isAvailable || verdict.rule !== rule) return [];
    // How another request fares is known soon.
    if (verdict.rule === 'probing') return [clock.now() + probeMs];
    return verdict.untilMs === undefined ? [] : [verdict.untilMs];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

interface Prompt {
  readonly profile: Profile;
  readonly redactions: readonly Redaction[];
}

type PromptFor = (candidate: Candidate) => Promise<Prompt | { readonly error: ProviderError }>;

/** The prompt as a candidate gets it: as it is on this machine, and else with what must not leave taken out, once for all candidates. */
function promptsOf({ redact }: RouterPorts, profile: Profile): PromptFor {
  let redacted: Promise<Prompt | { readonly error: ProviderError }> | undefined;
  const redactAll = async (): Promise<Prompt | { readonly error: ProviderError }> => {
    try {
      const results: RedactedSegment[] = [];
      for (const segment of profile.segments) results.push(await redact(segment));
      const redactions = results.flatMap((result) => result.redactions);
      const isSame = results.every(({ segment }, index) => segment === profile.segments[index]);
      return {
        profile: isSame
          ? profile
          : withSegments(
              profile,
              results.map(({ segment }) => segment),
            ),
        redactions,
      };
    } catch (cause) {
      return {
        error: new ProviderError('policy', 'the prompt could not be searched for secrets, so it does not leave this machine', { cause }),
      };
    }
  };
  return async (candidate) => {
    if (candidate.endpoint.billing === 'local') return { profile, redactions: [] };
    redacted ??= redactAll();
    return redacted;
  };
}
