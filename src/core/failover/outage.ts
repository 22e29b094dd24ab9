import { ExponentialBackoff, type IBackoff, noJitterGenerator } from 'cockatiel';
import type { ProviderError } from '../task/index.ts';
import type { Patience } from './patience.ts';

/** How an endpoint fails that may recover by itself. Times in milliseconds since the epoch. */
export type Outage = Failing | Refusing;

/** It does not answer, or not as it should. */
export interface Failing {
  readonly type: 'failing';
  readonly error: ProviderError;
  /** In a row, those that count for the breaker. */
  readonly failures: number;
  /** In a row, how often it was busy and said for how long. */
  readonly asks: number;
  readonly wait: Rest & { readonly isAskedFor: boolean };
  readonly backOff: IBackoff<unknown>;
  /** Present from the opening of the breaker until a request succeeds: what is sent after its end is a probe. */
  readonly break?: Rest & { readonly backOff: IBackoff<unknown> };
}

/** It answers, but refuses what it is asked (403): moderation refuses one request, a right that the key lacks every one. */
export interface Refusing {
  readonly type: 'refusing';
  readonly error: ProviderError;
  readonly refusals: number;
  readonly break?: Rest;
}

/** A time without requests. */
export interface Rest {
  readonly ms: number;
  readonly untilMs: number;
}

export interface OutageConditions {
  readonly nowMs: number;
  readonly random: () => number;
  readonly patience: Patience;
}

/** The outage after one more failure. Undefined: the failure says nothing about the endpoint. */
export function outageAfter(before: Outage | undefined, error: ProviderError, conditions: OutageConditions): Outage | undefined {
  if (error.isRetryable) return failing(before?.type === 'failing' ? before : undefined, error, conditions);
  if (error.reason === 'forbidden') return refusing(before?.type === 'refusing' ? before : undefined, error, conditions);
  return undefined;
}

function failing(before: Failing | undefined, error: ProviderError, { nowMs, random, patience }: OutageConditions): Failing {
  const askedMs = believedMs(error.retryAfterMs);
  const asks = error.reason === 'rate-limited' && askedMs !== undefined ? (before?.asks ?? 0) + 1 : 0;
  // Who says once for how long they are busy is well. Who says it again and again cannot keep up.
  const counts = asks !== 1;
  const failures = (before?.failures ?? 0) + (counts ? 1 : 0);
  const backOff = before?.backOff.next(undefined) ?? backOffOf(patience.firstBackOffMs, patience.longestBackOffMs, random);
  // "At once", said again and again, would be a loop.
  const waitMs = askedMs === undefined ? backOff.duration : Math.max(askedMs, before ? backOff.duration : 0);
  const wait = { ...rest(waitMs, nowMs), isAskedFor: askedMs !== undefined };
  const now = { type: 'failing', error, failures, asks, wait, backOff } as const;
  const isStillBroken = before?.break !== undefined;
  if (!counts) return { ...now, ...(before?.break && { break: before.break }) };
  if (!isStillBroken && failures < patience.failures) return now;
  const breakBackOff = before?.break?.backOff.next(undefined) ?? backOffOf(patience.breakMs, patience.longestBreakMs);
  return { ...now, break: { ...rest(breakBackOff.duration, nowMs), backOff: breakBackOff } };
}

function refusing(before: Refusing | undefined, error: ProviderError, { nowMs, patience }: OutageConditions): Refusing {
  const refusals = (before?.refusals ?? 0) + 1;
  const isOver = refusals < patience.refusals;
  return { type: 'refusing', error, refusals, ...(!isOver && { break: rest(patience.refusedBreakMs, nowMs) }) };
}

/** A late answer of the same failure may ask for more time than the first one did. */
export function askedForMore(outage: Failing, error: ProviderError, nowMs: number): Failing {
  const askedMs = believedMs(error.retryAfterMs);
  if (askedMs === undefined || nowMs + askedMs <= outage.wait.untilMs) return outage;
  return { ...outage, wait: { ...rest(askedMs, nowMs), isAskedFor: true } };
}

/** Not more often than this is an endpoint asked out of turn. */
const leastRestMs = 1000;

/** From when on its rests are ours to end, in milliseconds since the epoch. */
export function endsFromMs(outage: Outage): number {
  const ofBreak = outage.break ? beganMs(outage.break) + leastRestMs : 0;
  if (outage.type === 'refusing') return ofBreak;
  const { wait } = outage;
  return Math.max(ofBreak, wait.isAskedFor ? wait.untilMs : beganMs(wait) + leastRestMs);
}

/** The outage with its rests over. */
export function outageWithoutRest(outage: Outage, nowMs: number): Outage {
  if (outage.type === 'refusing') return { ...outage, ...(outage.break && { break: over(outage.break, nowMs) }) };
  return { ...outage, wait: over(outage.wait, nowMs), ...(outage.break && { break: over(outage.break, nowMs) }) };
}

function over<Time extends Rest>(time: Time, nowMs: number): Time {
  return { ...time, untilMs: Math.min(time.untilMs, nowMs) };
}

function beganMs({ untilMs, ms }: Rest): number {
  return untilMs - ms;
}

function rest(ms: number, nowMs: number): Rest {
  return { ms, untilMs: nowMs + ms };
}

/** 0 to 60 s, as adapters read it; anything else is none. */
function believedMs(retryAfterMs: number | undefined): number | undefined {
  return retryAfterMs !== undefined && retryAfterMs >= 0 && retryAfterMs <= 60_000 ? retryAfterMs : undefined;
}

/** The first of doubling times; with `random`, each between a half and the whole of itself, so that not all clients come back at once. */
function backOffOf(initialDelay: number, maxDelay: number, random: () => number = () => 1): IBackoff<unknown> {
  return new ExponentialBackoff<number>({
    initialDelay,
    maxDelay,
    generator: (state, options) => {
      const [delay, next] = noJitterGenerator(state, options);
      return [Math.ceil((delay / 2) * (1 + random())), next];
    },
  }).next();
}
