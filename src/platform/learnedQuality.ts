import { type Ledger, localDay, type OutcomeCount } from '../core/ledger/index.ts';
import { createQualityBook, type QualityBook } from '../core/outcome/index.ts';
import type { Clock } from '../core/router.ts';
import type { Log } from './log.ts';
import { throttle } from './throttle.ts';

export interface LearnedQualityPorts {
  readonly ledger: Pick<Ledger, 'outcomeCounts'> & { onDidChange(listener: () => void): { dispose(): void } };
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug'>;
}

/** Older outcomes would count less than a sixty-fourth. */
const rememberedDays = 180;

/** So many days are asked for at a time: the ledger answers one call after the other, and no request is to wait long behind this one. */
const daysAtATime = 4;

/** The ledger changes with every answer; estimates may be so much late. */
const leastReadingMs = 60_000;

/**
 * How useful models are: by public figures alone until the ledger has told what became of their answers, then by both. What is new is read at
 * most once a minute, of answers since yesterday: what becomes of older ones is taken up by the next window. Nobody waits for it.
 */
export class LearnedQuality implements QualityBook {
  readonly #ports: LearnedQualityPorts;
  readonly #reading = throttle(leastReadingMs, () => this.#read());
  readonly #subscription: { dispose(): void };
  /** Without outcomes there is nothing whose age would matter, and activation is spared the looking for what day it is. */
  #book: QualityBook = createQualityBook([], { today: '' });
  /** What was counted until the day before this one is not asked for again. Undefined until all was read. */
  #settled: { readonly untilDay: string; readonly counts: readonly OutcomeCount[] } | undefined;
  /** What the book was made of: no news make no new book, whose estimates would all have to be made again. */
  #madeOf = '';
  #isDisposed = false;

  constructor(ports: LearnedQualityPorts) {
    this.#ports = ports;
    this.#subscription = ports.ledger.onDidChange(() => this.#reading.run());
  }

  estimate: QualityBook['estimate'] = (kind, candidate, language) => this.#book.estimate(kind, candidate, language);

  /** Begins to read. */
  load(): void {
    this.#reading.run();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#reading.dispose();
  }

  async #read(): Promise<void> {
    try {
      const today = this.#today();
      const yesterday = daysBefore(today, 1);
      const firstDay = daysBefore(today, rememberedDays);
      this.#settled ??= { untilDay: yesterday, counts: await this.#countsOf(firstDay, daysBefore(yesterday, 1)) };
      if (this.#isDisposed) return;
      const recent = await this.#ports.ledger.outcomeCounts(this.#settled.untilDay);
      const counts = [...this.#settled.counts, ...recent].filter((count) => count.localDay >= firstDay);
      this.#settled = { untilDay: yesterday, counts: counts.filter((count) => count.localDay < yesterday) };
      const madeOf = JSON.stringify([today, counts.length, recent]);
      if (madeOf === this.#madeOf) return;
      this.#madeOf = madeOf;
      this.#book = createQualityBook(counts, { today });
    } catch (error) {
      this.#ports.log.debug(`what became of answers was not read: ${error}`);
    }
  }

  async #countsOf(fromDay: string, toDay: string): Promise<readonly OutcomeCount[]> {
    const counts: OutcomeCount[] = [];
    for (let day = fromDay; day <= toDay && !this.#isDisposed; day = daysBefore(day, -daysAtATime)) {
      const last = daysBefore(day, 1 - daysAtATime);
      counts.push(...(await this.#ports.ledger.outcomeCounts(day, last < toDay ? last : toDay)));
    }
    return counts;
  }

  #today(): string {
    const { clock } = this.#ports;
    return localDay(clock.now(), clock.timeZone());
  }
}

const dayMs = 24 * 60 * 60 * 1000;

/** Of days as calendars count them, whatever the clocks were set to. */
function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10);
}
