import type { TaskKind } from '../task/index.ts';
import { pairName } from './pairName.ts';
import { PauseStatistics } from './pauseStatistics.ts';
import { type Depth, depths, type PromptPath } from './promptPath.ts';
import { RecentMap } from './recentMap.ts';
import { assumedReuse } from './reuseAssumptions.ts';
import { type Counts, chancesOf, counted, pauseOf, posterior, type Reuse, type ReuseChances } from './reuseCounts.ts';

/** A request, as the reuse of its prompt depends on it. */
export interface ReuseRequest {
  readonly kind: TaskKind;
  readonly sessionId?: string | undefined;
  readonly atMs: number;
}

/** Where a prompt's depths ended, until the next request of its thread shows what became of them. */
interface Waiting {
  readonly kind: TaskKind;
  readonly isInSession: boolean;
  readonly atMs: number;
  readonly ends: readonly { readonly depth: Depth; readonly end: number; readonly hash: number }[];
}

/** Changed in place: each request adds to as many depths as its prompt has. */
type Thread = Record<Depth, Counts<Reuse> | undefined>;

const hourMs = 3_600_000;
const mostThreads = 1000;
/** Of a thread the last ten count, of a kind the last fifty: habits change slower than what is being worked on. */
const threadFade = 0.9;
const kindFade = 0.98;
/** What is assumed weighs as much as so many requests of the kind; the kind as many of the thread's own. */
const assumptionWeight = 3;
const kindWeight = 2;
const noCounts: Thread = { static: undefined, workspace: undefined, session: undefined, turn: undefined };
const nothingSeen: Counts<Reuse> = { again: 0, lost: 0 };

/**
 * What became of the beginnings of earlier prompts. Requests of a session at one cache are a THREAD; so are those with the same static beginning,
 * whatever session they are of, for that beginning; and for all of the prompt where there is no session.
 */
export class ReuseStatistics {
  readonly #kinds = new Map<string, Counts<Reuse>>();
  readonly #threads = new RecentMap<string, Thread>(mostThreads);
  readonly #pauses = new PauseStatistics();
  /** The longest waiting first. */
  readonly #waiting = new Map<string, Waiting>();

  /** Of the many caches that were never used all expect the same. */
  chancesOfUnused(request: ReuseRequest): (depth: Depth) => ReuseChances {
    const isInSession = request.sessionId !== undefined;
    const pauses = this.#pauses.expected(request);
    return onceEach((depth) => {
      const seen = this.#kinds.get(kindOf(request.kind, isInSession, depth));
      return chancesOf(posterior(assumedReuse(request.kind, isInSession, depth), assumptionWeight, seen), pauses);
    });
  }

