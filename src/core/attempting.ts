import type { Attempt, AttemptCaching, Shortage } from './attempt.ts';
import type { CacheMissCause } from './caching/index.ts';
import type { Candidate } from './catalogue/index.ts';
import { firstPartMs, idleMs, withDeadlines } from './deadline.ts';
import { type Hold, startHold } from './hold.ts';
import { insertionReader, isChatHole } from './hole/index.ts';
import type { LedgerEntry } from './ledger/index.ts';
import { linkedAbort } from './linkedAbort.ts';
import { type Meter, startMeter, type TokenEstimates } from './meter.ts';
import { priceLimitOf, type Redaction } from './policy/index.ts';
import { lastDoor, type Prepared, prepare } from './prepare.ts';
import type { ProviderCall, QueueListener } from './provider.ts';
import { entryOf, expectedEntryOf } from './routedEntry.ts';
import type { RouterPorts } from './routerPorts.ts';
import { promptTexts, withPrompt } from './selection/index.ts';
import { inputTokens, ProviderError, type StreamPart, type Task, textOf } from './task/index.ts';
import { estimateTokens } from './tokens/index.ts';

/**
 * What an attempt adds to a provider's parts: `attempt` before them, `settled` after them, unless it was given up before anything was sent.
 * `problem` says why the entry is not in the books, where a local answer was given all the same. `redacted`: something was taken out of the
 * prompt. `held-back`: no budget could hold the candidate's worst case.
 */
export type AttemptPart =
  | StreamPart
  | { readonly type: 'redacted'; readonly candidate: Candidate; readonly redactions: readonly Redaction[] }
  | { readonly type: 'attempt'; readonly number: number; readonly candidate: Candidate }
  | ({ readonly type: 'held-back'; readonly candidate: Candidate } & Shortage)
  | { readonly type: 'settled'; readonly entry: LedgerEntry; readonly problem?: unknown };

/** Without an answer, not even the start of one, the next candidate may be tried; two answers are never spliced. No error: it was given up. */
export type AttemptOutcome =
  | { readonly answered: true }
  | { readonly answered: false; readonly error?: ProviderError; readonly rule?: 'budget' | 'ledger'; readonly shortage?: Shortage }
  /** More is to be held than the user agreed to. */
  | { readonly answered: false; readonly unconsentedNanoUsd: number }
  /** While it was prepared, another request found out that the endpoint is to be left alone. */
  | { readonly answered: false; readonly isResting: true };

/** One candidate's turn: prepared, held, sent, metered, settled. */
export async function* attempting(ports: RouterPorts, attempt: Attempt, signal: AbortSignal): AsyncGenerator<AttemptPart, AttemptOutcome> {
  const { candidate, task, redactions } = attempt;
  const prepared = await prepare(ports, attempt);
  if ('error' in prepared) return { answered: false, error: prepared.error };
  const priceLimitNanoUsd = priceLimitOf(ports.policy(), attempt.profile);
  const held = await startHold(ports, attempt, {
    estimate: expectedEntryOf(ports, attempt, prepared.call.cachePlan),
    countInput: () => countedInTime(ports, prepared, signal),
    priceLimitNanoUsd,
  });
  if ('shortage' in held) yield { type: 'held-back', candidate, ...held.shortage };
  if ('shortage' in held) return { answered: false, error: held.error, rule: 'budget', shortage: held.shortage };
  if ('isLedgerOut' in held) return { answered: false, error: held.error, rule: 'ledger' };
  if ('unconsentedNanoUsd' in held) return { answered: false, unconsentedNanoUsd: held.unconsentedNanoUsd };
  if ('error' in held) return { answered: false, error: held.error };
  const { hold } = held;
  let use: WatchedUse | undefined;
  let isSending = false;
  try {
    // While the ledger was asked, the user may have changed the policy.
    const door = ports.policy() === prepared.policy ? undefined : await lastDoor(ports, task, prepared);
    if (door) return { answered: false, error: door };
    if (priceLimitOf(ports.policy(), attempt.profile) !== priceLimitNanoUsd)
      return { answered: false, error: new ProviderError('policy', 'the data policy changed while the request was prepared') };
    if (signal.aborted) return { answered: false };
    // No await between this and the beginning of the use: one probe only may pass.
    if (!ports.health.verdictOf(candidate.endpoint.id).isAvailable) return { answered: false, isResting: true };
    use = watchUse(ports.health, attempt);
    if (redactions.length > 0) yield { type: 'redacted', candidate, redactions };
    yield { type: 'attempt', number: attempt.number, candidate };
    if (signal.aborted) return { answered: false };
    isSending = true;
  } finally {
    // Reached also when the caller stops reading here: nothing was sent, so nothing is booked.
    if (!isSending) use?.end();
    if (!isSending) await hold.release();
  }
  return yield* sending(ports, attempt, { ...prepared, hold, use }, signal);
}

