import { dayAfter } from '../../core/budget/index.ts';
import type { HourTotal, Ledger, LedgerEntry, LimitState, OutcomeEvent, ReservationLimit, RollUp } from '../../core/ledger/index.ts';
import { firstDayOf, periodsOn } from './periods.ts';
import { entryFilter, firstDayOfRange } from './range.ts';
import type { View } from './view.ts';

/** What the ledger said when it was last read. */
export interface Books {
  /** From the first day of the month, of the week or of what history shows, whichever is the earliest, until today. */
  readonly rollUps: readonly RollUp[];
  /** The newest first. */
  readonly entries: readonly LedgerEntry[];
  readonly limits: readonly LimitState[];
  /** Of a year. */
  readonly hours: readonly HourTotal[];
  /** Under the filters of history, the dearest first. */
  readonly dearest: readonly LedgerEntry[];
  /** The requests that are open. */
  readonly opened: readonly OpenedRequest[];
}

export interface OpenedRequest {
  readonly entry: LedgerEntry;
  readonly attempts: readonly LedgerEntry[];
  readonly outcomes: readonly OutcomeEvent[];
}

export const noBooks: Books = { rollUps: [], entries: [], limits: [], hours: [], dearest: [], opened: [] };

const shownDecisions = 25;
const shownDearest = 15;
/** As far back as a forecast looks. */
const rememberedDays = 364;

type ReadLedger = Pick<
  Ledger,
  'rollUps' | 'recentEntries' | 'limitStates' | 'findEntries' | 'hourTotals' | 'dearestEntries' | 'taskEntries'
>;

/** Reads what a view needs, and nothing that grows with the ledger: sums of days and hours, and lists of bounded length. */
export class BooksReader {
  readonly #ledger: ReadLedger;
  /** Hours of days that are over stay as they are; read once a day. */
  #pastHours: { readonly untilDay: string; readonly hours: readonly HourTotal[] } | undefined;

  constructor(ledger: ReadLedger) {
    this.#ledger = ledger;
  }

  async read(view: View, today: string, limits: readonly ReservationLimit[]): Promise<Books> {
    const firstDay = firstDayOf(periodsOn(today), today);
    const isHistory = view.tab === 'history';
    const historyDay = firstDayOfRange(view.range, today);
    const [rollUps, entries, states, hours, dearest] = await Promise.all([
      this.#ledger.rollUps(isHistory && historyDay < firstDay ? historyDay : firstDay, today),
      this.#ledger.recentEntries(shownDecisions),
      this.#ledger.limitStates(limits),
      this.#hours(today),
      isHistory ? this.#ledger.dearestEntries(entryFilter(view, today), shownDearest) : [],
    ]);
    const opened = await Promise.all(view.open.map((id) => this.#opened(id, [...entries, ...dearest])));
    return { rollUps, entries, limits: states, hours, dearest, opened: opened.flatMap((request) => request ?? []) };
  }

  async #hours(today: string): Promise<readonly HourTotal[]> {
    const yesterday = dayAfter(today, -1);
    if (this.#pastHours?.untilDay !== yesterday) {
      this.#pastHours = { untilDay: yesterday, hours: await this.#ledger.hourTotals(dayAfter(today, -rememberedDays), yesterday) };
    }
    return [...this.#pastHours.hours, ...(await this.#ledger.hourTotals(today, today))];
  }

  /** Undefined where it is no entry, which a page that remembers an older ledger may ask for. */
  async #opened(id: string, known: readonly LedgerEntry[]): Promise<OpenedRequest | undefined> {
    const entry = known.find((each) => each.id === id) ?? (await this.#ledger.findEntries(id)).find((each) => each.id === id);
    if (!entry) return undefined;
    const { entries, outcomes } = await this.#ledger.taskEntries(entry.taskId);
    return { entry, attempts: entries, outcomes };
  }
}
