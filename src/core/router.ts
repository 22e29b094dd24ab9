import { type BudgetPressure, worstCaseOf } from './budget/index.ts';
import { planCache } from './caching/index.ts';
import { type Candidate, candidateName } from './catalogue/index.ts';
import { type Ledger, type LedgerEntry, localDay } from './ledger/index.ts';
import { type MeterReading, startMeter } from './meter.ts';
import { costOf } from './money/index.ts';
import { allow, type Policy, type Redact } from './policy/index.ts';
import type { Provider, ProviderCall } from './provider.ts';
import { type ChosenDecision, type Decision, type Profile, profileOf, recordOf, select } from './selection/index.ts';
import { ProviderError, type StreamPart, type Task } from './task/index.ts';
import { estimateTokens, fitToContext } from './tokens/index.ts';

/** What varies, passed in by whoever builds the router. */
export interface RouterPorts {
  /** What is available at this moment. */
  readonly candidates: () => readonly Candidate[];
  readonly provider: (id: string) => Provider | undefined;
  readonly ledger: Ledger;
  readonly policy: () => Policy;
  readonly pressure: () => BudgetPressure;
  readonly redact: Redact;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The user's IANA time zone. */
  timeZone(): string;
}

/**
 * What the router adds to a provider's parts: `decision` comes first, `attempt` before the parts of each candidate tried, `settled` after
 * them, unless it was given up before anything was sent. `problem` says why the entry is not in the books, where a local answer was given
 * all the same.
 */
export type RouterPart =
  | StreamPart
  | { readonly type: 'decision'; readonly decision: Decision }
  | { readonly type: 'attempt'; readonly number: number; readonly candidate: Candidate }
  | { readonly type: 'settled'; readonly entry: LedgerEntry; readonly problem?: unknown };

export interface Router {
  /** What would be chosen for the task at this moment. Nothing is sent, held or stored. */
  decide(task: Task): Decision;
  /**
   * Never throws: a refusal is a `decision` part and nothing more, a failure an `error` part. Leaving the loop early, or aborting the
   * signal, closes the connection and settles what was used.
   */
  route(task: Task, signal: AbortSignal): AsyncIterable<RouterPart>;
}

/** How long a worst case stays reserved for a process that may have died. */
const reservationLifeMs = 10 * 60_000;

export function createRouter(ports: RouterPorts): Router {
  return {
    decide: (task) => decide(ports, profileOf(task, ports.redact)),
    route: (task, signal) => route(ports, task, signal),
  };
}

function decide(ports: RouterPorts, profile: Profile): Decision {
  return select(profile, ports.candidates(), { policy: ports.policy(), pressure: ports.pressure() });
}

async function* route(ports: RouterPorts, task: Task, signal: AbortSignal): AsyncGenerator<RouterPart> {
  const profile = profileOf(task, ports.redact);
  const decision = decide(ports, profile);
  yield { type: 'decision', decision };
  if (decision.outcome === 'refused') return;

  let error: ProviderError | undefined;
  let number = 0;
  // An endpoint that does not answer is not asked again for its other models.
  const silentEndpoints = new Set<string>();
  for (const { candidate } of [decision.chosen, ...decision.fallbacks]) {
    if (signal.aborted) break;
    if (silentEndpoints.has(candidate.endpoint.id)) continue;
    number += 1;
    const outcome = yield* attempt(ports, { task, profile, decision, candidate, number }, signal);
    if (outcome.answered) return;
    error = outcome.error;
    if (error && saysEndpointIsSilent(error)) silentEndpoints.add(candidate.endpoint.id);
  }
  yield error && !signal.aborted ? { type: 'error', error } : { type: 'finish', reason: 'aborted' };
}

interface Attempt {
  readonly task: Task;
  readonly profile: Profile;
  readonly decision: ChosenDecision;
  readonly candidate: Candidate;
  readonly number: number;
}

/** Without an answer, not even the start of one, the next candidate may be tried; two answers are never spliced. No error: it was given up. */
type AttemptOutcome = { readonly answered: true } | { readonly answered: false; readonly error?: ProviderError };

async function* attempt(ports: RouterPorts, attempt: Attempt, signal: AbortSignal): AsyncGenerator<RouterPart, AttemptOutcome> {
  const { candidate } = attempt;
  const reservationId = ports.newId();
  const refusal = await reserve(ports, attempt, reservationId);
  if (refusal) return { answered: false, error: refusal };
  const call = callOf(attempt);
  const door = lastDoor(ports, call);
  let isSending = false;
  try {
    if ('error' in door) return { answered: false, error: door.error };
    if (signal.aborted) return { answered: false };
    yield { type: 'attempt', number: attempt.number, candidate };
    if (signal.aborted) return { answered: false };
    isSending = true;
  } finally {
    // Reached also when the caller stops reading here: nothing was sent, so nothing is booked.
    if (!isSending) await ports.ledger.release(reservationId).catch(() => undefined);
  }
  const startedAtMs = ports.clock.now();
  const meter = startMeter(ports.clock.now, estimatedInput(call));
  const connection = new AbortController();
  let outcome: AttemptOutcome = { answered: true };
  let entry: LedgerEntry;
  let problem: unknown;
  try {
    for await (const part of withoutThrowing(() => door.provider.stream(call, AbortSignal.any([signal, connection.signal])))) {
      meter.observe(part);
      if (part.type === 'error' && mayTryNext(part.error) && !meter.hasAnswered()) {
        outcome = { answered: false, error: part.error };
        break;
      }
      yield part;
    }
  } finally {
    // Reached also when the caller stops reading: the connection closes, and what was used is booked.
    connection.abort();
    entry = entryOf(ports, attempt, startedAtMs, meter.read());
    problem = await ports.ledger.settle(reservationId, entry).catch((error: unknown) => error);
  }
  yield { type: 'settled', entry, ...(problem !== undefined && { problem }) };
  return outcome;
}

