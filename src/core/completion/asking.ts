import type { Router } from '../router.ts';
import type { Decision } from '../selection/index.ts';
import { isProviderError, ProviderError, type Task } from '../task/index.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import type { Timers } from './timers.ts';

type RefusedDecision = Extract<Decision, { outcome: 'refused' }>;

/** How a request ended. `aborted`: it was given up, by the user's typing or by the engine. */
export type Asked =
  | { readonly outcome: 'answered'; readonly text: string }
  | { readonly outcome: 'refused'; readonly decision: RefusedDecision }
  | { readonly outcome: 'failed'; readonly error: ProviderError }
  | { readonly outcome: 'aborted' };

/**
 * The editor takes its question back at every key and asks again some 50 ms later: a request that nobody waits for is kept this long for the
 * next question, then its connection is closed, because the server works on for nobody.
 */
const keepUnwantedMs = 80;

/** One request under way. Questions for later positions may join it as long as what was typed since agrees with what has streamed. */
export class Asking {
  readonly taskId: string;
  readonly at: Snapshot;
  /** The answer, or why there is none. */
  readonly done: Promise<Asked>;
  /** Later: all of it is in the books, too. */
  readonly settled: Promise<void>;
  readonly #timers: Timers;
  readonly #connection = new AbortController();
  readonly #readers = new Set<Snapshot>();
  readonly #ended = Promise.withResolvers<Asked>();
  #streamed = '';
  #cancelGivingUp: (() => void) | undefined;

  constructor(router: Router, timers: Timers, task: Task, at: Snapshot) {
    this.taskId = task.id;
    this.at = at;
    this.#timers = timers;
    this.done = this.#ended.promise.finally(() => this.#cancelGivingUp?.());
    this.settled = this.#run(router, task);
  }

  /** The answer may still serve a question asked from here. */
  serves(now: Snapshot): boolean {
    const typed = typedBetween(this.at, now);
    return (
      !this.#connection.signal.aborted && typed !== undefined && (typed.startsWith(this.#streamed) || this.#streamed.startsWith(typed))
    );
  }

  /** Waits for the end together with others; `left` when the signal aborts first. */
  async read(now: Snapshot, signal: AbortSignal): Promise<Asked | { readonly outcome: 'left' }> {
    this.#cancelGivingUp?.();
    this.#readers.add(now);
    const left = Promise.withResolvers<{ readonly outcome: 'left' }>();
    const leave = (): void => left.resolve({ outcome: 'left' });
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.done, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#readers.delete(now);
      if (this.#readers.size === 0) this.#cancelGivingUp = this.#timers.after(keepUnwantedMs, () => this.abort());
    }
  }

  abort(): void {
    this.#cancelGivingUp?.();
    this.#connection.abort();
  }

  /** The answer counts from its last part on; what the router still writes into its books after that keeps nobody waiting. */
  async #run(router: Router, task: Task): Promise<void> {
    try {
      await this.#follow(router, task);
      this.#ended.resolve({ outcome: 'aborted' });
    } catch (cause) {
      // A router does not throw; should it, the question settles all the same.
      this.#ended.resolve({ outcome: 'failed', error: isProviderError(cause) ? cause : unexpected(cause) });
    }
  }

  async #follow(router: Router, task: Task): Promise<void> {
    for await (const part of router.route(task, this.#connection.signal)) {
      if (part.type === 'text-delta') {
        this.#streamed += part.text;
        if (this.#readers.size > 0 && ![...this.#readers].some((reader) => this.serves(reader))) this.abort();
      } else if (part.type === 'decision' && part.decision.outcome === 'refused') {
        this.#ended.resolve({ outcome: 'refused', decision: part.decision });
      } else if (part.type === 'error') {
        this.#ended.resolve({ outcome: 'failed', error: part.error });
      } else if (part.type === 'finish') {
        this.#ended.resolve(part.reason === 'aborted' ? { outcome: 'aborted' } : { outcome: 'answered', text: this.#streamed });
      }
    }
  }
}

function unexpected(cause: unknown): ProviderError {
  return new ProviderError('bad-response', cause instanceof Error ? cause.message : String(cause), { cause });
}
