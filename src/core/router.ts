import type { Attempt, Shortage } from './attempt.ts';
import { planCache } from './caching/index.ts';
import type { Candidate } from './catalogue/index.ts';
import { firstPartMs, withFirstPartIn } from './deadline.ts';
import { startHold } from './hold.ts';
import type { LedgerEntry } from './ledger/index.ts';
import { startMeter, type TokenEstimates } from './meter.ts';
import { allow } from './policy/index.ts';
import type { Provider, ProviderCall } from './provider.ts';
import { entryOf, expectedEntryOf } from './routedEntry.ts';
import type { RouterPorts } from './routerPorts.ts';
import { type Decision, outputLimit, type Profile, profileOf, promptTexts, type Rejection, select } from './selection/index.ts';
import { inputTokens, ProviderError, type StreamPart, type Task } from './task/index.ts';
import { estimateTokens, fitToContext, utf8Bytes } from './tokens/index.ts';

/**
 * What the router adds to a provider's parts: `decision` comes first, `attempt` before the parts of each candidate tried, `settled` after
 * them, unless it was given up before anything was sent. `problem` says why the entry is not in the books, where a local answer was given
 * all the same. `held-back`: no budget could hold the candidate's worst case. `attempt-failed`: the next candidate is tried.
 */
export type RouterPart =
  | StreamPart
  | { readonly type: 'decision'; readonly decision: Decision }
  | { readonly type: 'attempt'; readonly number: number; readonly candidate: Candidate }
  | ({ readonly type: 'held-back'; readonly candidate: Candidate } & Shortage)
  | { readonly type: 'attempt-failed'; readonly candidate: Candidate; readonly error: ProviderError }
  | { readonly type: 'settled'; readonly entry: LedgerEntry; readonly problem?: unknown };

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
    decide: (task) => decide(ports, profileOf(task, ports.redact)),
    route: (task, signal) => route(ports, task, signal),
  };
}

function decide(ports: RouterPorts, profile: Profile): Decision {
  const conditions = { policy: ports.policy(), pressure: ports.pressure(), pins: ports.pins(), atMs: ports.clock.now() };
  return select(profile, ports.candidates(), conditions);
}

async function* route(ports: RouterPorts, task: Task, signal: AbortSignal): AsyncGenerator<RouterPart> {
  const profile = profileOf(task, ports.redact);
  const decision = decide(ports, profile);
  yield { type: 'decision', decision };
  if (decision.outcome === 'refused') return;

  let error: ProviderError | undefined;
  let number = 0;
  const passedOver: Rejection[] = [];
  // An endpoint that does not answer, or does not take the key, is not asked again for its other models.
  const silentEndpoints = new Set<string>();
  let isLedgerOut = false;
  for (const { candidate } of [decision.chosen, ...decision.fallbacks]) {
    if (signal.aborted) break;
    if (silentEndpoints.has(candidate.endpoint.id)) continue;
    // A ledger that is out of order may take seconds to say so, and would say so again.
    if (isLedgerOut && isPaid(candidate)) continue;
    number += 1;
    const outcome = yield* attempt(ports, { task, profile, decision, candidate, number, passedOver: [...passedOver] }, signal);
    if (outcome.answered) return;
    error = outcome.error;
    if (!error || signal.aborted) continue;
    if (outcome.rule === undefined) yield { type: 'attempt-failed', candidate, error };
    passedOver.push({ candidate, rule: outcome.rule ?? error.reason, reason: error.message });
    if (outcome.rule === 'ledger') isLedgerOut = true;
    if (concernsEndpoint(error)) silentEndpoints.add(candidate.endpoint.id);
  }
  yield error && !signal.aborted ? { type: 'error', error } : { type: 'finish', reason: 'aborted' };
}

/** Without an answer, not even the start of one, the next candidate may be tried; two answers are never spliced. No error: it was given up. */
type AttemptOutcome =
  | { readonly answered: true }
  | { readonly answered: false; readonly error?: ProviderError; readonly rule?: 'budget' | 'ledger' };

