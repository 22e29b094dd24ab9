import type { CompletionCost, Ledger, OutcomeCount } from '../../core/ledger/index.ts';
import type { Log } from '../../platform/log.ts';
import { daysBetween } from './calendar.ts';

export interface UsefulCountsPorts {
  readonly ledger: Pick<Ledger, 'outcomeCounts' | 'completionCosts'>;
  readonly now: () => number;
  readonly log: Pick<Log, 'debug'>;
  /** There is more to show than when it was asked. */
  readonly onDidRead: () => void;
}

/** Whoever reads waits at most so long for something new to be seen. */
const tellEveryDays = 10;

/** What becomes of answers is learned today and tomorrow; each of these days is read at most once a minute. */
const unsettledDays = 2;
const leastReadingMs = 60_000;

export interface CountsSoFar {
  readonly counts: readonly OutcomeCount[];
  readonly completions: readonly CompletionCost[];
  /** The days that are counted already. */
  readonly days: number;
  readonly isComplete: boolean;
}

interface DayCounts extends Pick<CountsSoFar, 'counts' | 'completions'> {
  readonly readAtMs: number;
}

/**
 * What became of answers, a day at a time behind everybody's back: counting reads each entry of a day, and no request is to wait long for it.
 * Days that are over are counted once, the last two again and again.
 */
export class UsefulCounts {
  readonly #ports: UsefulCountsPorts;
  readonly #byDay = new Map<string, DayCounts>();
  /** The newest first. */
  #wanted: readonly string[] = [];
  #isReading = false;
  #isDisposed = false;

  constructor(ports: UsefulCountsPorts) {
    this.#ports = ports;
  }

  /** What is known of these days by now; what is missing or old is read, and told. */
  between(fromDay: string, toDay: string): CountsSoFar {
    const days = daysBetween(fromDay, toDay);
    const unknown = days.filter((day) => !this.#byDay.has(day)).length;
    this.#wanted = days.filter((day, index) => this.#isWanted(day, days.length - index <= unsettledDays)).toReversed();
    if (this.#wanted.length > 0 && !this.#isReading) void this.#read();
    const known = days.flatMap((day) => this.#byDay.get(day) ?? []);
    const [counts, completions] = [known.flatMap((day) => day.counts), known.flatMap((day) => day.completions)];
    return { counts, completions, days: days.length - unknown, isComplete: unknown === 0 };
  }

  #isWanted(day: string, isUnsettled: boolean): boolean {
    const known = this.#byDay.get(day);
    return !known || (isUnsettled && this.#ports.now() - known.readAtMs >= leastReadingMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#wanted = [];
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      for (let read = 1; this.#wanted.length > 0 && !this.#isDisposed; read += 1) {
        const [day = ''] = this.#wanted;
        await this.#readDay(day);
        this.#wanted = this.#wanted.filter((other) => other !== day);
        if (read % tellEveryDays === 0 && this.#wanted.length > 0 && !this.#isDisposed) this.#ports.onDidRead();
      }
      if (!this.#isDisposed) this.#ports.onDidRead();
    } catch (error) {
      // Asked again with the next state.
      this.#ports.log.debug(`what became of answers was not counted: ${error}`);
    } finally {
      this.#isReading = false;
    }
  }

  async #readDay(day: string): Promise<void> {
    const readAtMs = this.#ports.now();
    const { ledger } = this.#ports;
    // One after the other: between the two, others get their turn.
    const counts = await ledger.outcomeCounts(day, day);
    this.#byDay.set(day, { counts, completions: await ledger.completionCosts(day, day), readAtMs });
  }
}