  /** By depth, for a prompt that would be sent to that cache. That it comes now, after such a pause, counts already. */
  chances(request: ReuseRequest, cache: string, path: PromptPath): (depth: Depth) => ReuseChances {
    const { kind, sessionId, atMs } = request;
    const isInSession = sessionId !== undefined;
    const own = this.#threadNamed(threadOf(request, cache, path));
    const shared = isInSession ? this.#threadNamed(staticThreadOf(cache, path)) : own;
    const pauses = this.#pauses.expected(request);
    const now = { atMs, idleMs: this.#pauses.idleMs(request) };
    return onceEach((depth) => {
      const { counts, waiting } = depth === 'static' ? shared : own;
      const reuse = reuseOf(waiting, depth, path, now);
      const seen = (before: Counts<Reuse> | undefined, fade: number) =>
        reuse === undefined ? before : counted(before ?? nothingSeen, reuse, fade);
      const ofKind = seen(this.#kinds.get(kindOf(kind, isInSession, depth)), kindFade);
      const expected = posterior(assumedReuse(kind, isInSession, depth), assumptionWeight, ofKind);
      return chancesOf(posterior(expected, kindWeight, seen(counts?.[depth], threadFade)), pauses);
    });
  }

  /** The request was sent. */
  observe(request: ReuseRequest, cache: string, path: PromptPath): void {
    this.#giveUpWaiting(request.atMs);
    const isInSession = request.sessionId !== undefined;
    const own = isInSession ? depths.slice(1) : depths;
    this.#follow(threadOf(request, cache, path), request, path, own);
    if (isInSession) this.#follow(staticThreadOf(cache, path), request, path, ['static']);
    this.#pauses.observe(request);
  }

  #threadNamed(name: string): { readonly counts: Thread | undefined; readonly waiting: Waiting | undefined } {
    return { counts: this.#threads.get(name), waiting: this.#waiting.get(name) };
  }

  #follow(thread: string, request: ReuseRequest, path: PromptPath, own: readonly Depth[]): void {
    const { kind, sessionId, atMs } = request;
    const before = this.#waiting.get(thread);
    if (before) {
      const now = { atMs, idleMs: this.#pauses.idleMs(request) };
      for (const { depth } of before.ends) this.#learn(thread, before, depth, reuseOf(before, depth, path, now) ?? 'lost');
    }
    const ends: { readonly depth: Depth; readonly end: number; readonly hash: number }[] = [];
    for (const depth of own) {
      const end = path.ends[depth];
      const boundary = end === undefined ? undefined : path.boundaries[end];
      if (end !== undefined && boundary) ends.push({ depth, end, hash: boundary.hash });
    }
    this.#waiting.delete(thread);
    if (ends.length > 0) this.#waiting.set(thread, { kind, isInSession: sessionId !== undefined, atMs, ends });
  }

  /** After an hour nothing is expected any more. */
  #giveUpWaiting(atMs: number): void {
    for (const [thread, waiting] of this.#waiting) {
      if (atMs - waiting.atMs < hourMs && this.#waiting.size <= mostThreads) break;
      this.#waiting.delete(thread);
      for (const { depth } of waiting.ends) this.#learn(thread, waiting, depth, 'lost');
    }
  }

  #learn(thread: string, { kind, isInSession }: Waiting, depth: Depth, reuse: Reuse): void {
    const counts = this.#threads.get(thread) ?? { ...noCounts };
    counts[depth] = counted(counts[depth] ?? nothingSeen, reuse, threadFade);
    this.#threads.set(thread, counts);
    const key = kindOf(kind, isInSession, depth);
    this.#kinds.set(key, counted(this.#kinds.get(key) ?? nothingSeen, reuse, kindFade));
  }
}

/**
 * What became of the thread's last prompt to that depth, if this one comes next. Undefined where there was none. A session that went on meanwhile
 * at another cache has not paused: that it comes back late says nothing of its pauses, and the next excursion may be its last.
 */
function reuseOf(
  waiting: Waiting | undefined,
  depth: Depth,
  { boundaries }: PromptPath,
  { atMs, idleMs }: { readonly atMs: number; readonly idleMs: number },
): Reuse | undefined {
  const before = waiting?.ends.find((end) => end.depth === depth);
  if (!waiting || !before) return undefined;
  // Equal beginnings have as many boundaries: an end is found again at its own place or not at all.
  if (boundaries[before.end]?.hash !== before.hash) return 'lost';
  const [since, idle] = [pauseOf(atMs - waiting.atMs), pauseOf(idleMs)];
  const isBridged = since === 'soon' || since === '5m';
  if (since === undefined || (!isBridged && (idle === 'soon' || idle === '5m'))) return 'lost';
  return 'again';
}

function onceEach(chancesAt: (depth: Depth) => ReuseChances): (depth: Depth) => ReuseChances {
  const known: Record<Depth, ReuseChances | undefined> = { static: undefined, workspace: undefined, session: undefined, turn: undefined };
  return (depth) => {
    known[depth] ??= chancesAt(depth);
    return known[depth];
  };
}

const inSession = {
  static: 'session, static',
  workspace: 'session, workspace',
  session: 'session, session',
  turn: 'session, turn',
} as const;
const kindOf = (kind: TaskKind, isInSession: boolean, depth: Depth): string => pairName(kind, isInSession ? inSession[depth] : depth);
const staticThreadOf = (cache: string, { staticName = '' }: PromptPath): string => pairName(cache, pairName('static', staticName));

function threadOf({ sessionId }: ReuseRequest, cache: string, path: PromptPath): string {
  return sessionId === undefined ? staticThreadOf(cache, path) : pairName(cache, pairName('session', sessionId));
}
