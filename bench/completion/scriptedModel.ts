import type { FakeTime } from '../../test/support/fakeTime.ts';

/** How fast it answers, in milliseconds of the simulated clock. Lines come one after the other once the first token is there. */
export interface Pace {
  readonly firstTokenMs: number;
  readonly lineMs: number;
}

/** The peers' table: first token after 120 ms, five lines after 300 ms in all. */
export const usualPace: Pace = { firstTokenMs: 120, lineMs: 36 };

/** What a model says to fill a hole: all its lines. */
export type Says = (before: string, after: string) => string;

/** One request as the provider bills it: output that was not streamed yet when the connection closed is not. */
export interface BilledCall {
  readonly startedAtMs: number;
  inputTokens: number;
  outputTokens: number;
  isRunning: boolean;
}

/** Four characters a token: the same measure for all policies. */
const tokensIn = (characters: number): number => Math.ceil(characters / 4);

/** One model on the simulated clock, the same for every policy. It keeps what it would bill. */
export class ScriptedModel {
  readonly calls: BilledCall[] = [];
  readonly #time: FakeTime;
  readonly #says: Says;
  readonly #pace: Pace;

  constructor(time: FakeTime, says: Says, pace: Pace = usualPace) {
    this.#time = time;
    this.#says = says;
    this.#pace = pace;
  }

  get running(): number {
    return this.calls.filter(({ isRunning }) => isRunning).length;
  }

  /** The answer, a few characters at a time, at the most so many lines. It stops where the signal aborts. */
  async *stream(before: string, after: string, lines: number, signal: AbortSignal): AsyncGenerator<string, 'stop' | 'aborted'> {
    const call: BilledCall = {
      startedAtMs: this.#time.now(),
      inputTokens: tokensIn(before.length + after.length),
      outputTokens: 0,
      isRunning: true,
    };
    this.calls.push(call);
    try {
      if (!(await this.#waited(this.#pace.firstTokenMs, signal))) return 'aborted';
      const said = this.#says(before, after).split('\n').slice(0, lines);
      for (const [index, line] of said.entries()) {
        const text = index < said.length - 1 ? `${line}\n` : line;
        const pieces = text.match(/[\s\S]{1,4}/gu) ?? [''];
        for (const piece of pieces) {
          if (!(await this.#waited(this.#pace.lineMs / pieces.length, signal))) return 'aborted';
          call.outputTokens += piece === '' ? 0 : 1;
          yield piece;
        }
      }
      return 'stop';
    } finally {
      call.isRunning = false;
    }
  }

  /** True after so long, false as soon as the signal aborts. */
  #waited(ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const cancel = this.#time.after(ms, () => resolve(true));
      signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve(false);
        },
        { once: true },
      );
    });
  }
}
