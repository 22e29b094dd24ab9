import type { Attempt, Shortage } from './attempt.ts';
import { type AttemptPart, attempting, isPaid } from './attempting.ts';
import { budgetedRequest } from './budgetedRequest.ts';
import { type Candidate, candidateName } from './catalogue/index.ts';
import { consentTo, mostOf } from './consent.ts';
import type { EndpointVerdict } from './failover/index.ts';
import { localTimeOf } from './localTime.ts';
import type { NanoUsd } from './money/index.ts';
import { askerOf, isWorthRetrying, mostAttempts, patienceMs, probeMs, quickRetryMs, soonest } from './patience.ts';
import { type PromptFor, promptsOf } from './promptFor.ts';
import type { RouterPorts } from './routerPorts.ts';
import {
  type ChosenDecision,
  type Decision,
  factsOf,
  mostTokensFor,
  type PricedCandidate,
  type Profile,
  profileOf,
  type Rejection,
  select,
  worstCaseFor,
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
    decide: (task) => decide(ports, task, profileOf(task, ports.statistics)).decision,
    route: (task, signal) => route(ports, task, signal),
  };
}

/** What was learned on the way of one task. */
interface Way {
  /** By `candidateName`: those that are not asked again. */
  readonly givenUp: Set<string>;
  /** By `candidateName`: how often one failed. */
  readonly failures: Map<string, number>;
  readonly passedOver: Rejection[];
  /** A moment after which nobody waits for an answer to begin, in milliseconds since the epoch. */
  readonly endsAtMs: number;
  /** Until when an endpoint that rests is waited for. */
  readonly waitUntilMs: number;
  contextAboveTokens: number;
  /** So much the user agreed to for one request of this task. */
  allowedNanoUsd: number;
  attempts: number;
  /** How many candidates no budget could hold. */
  heldBack: number;
  /** The budgets that could not hold one of them, by their ids. */
  readonly shortages: Map<string, Shortage>;
  error?: ProviderError;
}

/** `outOfTurn`: everybody rests, so one whose rest may be ended is chosen: better than no answer. */
interface Plan {
  readonly decision: Decision;
  readonly outOfTurn: boolean;
}

function decide(ports: RouterPorts, task: Task, profile: Profile, way?: Way): Plan {
  const { health } = ports;
  const verdictOf = (endpointId: string): EndpointVerdict => health.verdictOf(endpointId);
  const decision = decideBy(ports, task, profile, { health: verdictOf, way });
  if (decision.outcome === 'chosen') return { decision, outOfTurn: false };
  const rests = decision.rejected.some(({ rule }) => rule === 'breaker-open' || rule === 'asked-to-wait');
  if (!rests) return { decision, outOfTurn: false };
  const nowMs = ports.clock.now();
  const mayProbe = (id: string): boolean => (health.probeFromMs(id, askerOf(profile)) ?? Number.POSITIVE_INFINITY) <= nowMs;
  const outOfTurn = decideBy(ports, task, profile, { health: (id) => (mayProbe(id) ? probe : verdictOf(id)), way });
  return outOfTurn.outcome === 'chosen' ? { decision: outOfTurn, outOfTurn: true } : { decision, outOfTurn: false };
}

const probe: EndpointVerdict = { isAvailable: true, isProbe: true };

interface Circumstances {
  readonly health: (endpointId: string) => EndpointVerdict;
  readonly way: Way | undefined;
}

function decideBy(ports: RouterPorts, task: Task, profile: Profile, { health, way }: Circumstances): Decision {
  const { clock } = ports;
  const pressure = ports.pressure(budgetedRequest(task));
  const language = profile.language ?? '';
  const leftMs = way && way.endsAtMs - clock.now();
  return select(
    leftMs === undefined || leftMs === Number.POSITIVE_INFINITY ? profile : { ...profile, deadlineMs: leftMs },
    ports.candidates(),
    {
      policy: ports.policy(),
      pressure,
      pins: ports.pins(),
      atMs: clock.now(),
      rules: ports.rules(factsOf(profile, pressure, localTimeOf(clock))),
      sort: ports.sort(),
      health,
      quality: ports.quality,
      statistics: ports.statistics,
      cacheMemory: ports.cacheMemory,
      tokenRatio: (candidate) => ports.tokenizer.ratio(candidate, language),
      ...(way && { contextAboveTokens: way.contextAboveTokens }),
      ...(way && way.givenUp.size > 0 && { isGivenUp: (candidate: Candidate) => way.givenUp.has(candidateName(candidate)) }),
    },
  );
}