async function* sending(
  ports: RouterPorts,
  attempt: Attempt,
  prepared: Prepared & { readonly hold: Hold; readonly use: WatchedUse },
  signal: AbortSignal,
): AsyncGenerator<AttemptPart, AttemptOutcome> {
  const { candidate } = attempt;
  const { call, provider, hold, use } = prepared;
  let startedAtMs = ports.clock.now();
  const meter = startMeter(ports.clock.now);
  const { controller: connection, unlink } = linkedAbort(signal);
  const { billing } = candidate.endpoint;
  const told = tellerFor(attempt.task, call);
  const times = {
    firstPartMs: ports.firstPartMs ?? firstPartMs(call.kind, billing),
    idleMs: ports.idleMs ?? idleMs(call.kind, billing),
    ...(attempt.endsAtMs !== undefined && { endsInMs: Math.max(0, attempt.endsAtMs - startedAtMs) }),
  };
  // What it waits for other requests of ours is not the endpoint's time: nothing is measured, or booked, from before its turn.
  const open = (queue: QueueListener): AsyncIterable<StreamPart> => {
    const onTurn = (): void => {
      startedAtMs = ports.clock.now();
      meter.restart();
      queue.onTurn();
    };
    return withoutThrowing(() => provider.stream(call, connection.signal, { ...queue, onTurn }));
  };
  let outcome: AttemptOutcome = { answered: true };
  let entry: LedgerEntry;
  let problem: unknown;
  let isUnsent = false;
  try {
    for await (const part of withDeadlines(times, open, connection, ports)) {
      isUnsent = part.type === 'finish' && part.isUnsent === true;
      if (isUnsent) break;
      meter.observe(part);
      use.observe(part, meter);
      if (part.type === 'error' && mayTryNext(part.error) && !meter.hasAnswered()) {
        outcome = { answered: false, error: part.error };
        break;
      }
      const parts = told(part);
      yield* parts;
      const last = parts.at(-1);
      if (last?.type === 'finish' && part.type !== 'finish') meter.observe(last);
      if (last?.type === 'finish' || last?.type === 'error') break;
      if (await hold.covers(meter)) continue;
      const end: StreamPart = { type: 'finish', reason: 'budget' };
      meter.observe(end);
      yield* told(end);
      break;
    }
  } finally {
    // Reached also when the caller stops reading: the connection closes, and what was used is booked.
    connection.abort(answerIsOver);
    unlink();
    use.end();
    const reading = await meter.read(estimatesFor(ports, attempt, call));
    if (meter.hasAnswered()) await ports.giveWay?.();
    const caching = cachingOf(ports, attempt, prepared, reading);
    entry = entryOf(ports, attempt, startedAtMs, reading, caching);
    if (isUnsent) await hold.release();
    else problem = await hold.settle(entry).catch((error: unknown) => error);
    if (!isUnsent) {
      learn(ports, attempt, call, entry);
      ports.statistics.learn(entry);
    }
  }
  if (isUnsent) return { answered: false, ...(hasEnded(ports, attempt) && { error: new ProviderError('timeout', notItsTurn) }) };
  yield { type: 'settled', entry, ...(problem !== undefined && { problem }) };
  return outcome;
}

/** What the caller is told for a part: of a hole that was filled in a conversation the bare insertion. The meter sees the whole answer. */
function tellerFor({ segments, stop, origin }: Task, call: ProviderCall): (part: StreamPart) => readonly StreamPart[] {
  if (!isChatHole(call)) return (part) => [part];
  const { language } = origin;
  const place = {
    prefix: textOf(segments, 'prefix'),
    suffix: textOf(segments, 'suffix'),
    stop,
    ...(language !== undefined && { language }),
  };
  const reader = insertionReader(place, call.maxOutputTokens);
  return (part) => reader.read(part);
}

const notItsTurn = 'the deadline passed before it was its turn';

function hasEnded({ clock }: RouterPorts, { endsAtMs }: Attempt): boolean {
  return endsAtMs !== undefined && clock.now() >= endsAtMs;
}

