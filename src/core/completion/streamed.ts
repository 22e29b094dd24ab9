import type { FinishReason, Task } from '../task/index.ts';
import { maxAnswerCharacters } from './filters/limited.ts';
import { type Snapshot, typedBetween } from './snapshot.ts';
import type { Timers } from './timers.ts';

/** After the first complete line the rest gets this long to come anyway, so that a fast answer is not shown in two steps. */
const graceMs = 30;

/** No token is as long: a server that says more than this for one never ends. */
const mostCharactersPerToken = 64;

/** What came of an answer so far, and its complete lines. */
export class Streamed {
  readonly #task: Task;
  readonly #at: Snapshot;
  #text = '';
  #mayBegin = false;
  #cancelGrace: (() => void) | undefined;

  constructor(task: Task, at: Snapshot) {
    this.#task = task;
    this.#at = at;
  }

  get text(): string {
    return this.#text;
  }

  /** The first line, once it is complete, where only it was wanted and the answer goes on all the same. A blank one says that there is nothing. */
  get lineOfStreak(): string | undefined {
    const end = this.#text.indexOf('\n');
    const isStreak = this.#task.kind === 'completion.line' && !this.#task.stop.includes('\n');
    return isStreak && end !== -1 ? this.#text.slice(0, end) : undefined;
  }

  get isEndless(): boolean {
    return this.#text.length > Math.min(maxAnswerCharacters, this.#task.maxOutputTokens * mostCharactersPerToken);
  }

  /** So many of the first characters are told in another form. */
  beginsWith(told: string, characters: number): void {
    this.#text = told + this.#text.slice(characters);
  }

  /** `begin` is called when the first complete line had its grace, and at what comes after. */
  add(text: string, timers: Timers, begin: () => void): void {
    this.#text += text;
    if (this.#mayBegin) begin();
    else if (!this.#cancelGrace && this.#task.kind === 'completion.block' && text.includes('\n') && this.#lines().trim() !== '') {
      this.#cancelGrace = timers.after(graceMs, () => {
        this.#mayBegin = true;
        begin();
      });
    }
  }

  /** What was typed since, and what came, agree as far as they go. */
  agreesWith(now: Snapshot): boolean {
    const typed = typedBetween(this.#at, now);
    return typed !== undefined && (typed.startsWith(this.#text) || this.#text.startsWith(typed));
  }

  /** The complete lines, where they go on from here with more than is known. */
  linesFor(now: Snapshot, knownCharacters: number): string | undefined {
    if (!this.#mayBegin) return undefined;
    const lines = this.#lines();
    const typed = typedBetween(this.#at, now);
    const isMore =
      typed !== undefined && lines.length > knownCharacters && lines.startsWith(typed) && lines.slice(typed.length).trim() !== '';
    return isMore ? lines : undefined;
  }

  /** Nothing begins any more. */
  stop(): void {
    this.#cancelGrace?.();
  }

  #lines(): string {
    return this.#text.slice(0, Math.max(0, this.#text.lastIndexOf('\n')));
  }
}

/** What was cut off in the middle of a line ends with the line before it. A single line is all that was asked for: it stays. */
export function completeLines(text: string, reason: FinishReason): string {
  return reason === 'stop' || !text.includes('\n') ? text : text.slice(0, text.lastIndexOf('\n'));
}