async function* route(ports: RouterPorts, task: Task, signal: AbortSignal): AsyncGenerator<RouterPart> {
  const profile = profileOf(task, ports.statistics);
  const promptFor = promptsOf(ports, profile);
  const way = startWay(ports, task);
  let announced: Decision | undefined;
  let toldUntilMs = 0;
  for (let round = 1; round <= mostRounds && !signal.aborted && !isOver(ports, way); ) {
    const { decision, outOfTurn } = decide(ports, task, profile, way);
    const soonestMs = decision.outcome === 'refused' ? soonest(ports, decision.rejected, askerOf(task)) : undefined;
    const mayWait = soonestMs !== undefined && soonestMs <= way.waitUntilMs;
    if (!announced && (decision.outcome === 'chosen' || !mayWait)) {
      announced = decision;
      yield { type: 'decision', decision };
    }
    if (decision.outcome === 'chosen') {
      round += 1;
      if (yield* trying(ports, { task, decision, outOfTurn, promptFor, way, signal })) return;
    } else if (mayWait) {
      // While another request finds out how an endpoint is, it is looked at again and again.
      if (soonestMs > toldUntilMs + probeMs) yield { type: 'waiting', untilMs: soonestMs, reason: way.error?.message ?? decision.reason };
      toldUntilMs = soonestMs;
      await ports.health.pause(Math.max(leastPauseMs, soonestMs - ports.clock.now()), signal);
    } else {
      break;
    }
  }
  if (way.error && !signal.aborted) yield { type: 'error', error: way.error };
  else if (announced?.outcome !== 'refused' || signal.aborted) yield { type: 'finish', reason: 'aborted' };
}

function startWay({ clock, patienceMs: ownPatienceMs }: RouterPorts, task: Task): Way {
  const startedAtMs = clock.now();
  return {
    givenUp: new Set(),
    failures: new Map(),
    passedOver: [],
    endsAtMs: startedAtMs + (task.deadlineMs ?? Number.POSITIVE_INFINITY),
    waitUntilMs: startedAtMs + Math.min(ownPatienceMs ?? patienceMs(task), task.deadlineMs ?? Number.POSITIVE_INFINITY),
    contextAboveTokens: 0,
    allowedNanoUsd: 0,
    attempts: 0,
    heldBack: 0,
    shortages: new Map(),
  };
}

function isOver({ clock }: RouterPorts, { endsAtMs }: Way): boolean {
  return clock.now() >= endsAtMs;
}

/** Each round asks somebody; more of them than this no task's patience lasts for. */
const mostRounds = 50;

/** Clocks of different parts may differ by a turn. */
const leastPauseMs = 10;

interface Trying {
  readonly task: Task;
  readonly decision: ChosenDecision;
  readonly outOfTurn: boolean;
  readonly promptFor: PromptFor;
  readonly way: Way;
  readonly signal: AbortSignal;
}

