import type { Candidate } from '../catalogue/index.ts';
import type { Router } from '../router.ts';
import type { Rejection } from '../selection/index.ts';
import { isProviderError, ProviderError, type Task } from '../task/index.ts';
import type { Answer } from './answer.ts';
import { AnswerEnds, type AnswerEndsPorts } from './answerEnds.ts';
import type { Asked, Heard, Objection } from './heard.ts';
import { Readers } from './readers.ts';
import type { Snapshot } from './snapshot.ts';
import { Streamed } from './streamed.ts';
import type { Timers } from './timers.ts';

export interface AskingPorts extends Pick<AnswerEndsPorts, 'judge'> {
  readonly router: Router;
  readonly timers: Timers;
  /** Asked before each attempt; where somebody may not be asked, the request is given up. */
  readonly objectionTo: (candidate: Candidate) => Objection | undefined;
}

/**
 * The editor takes its question back at every key and asks again some 50 ms later: a request that nobody waits for is kept this long for the
 * next question, then its connection is closed, because the server works on for nobody.
 */
const keepUnwantedMs = 80;

/** One request under way. Questions for later positions may join it as long as what was typed since agrees with what has streamed. */
export class Asking {
  readonly task: Task;
  readonly at: Snapshot;
  /** The answer, or why there is none. */
  readonly done: Promise<Asked>;
  /**
   * What came after the line that is the answer, its line's end first; undefined where nothing did that may be shown. The line itself is done
   * before: the rest comes for the same price.
   */
  readonly rest: Promise<Answer | undefined>;
  /** Later: all of it is in the books, too. */
  readonly settled: Promise<void>;
  readonly #ports: AskingPorts;
  readonly #streamed: Streamed;
  readonly #connection = new AbortController();
  readonly #readers = new Readers();
  readonly #ends: AnswerEnds;
  /** The last part came; the filters may still look at it. */
  #isComplete = false;
  #isOver = false;
  #isShown = false;
  #candidate: Candidate | undefined;
  #firstError: ProviderError | undefined;
  /** Who could not be asked, by the first decision. */
  #rejected: readonly Rejection[] = [];
  #cancelGivingUp: (() => void) | undefined;

  constructor(ports: AskingPorts, task: Task, at: Snapshot) {
    this.task = task;
    this.at = at;
    this.#ports = ports;
    this.#streamed = new Streamed(task, at);
    const judge: AskingPorts['judge'] = (raw) => {
      this.keep();
      return ports.judge(raw);
    };
    this.#ends = new AnswerEnds({ task, at, streamed: this.#streamed, judge, lineDropped: () => this.abort() });
    this.done = this.#ends.done.finally(() => this.#rest());
    this.rest = this.#ends.rest;
    this.settled = this.#run();
  }

  /** The answer is a line that is told already, and more comes: where that goes on, behind the line as it is shown. */
  get behindLine(): Snapshot | undefined {
    return this.#ends.behindLine;
  }

  /** Who was asked last; undefined where nobody was. */
  get candidate(): Candidate | undefined {
    return this.#candidate;
  }

  /** Nothing more comes of it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get hasReaders(): boolean {
    return this.#readers.size > 0;
  }

  /** The answer may still serve a question asked from here. */
  serves(now: Snapshot): boolean {
    return !this.#connection.signal.aborted && this.#streamed.agreesWith(now);
  }

  /** The complete lines so far, where they go on from here with more than is known. */
  linesFor(now: Snapshot, knownCharacters = 0): string | undefined {
    return this.#isComplete ? undefined : this.#streamed.linesFor(now, knownCharacters);
  }

  /** The next that is of use here, waited for together with others. */
  async read(now: Snapshot, signal: AbortSignal, knownCharacters = 0): Promise<Heard> {
    this.#cancelGivingUp?.();
    const raw = this.linesFor(now, knownCharacters);
    if (raw !== undefined && !signal.aborted) {
      this.giveUpSoon();
      return { outcome: 'begun', raw };
    }
    try {
      return await this.#readers.wait({ now, knownCharacters }, this.done, signal);
    } finally {
      if (!this.#isOver) this.giveUpSoon();
    }
  }

  /** Its beginning stands on the screen: it goes on although nobody waits. */
  show(): void {
    this.#isShown = true;
    this.#cancelGivingUp?.();
  }

  /** What stood on the screen went. */
  release(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.giveUpSoon();
  }

  /** Somebody may want it. */
  keep(): void {
    this.#cancelGivingUp?.();
  }

  /** Nobody wants it, unless the next question does. */
  giveUpSoon(): void {
    const isAtItsEnd = this.#isComplete || (this.#isOver && !this.behindLine);
    if (this.#readers.size > 0 || this.#isShown || isAtItsEnd) return;
    this.#cancelGivingUp?.();
    this.#cancelGivingUp = this.#ports.timers.after(keepUnwantedMs, () => this.abort());
  }

  abort(): void {
    this.#cancelGivingUp?.();
    this.#streamed.stop();
    this.#connection.abort();
  }

  #rest(): void {
    this.#isOver = true;
    this.#streamed.stop();
    this.#cancelGivingUp?.();
  }

  /** The answer counts from its last part on; what the router still writes into its books after that keeps nobody waiting. */
  async #run(): Promise<void> {
    // A router does not throw; should it, the question settles all the same.
    const failed = (cause: unknown): Asked => ({ outcome: 'failed', error: isProviderError(cause) ? cause : unexpected(cause) });
    const over = this.#follow().then((): Asked => ({ outcome: 'aborted' }));
    this.#ends.end(await over.catch(failed));
    this.#ends.close();
    this.#cancelGivingUp?.();
  }

  async #follow(): Promise<void> {
    for await (const part of this.#ports.router.route(this.task, this.#connection.signal)) {
      if (part.type === 'text-delta') {
        this.#heard(part.text);
      } else if (part.type === 'attempt') {
        this.#attempted(part.candidate);
      } else if (part.type === 'attempt-failed') {
        this.#firstError ??= part.error;
      } else if (part.type === 'decision' && part.decision.outcome === 'refused') {
        this.#ends.end({ outcome: 'refused', decision: part.decision });
      } else if (part.type === 'decision') {
        this.#rejected = part.decision.rejected;
      } else if (part.type === 'error') {
        this.#ends.end({ outcome: 'failed', error: part.error, rejected: this.#rejected });
      } else if (part.type === 'finish') {
        this.#isComplete = part.reason !== 'aborted';
        if (this.#isComplete) this.#ends.finished(part.reason);
        else this.#ends.end({ outcome: 'aborted' });
      }
    }
  }

  #attempted(candidate: Candidate): void {
    const objection = this.#ports.objectionTo(candidate);
    this.#candidate = objection ? this.#candidate : candidate;
    if (!objection) return;
    // That somebody else would not be worth it is no reason: who was to answer failed.
    this.#ends.end(this.#firstError ? { outcome: 'failed', error: this.#firstError, rejected: this.#rejected } : objection);
    // Nothing was sent yet, and once this is aborted nothing is.
    this.abort();
  }

  #heard(text: string): void {
    this.#streamed.add(text, this.#ports.timers, () =>
      this.#readers.tell(({ now, knownCharacters }) => this.linesFor(now, knownCharacters)),
    );
    const isLost = this.#readers.areLost((now) => this.serves(now));
    if (isLost || this.#streamed.isEndless) this.abort();
    else this.#ends.grown();
  }
}

function unexpected(cause: unknown): ProviderError {
  return new ProviderError('bad-response', cause instanceof Error ? cause.message : String(cause), { cause });
}