/** An adapter that throws has a bug, which must not cost the caller more than this answer. */
async function* withoutThrowing(stream: () => AsyncIterable<StreamPart>): AsyncGenerator<StreamPart> {
  try {
    yield* stream();
  } catch (cause) {
    yield { type: 'error', error: new ProviderError('bad-response', 'the adapter failed', { cause }) };
  }
}

/**
 * Holds the worst case in the ledger. What costs nothing waits for no disk: its reservation is written while the request is under way, and
 * where the ledger is out of order it goes on all the same.
 */
async function reserve(ports: RouterPorts, { task, profile, candidate }: Attempt, id: string): Promise<ProviderError | undefined> {
  const amountNanoUsd = worstCaseOf(profile.inputBytes, task.maxOutputTokens, candidate.model.price);
  if (amountNanoUsd === undefined)
    return new ProviderError('not-reserved', `${candidateName(candidate)} is unpriced, so no worst case can be held`);
  const madeAtMs = ports.clock.now();
  const reservation = {
    id,
    taskId: task.id,
    endpoint: candidate.endpoint.id,
    amountNanoUsd,
    madeAtMs,
    expiresAtMs: madeAtMs + reservationLifeMs,
  };
  const reserving = ports.ledger.reserve(reservation);
  if (amountNanoUsd === 0) {
    reserving.catch(() => undefined);
    return undefined;
  }
  try {
    const outcome = await reserving;
    return outcome.outcome === 'reserved' ? undefined : new ProviderError('not-reserved', outcome.reason);
  } catch (cause) {
    return new ProviderError('not-reserved', 'the ledger is out of order, so nothing paid leaves', { cause });
  }
}

function callOf({ task, profile, candidate }: Attempt): ProviderCall {
  const room = (candidate.model.contextTokens ?? Number.POSITIVE_INFINITY) - task.maxOutputTokens;
  return {
    candidate,
    kind: task.kind,
    segments: fitToContext(profile.segments, room),
    maxOutputTokens: task.maxOutputTokens,
    stop: task.stop,
    cachePlan: planCache(candidate.endpoint),
  };
}

/** The last check before the bytes leave. Retries and fallbacks pass it like every first attempt. */
function lastDoor(
  ports: RouterPorts,
  { candidate, segments }: ProviderCall,
): { readonly provider: Provider } | { readonly error: ProviderError } {
  const verdict = allow(candidate, ports.policy());
  if (!verdict.allowed) return { error: new ProviderError('policy', verdict.reason) };
  // Redacted text stays as it is when it is redacted again; what would change was added behind the redaction's back.
  if (segments.some((segment) => ports.redact(segment).text !== segment.text)) {
    return { error: new ProviderError('policy', 'the prompt holds something that must not leave') };
  }
  const provider = ports.provider(candidate.endpoint.provider);
  return provider ? { provider } : { error: new ProviderError('unsupported', `no adapter is called ${candidate.endpoint.provider}`) };
}

function saysEndpointIsSilent({ reason }: ProviderError): boolean {
  return reason === 'unreachable' || reason === 'overloaded' || reason === 'timeout';
}

/** These failures say something about the candidate, not about the request. */
function mayTryNext(error: ProviderError): boolean {
  return error.isRetryable || error.reason === 'unsupported' || error.reason === 'context-overflow' || error.reason === 'not-found';
}

function estimatedInput(call: ProviderCall): number {
  return call.segments.reduce((sum, segment) => sum + estimateTokens(segment.text), 0);
}

function entryOf(
  ports: RouterPorts,
  { task, decision, candidate, number }: Attempt,
  startedAtMs: number,
  reading: MeterReading,
): LedgerEntry {
  const { model, endpoint } = candidate;
  return {
    id: ports.newId(),
    taskId: task.id,
    attempt: number,
    kind: task.kind,
    origin: task.origin,
    startedAtMs,
    localDay: localDay(startedAtMs, ports.clock.timeZone()),
    model: model.id,
    tier: model.tier,
    provider: endpoint.provider,
    endpoint: endpoint.id,
    billing: endpoint.billing,
    ...reading,
    ...(model.price && { costNanoUsd: costOf(reading.usage, model.price) }),
    decision: recordOf(decision),
  };
}