/** Tries the candidates of one decision in their order. True: one of them answered, or began to. */
async function* trying(
  ports: RouterPorts,
  { task, decision, outOfTurn, promptFor, way, signal }: Trying,
): AsyncGenerator<RouterPart, boolean> {
  const { health, clock } = ports;
  const order = [decision.chosen, ...decision.fallbacks];
  for (const [place, priced] of order.entries()) {
    const { candidate } = priced;
    const { endpoint } = candidate;
    const key = candidateName(candidate);
    const pass = (other: Candidate, rule: string, reason: string): void => void way.passedOver.push({ candidate: other, rule, reason });
    const mayAsk = (): boolean =>
      !signal.aborted &&
      !isOver(ports, way) &&
      !way.givenUp.has(key) &&
      (outOfTurn ? health.probeEarly(endpoint.id, askerOf(task)) : health.verdictOf(endpoint.id).isAvailable);
    let leastNanoUsd = 0;
    while (mayAsk()) {
      const prompt = await promptFor(candidate);
      // What may be learned of its tokenizer counts in every worst case.
      if (isPaid(candidate)) await ports.tokenizer.ready?.();
      if ('error' in prompt || isBeyond(ports, task, prompt.profile, candidate, way)) {
        const error = 'error' in prompt ? prompt.error : new ProviderError('not-reserved', 'the budget cannot hold its worst case');
        way.givenUp.add(key);
        pass(candidate, 'error' in prompt ? 'policy' : 'budget', error.message);
        way.error ??= error;
        break;
      }
      const others = () => order.slice(place + 1).filter((other) => !way.givenUp.has(candidateName(other.candidate)));
      const asked = { profile: prompt.profile, priced, reason: decision.reason, others, allowedNanoUsd: way.allowedNanoUsd, leastNanoUsd };
      const consent = await consentTo(ports, asked, signal);
      if (consent.outcome === 'cancel') {
        yield { type: 'finish', reason: 'aborted' };
        return true;
      }
      if (consent.outcome !== 'send') {
        way.givenUp.add(key);
        pass(candidate, 'ask-above', consent.reason);
        way.error ??= new ProviderError('not-reserved', consent.reason);
        if (consent.outcome === 'only')
          giveUpDearer(ports, way, { profile: prompt.profile, others: others(), upToNanoUsd: consent.upToNanoUsd });
        break;
      }
      way.allowedNanoUsd = Math.max(way.allowedNanoUsd, consent.upToNanoUsd ?? 0);
      if (!mayAsk()) break;
      way.attempts += 1;
      const attempt: Attempt = {
        task,
        ...prompt,
        decision,
        candidate,
        priced,
        number: way.attempts,
        passedOver: [...way.passedOver],
        mayCount: way.heldBack < mostCounts,
        ...(consent.upToNanoUsd !== undefined && { consentedNanoUsd: consent.upToNanoUsd }),
        ...(way.endsAtMs !== Number.POSITIVE_INFINITY && { endsAtMs: way.endsAtMs }),
      };
      const outcome = yield* attempting(ports, attempt, signal);
      if (outcome.answered) return true;
      if ('isResting' in outcome) break;
      if ('unconsentedNanoUsd' in outcome) {
        leastNanoUsd = outcome.unconsentedNanoUsd;
        way.attempts -= 1;
        continue;
      }
      if (signal.aborted) return false;
      const { error, rule } = outcome;
      if (!error) {
        way.givenUp.add(key);
        break;
      }
      way.error = error;
      pass(candidate, rule ?? error.reason, error.message);
      if (rule === undefined) yield { type: 'attempt-failed', candidate, error };
      if (rule === 'budget') {
        way.heldBack += 1;
        if (outcome.shortage) way.shortages.set(outcome.shortage.budgetId, outcome.shortage);
      }
      // A ledger that is out of order may take seconds to say so, and would say so again.
      for (const other of rule === 'ledger' ? order : []) {
        if (!isPaid(other.candidate) || way.givenUp.has(candidateName(other.candidate))) continue;
        way.givenUp.add(candidateName(other.candidate));
        if (other.candidate !== candidate) pass(other.candidate, 'ledger', error.message);
      }
      const failures = (way.failures.get(key) ?? 0) + 1;
      way.failures.set(key, failures);
      if (!error.isRetryable || failures >= mostAttempts(task, candidate)) way.givenUp.add(key);
      if (error.reason === 'context-overflow') {
        way.contextAboveTokens = Math.max(way.contextAboveTokens, candidate.model.contextTokens ?? 0);
        // Those that are no larger need not be asked: who may answer is another question now.
        return false;
      }
      if (way.givenUp.has(key)) break;
      const retryMs = isWorthRetrying(priced, order[place + 1]) ? quickRetryMs(ports, candidate) : undefined;
      if (retryMs === undefined || clock.now() + retryMs > way.waitUntilMs) break;
      await health.pause(retryMs, signal);
    }
  }
  return false;
}

/** The user chose a cheaper one: whoever could cost more than that is not asked for this task any more. */
function giveUpDearer(
  ports: RouterPorts,
  way: Way,
  {
    profile,
    others,
    upToNanoUsd,
  }: { readonly profile: Profile; readonly others: readonly PricedCandidate[]; readonly upToNanoUsd: NanoUsd },
): void {
  way.allowedNanoUsd = Math.max(way.allowedNanoUsd, upToNanoUsd);
  for (const other of others) if (mostOf(ports, profile, other) > upToNanoUsd) way.givenUp.add(candidateName(other.candidate));
}

/** So many candidates are counted by their providers where the bound by bytes does not fit into the budget. */
const mostCounts = 2;

/**
 * After somebody was held back: does its worst case not fit into what that budget had left either, where it counts there too? Asking the ledger
 * for everyone would take long.
 */
function isBeyond(ports: RouterPorts, task: Task, profile: Profile, candidate: Candidate, { heldBack, shortages }: Way): boolean {
  const price = candidate.model.price ?? ports.dearestPrices();
  if (!isPaid(candidate) || !price || (heldBack < mostCounts && !isFillInTheMiddle(profile.kind))) return false;
  const ratio = ports.tokenizer.ratio(candidate, profile.language ?? '');
  return ports.limits({ ...budgetedRequest(task), candidate }).some(({ budgetId, unit }) => {
    const left = shortages.get(budgetId)?.left ?? Number.POSITIVE_INFINITY;
    return left < (unit === 'tokens' ? mostTokensFor(profile, candidate, ratio, 2) : worstCaseFor(profile, candidate, price, ratio, 2));
  });
}