async function* attempt(ports: RouterPorts, attempt: Attempt, signal: AbortSignal): AsyncGenerator<RouterPart, AttemptOutcome> {
  const { candidate } = attempt;
  const prepared = await prepare(ports, attempt);
  if ('error' in prepared) return { answered: false, error: prepared.error };
  const { call, provider } = prepared;
  if (isPaid(candidate)) await ports.tokenizer.ready?.();
  const held = await startHold(ports, attempt, {
    estimate: expectedEntryOf(ports, attempt),
    countInput: () => provider.countInput?.(call, signal) ?? Promise.resolve(undefined),
  });
  if ('shortage' in held) yield { type: 'held-back', candidate, ...held.shortage };
  if ('shortage' in held) return { answered: false, error: held.error, rule: 'budget' };
  if ('isLedgerOut' in held) return { answered: false, error: held.error, rule: 'ledger' };
  if ('error' in held) return { answered: false, error: held.error };
  const { hold } = held;
  let isSending = false;
  try {
    // While the ledger was asked, the user may have changed the policy.
    const door = lastDoor(ports, call);
    if (door) return { answered: false, error: door };
    if (signal.aborted) return { answered: false };
    yield { type: 'attempt', number: attempt.number, candidate };
    if (signal.aborted) return { answered: false };
    isSending = true;
  } finally {
    // Reached also when the caller stops reading here: nothing was sent, so nothing is booked.
    if (!isSending) await hold.release();
  }
  const startedAtMs = ports.clock.now();
  const meter = startMeter(ports.clock.now);
  const connection = new AbortController();
  let outcome: AttemptOutcome = { answered: true };
  let entry: LedgerEntry;
  let problem: unknown;
  let isUnsent = false;
  try {
    const stream = withoutThrowing(() => provider.stream(call, AbortSignal.any([signal, connection.signal])));
    const inTime = ports.firstPartMs ?? firstPartMs(call.kind, candidate.endpoint.billing);
    for await (const part of withFirstPartIn(inTime, stream, connection, ports)) {
      isUnsent = part.type === 'finish' && part.isUnsent === true;
      if (isUnsent) break;
      meter.observe(part);
      if (part.type === 'error' && mayTryNext(part.error) && !meter.hasAnswered()) {
        outcome = { answered: false, error: part.error };
        break;
      }
      yield part;
      if (part.type === 'finish' || part.type === 'error') break;
      if (await hold.covers(meter)) continue;
      const end: StreamPart = { type: 'finish', reason: 'budget' };
      meter.observe(end);
      yield end;
      break;
    }
  } finally {
    // Reached also when the caller stops reading: the connection closes, and what was used is booked.
    connection.abort();
    const reading = await meter.read(estimatesFor(ports, attempt, call));
    entry = entryOf(ports, attempt, startedAtMs, reading);
    if (isUnsent) await hold.release();
    else problem = await hold.settle(entry).catch((error: unknown) => error);
    if (!isUnsent) learn(ports, attempt, call, entry);
  }
  if (isUnsent) return { answered: false };
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

type Prepared = { readonly call: ProviderCall; readonly provider: Provider } | { readonly error: ProviderError };

/** What is put on the wire, by whom. Nothing is asked of an endpoint, not even to count, that the last door keeps closed. */
async function prepare(ports: RouterPorts, { task, profile, candidate }: Attempt): Promise<Prepared> {
  const { model, endpoint } = candidate;
  const provider = ports.provider(endpoint.adapter);
  if (!provider) return { error: new ProviderError('unsupported', `no adapter is called ${endpoint.adapter}`) };
  const apiKey = endpoint.needsKey ? await ports.apiKey(endpoint).catch(() => undefined) : undefined;
  if (endpoint.needsKey && apiKey === undefined)
    return { error: new ProviderError('unauthorized', `no key is set for ${endpoint.id} at ${new URL(endpoint.baseUrl).origin}`) };
  const maxOutputTokens = outputLimit(task.maxOutputTokens, model);
  const room = (model.contextTokens ?? Number.POSITIVE_INFINITY) - maxOutputTokens;
  const call: ProviderCall = {
    candidate,
    kind: task.kind,
    segments: fitToContext(profile.segments, room),
    maxOutputTokens,
    stop: task.stop,
    tools: profile.tools,
    ...(apiKey !== undefined && { apiKey }),
    cachePlan: planCache(endpoint),
  };
  const error = lastDoor(ports, call);
  return error ? { error } : { call, provider };
}

/** The last check before the bytes leave. Retries and fallbacks pass it like every first attempt. */
function lastDoor(ports: RouterPorts, { candidate, segments }: ProviderCall): ProviderError | undefined {
  const verdict = allow(candidate, ports.policy());
  if (!verdict.allowed) return new ProviderError('policy', verdict.reason);
  // Redacted text stays as it is when it is redacted again; what would change was added behind the redaction's back.
  if (segments.some((segment) => ports.redact(segment).text !== segment.text))
    return new ProviderError('policy', 'the prompt holds something that must not leave');
  return undefined;
}

/** The next model of that endpoint would fare no better. */
function concernsEndpoint({ reason }: ProviderError): boolean {
  return (
    reason === 'unreachable' ||
    reason === 'overloaded' ||
    reason === 'timeout' ||
    reason === 'unauthorized' ||
    reason === 'payment-required'
  );
}

/** These failures say something about the candidate, not about the request. */
function mayTryNext({ reason }: ProviderError): boolean {
  return reason !== 'invalid-request';
}

/** So long is waited for a count before bytes serve: what is held is settled by nobody else meanwhile. */
const countMs = 2000;

/** Counts by the model's tokenizer as far as it is known: o200k tokens x its ratio, or bytes where they cannot be counted. */
function estimatesFor(ports: RouterPorts, { task, candidate }: Attempt, { segments, tools }: ProviderCall): TokenEstimates {
  const { ratio } = ports.tokenizer.ratio(candidate, task.origin.language ?? '');
  const count = async (texts: readonly string[]): Promise<number> =>
    Math.ceil((isPaid(candidate) ? await countInTime(ports, texts) : byBytes(texts)) * ratio);
  return { input: () => count(promptTexts(segments, tools)), output: (text) => count([text]) };
}

function countInTime({ tokenizer, after }: RouterPorts, texts: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const cancel = after(countMs, () => resolve(byBytes(texts)));
    tokenizer
      .count(texts)
      .catch(() => byBytes(texts))
      .then((tokens) => {
        cancel();
        resolve(tokens);
      });
  });
}

function byBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + estimateTokens(text), 0);
}

function isPaid({ endpoint }: Candidate): boolean {
  return endpoint.billing === 'metered';
}

/** What the provider reported is compared with our own count, later and for nobody to wait for. Pictures have no bytes to compare with. */
function learn(ports: RouterPorts, { task, profile, candidate }: Attempt, call: ProviderCall, { usage, isEstimate }: LedgerEntry): void {
  const reported = inputTokens(usage);
  if (!isPaid(candidate) || isEstimate || reported === 0 || profile.images > 0) return;
  // What was sent, which may be less than what was asked: a hole is cut to the model's context.
  const texts = promptTexts(call.segments, call.tools);
  const sample = {
    endpoint: candidate.endpoint.id,
    model: candidate.model.id,
    fileType: task.origin.language ?? '',
    bytes: texts.reduce((sum, text) => sum + utf8Bytes(text), 0),
    framingTokens: profile.framingTokens,
    inputTokens: reported,
  };
  ports.tokenizer
    .count(texts)
    .then((o200kTokens) => ports.ledger.learnTokens({ ...sample, o200kTokens }))
    .catch(() => undefined);
}