/** Made once, because making one takes longer than what it says. */
const answerIsOver = new DOMException('the answer is over', 'AbortError');

interface WatchedUse {
  observe(part: StreamPart, meter: Meter): void;
  end(): void;
}

/** Tells how the endpoint did: as soon as an answer begins that all is well, and of an error even after that. */
function watchUse(health: RouterPorts['health'], { task, candidate }: Attempt): WatchedUse {
  const use = health.begin(candidate.endpoint.id);
  let isTold = false;
  return {
    observe(part, meter) {
      // The caller's own deadline says nothing of the endpoint.
      if (part.type === 'error' && part.error.reason === 'timeout' && task.deadlineMs !== undefined && !meter.hasAnswered()) return;
      if (part.type === 'error') {
        use.failed(part.error);
        isTold = true;
      } else if (!isTold && (meter.hasAnswered() || (part.type === 'finish' && part.reason !== 'aborted'))) {
        use.succeeded();
        isTold = true;
      }
    },
    end() {
      if (!isTold) use.givenUp();
    },
  };
}

/** What became of the plan for the prompt cache. Where the usage is our own estimate, nobody knows. */
function cachingOf(
  { cacheMemory }: RouterPorts,
  { candidate }: Attempt,
  { call, cacheRequest }: Prepared,
  { usage, isEstimate }: Pick<LedgerEntry, 'usage' | 'isEstimate'>,
): AttemptCaching {
  const plan = call.cachePlan;
  if (isEstimate || inputTokens(usage) === 0) return { plan };
  const miss: CacheMissCause | undefined = cacheMemory.observe(candidate, cacheRequest, plan, usage);
  return { plan, ...(miss && { miss }) };
}

/** An adapter that throws has a bug, which must not cost the caller more than this answer. */
async function* withoutThrowing(stream: () => AsyncIterable<StreamPart>): AsyncGenerator<StreamPart> {
  try {
    yield* stream();
  } catch (cause) {
    yield { type: 'error', error: new ProviderError('bad-response', 'the adapter failed', { cause }) };
  }
}

/** These failures say something about the candidate, not about the request. */
function mayTryNext({ reason }: ProviderError): boolean {
  return reason !== 'invalid-request';
}

/** So long is waited for a count before bytes serve: what is held is settled by nobody else meanwhile. */
const countMs = 2000;

/** The provider's free count, if it comes in time. */
function countedInTime({ after }: RouterPorts, { call, provider }: Prepared, signal: AbortSignal): Promise<number | undefined> {
  const { controller: connection, unlink } = linkedAbort(signal);
  const counting = provider.countInput?.(call, connection.signal) ?? Promise.resolve(undefined);
  return new Promise((resolve) => {
    const cancel = after(countMs, () => {
      connection.abort(answerIsOver);
      resolve(undefined);
    });
    counting
      .catch(() => undefined)
      .then((count) => {
        cancel();
        unlink();
        resolve(count);
      });
  });
}

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

export function isPaid({ endpoint }: Candidate): boolean {
  return endpoint.billing === 'metered';
}

/** What the provider reported is compared with our own count, later and for nobody to wait for. Pictures have no bytes to compare with. */
function learn(ports: RouterPorts, { task, profile, candidate }: Attempt, call: ProviderCall, { usage, isEstimate }: LedgerEntry): void {
  const reported = inputTokens(usage);
  if (!isPaid(candidate) || isEstimate || reported === 0 || profile.images > 0) return;
  const fileType = task.origin.language ?? '';
  // What was sent, which may be less than what was asked: a hole is cut to the model's context.
  const { inputBytes: bytes, framingTokens } = withPrompt(profile, call.segments, call.tools);
  const isNews = (reported - framingTokens) / bytes > ports.tokenizer.ratio(candidate, fileType).highestTokensPerByte;
  // The dearest bytes bound every later reservation: they are never left out.
  if (!(ports.tokenizer.teaches?.(candidate, fileType) ?? true) && !isNews) return;
  const texts = promptTexts(call.segments, call.tools);
  const { id: model } = candidate.model;
  const sample = { endpoint: candidate.endpoint.id, model, fileType, bytes, framingTokens, inputTokens: reported };
  ports.tokenizer
    .count(texts)
    .then((o200kTokens) => ports.ledger.learnTokens({ ...sample, o200kTokens }))
    .catch(() => undefined);
}
