import type { Tier } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { TaskKind } from '../task/index.ts';
import type { LearnedRatio, TokenSample } from '../tokens/index.ts';
import type { CompletionCost } from './completionCost.ts';
import type { DaySummary, HourTotal, LedgerEntry, RollUp } from './entry.ts';
import type { OutcomeCount, OutcomeEvent } from './outcomeEvent.ts';

/** What limits count in. */
export type LimitUnit = 'nano-usd' | 'tokens';

/** A worst case, or a part of one, in both units. */
export interface Amounts {
  readonly nanoUsd: NanoUsd;
  /** Input in every bucket, and output. */
  readonly tokens: number;
}

/** The worst case that is held before the bytes leave, and settled after. What is answered on this machine holds nothing: 0 in both units. */
export interface Reservation {
  readonly id: string;
  readonly amountNanoUsd: NanoUsd;
  /**
   * The worst case by the more cautious input bound (a byte a token). It is what must fit, and what is held, in both units, once fewer than ten
   * times `amountNanoUsd` (or `tokens`, where it counts in tokens) are left of any limit that refuses.
   */
  readonly cautiousAmountNanoUsd: NanoUsd;
  /** The worst case in tokens: the input's bound and the output limit. */
  readonly tokens: number;
  /** The same by the more cautious input bound. */
  readonly cautiousTokens: number;
  readonly madeAtMs: number;
  /** After this moment the process that made it is presumed dead, and `estimate` becomes an entry. */
  readonly expiresAtMs: number;
  /** The attempt as it is expected to end: `finish` is `lost`, and it is marked as an estimate. Its kind and day decide which limits it counts in. */
  readonly estimate: LedgerEntry;
}

/**
 * A limit that reservations must fit into: what was spent since that day + what is held + the new amount. There is no last day: what is dated
 * later counts too, so that a clock set back reopens nothing. Tokens count where somebody else's machine computed: `billing` is not `local`.
 */
export interface ReservationLimit {
  readonly budgetId: string;
  readonly unit: LimitUnit;
  /** Before what the user allowed on top of it, which the ledger adds. */
  readonly limit: number;
  /** The first local day of the period, `YYYY-MM-DD`. */
  readonly fromDay: string;
  /** It is counted, and refuses nothing: whoever set it wants to be warned, or wants cheaper models. */
  readonly isSoft?: boolean;
  /** Only entries and reservations of these kinds count; missing means all. So with all that follow, and all that is given must hold. */
  readonly kinds?: readonly TaskKind[];
  readonly workspace?: string;
  /** The exact id that the provider knows it by. */
  readonly model?: string;
  readonly tier?: Tier;
  readonly provider?: string;
  /** Of a task, or of a session with that id and its subtasks (`isOfSession`). */
  readonly taskId?: string;
}

/** `refused`: by which limit, what is left of it, and what would have had to fit, both in its unit. Nothing is held then. */
export type ReserveOutcome =
  | { readonly outcome: 'reserved'; readonly amountNanoUsd: NanoUsd; readonly tokens: number }
  | {
      readonly outcome: 'refused';
      readonly budgetId: string;
      readonly unit: LimitUnit;
      readonly left: number;
      readonly needed: number;
    };

/** "Allow $X more": an entry of its own, which raises a limit for the rest of its period. */
export interface Allowance {
  readonly id: string;
  readonly budgetId: string;
  /** In the budget's unit. */
  readonly amount: number;
  readonly atMs: number;
  readonly localDay: string;
}

/** How much of a limit is used, in its unit. */
export interface LimitState {
  readonly budgetId: string;
  readonly unit: LimitUnit;
  /** With what was allowed on top. */
  readonly limit: number;
  readonly spent: number;
  readonly reserved: number;
  readonly isSoft?: boolean;
}

/** The port through which the core keeps its books. Every method that resolves has stored what it was given. */
export interface Ledger extends LedgerReports {
  /** Atomic over all windows and processes: either every limit holds and the amount is held, or nothing is. */
  reserve(reservation: Reservation, limits: readonly ReservationLimit[]): Promise<ReserveOutcome>;
  /**
   * Holds more on top of a reservation, and keeps it until then; equally atomic. Answers with all that is held. Refused also where the
   * reservation is not there any more: by `expired`.
   */
  extend(reservationId: string, more: Amounts, expiresAtMs: number, limits: readonly ReservationLimit[]): Promise<ReserveOutcome>;
  /**
   * Replaces the reservation by what really happened, in one transaction. An entry is never stored twice. Where the reservation had expired and
   * its estimate was booked, the entry corrects that one.
   */
  settle(reservationId: string, entry: LedgerEntry): Promise<void>;
  /** Gives a reservation back: nothing was sent. */
  release(reservationId: string): Promise<void>;
  /** Books the estimates of reservations whose time is over, and returns how many. */
  settleExpired(nowMs: number): Promise<number>;
  allowMore(allowance: Allowance): Promise<void>;
  limitStates(limits: readonly ReservationLimit[]): Promise<readonly LimitState[]>;
  /** True for the first who asks with that key, over all windows: a notice that is to be seen once. */
  claimNotice(key: string, atMs: number): Promise<boolean>;
  recordOutcome(event: OutcomeEvent): Promise<void>;
  /** Takes up what a provider's reported usage teaches about its tokenizer. */
  learnTokens(sample: TokenSample): Promise<void>;
  learnedRatios(): Promise<readonly LearnedRatio[]>;
  /**
   * What became of the answers of these days, the first and the last included, as `usefulnessOf` judges it; without a last day up to now.
   * Tasks of which nothing was learned are left out; what counts is the model, and the day, of the last attempt that answered. It reads
   * every entry of those days, and the ledger answers nobody else meanwhile: many days are better asked for a few at a time.
   */
  outcomeCounts(fromDay: string, toDay?: string): Promise<readonly OutcomeCount[]>;
  daySummary(localDay: string): Promise<DaySummary>;
  /** From the first day to the last one, both included. */
  rollUps(fromDay: string, toDay: string): Promise<readonly RollUp[]>;
  /** The newest first. Estimates that were corrected are left out. */
  recentEntries(count: number): Promise<readonly LedgerEntry[]>;
  /** Entries whose own id or task's id begins so (at least 4 characters), the oldest first, at most 100. */
  findEntries(idPrefix: string): Promise<readonly LedgerEntry[]>;
  /** For exports, in pages: the oldest first; `cursor` is 0 at the beginning and missing in the answer at the end. */
  entriesFrom(cursor: number, count: number): Promise<{ readonly entries: readonly LedgerEntry[]; readonly cursor?: number }>;
}

/** Which entries a page looks at. All that is given must hold; `useful`-ness is no part of it, because that is learned later. */
export interface EntryFilter {
  /** Local days, both included. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly kind?: TaskKind;
  readonly tier?: Tier;
  readonly model?: string;
  readonly provider?: string;
  readonly workspace?: string;
  readonly language?: string;
}

/** What pages and exports ask for besides. Corrected estimates are left out. */
export interface LedgerReports {
  /** From the first day to the last one, both included: when within their days money was spent. Days before schema version 5 have none. */
  hourTotals(fromDay: string, toDay: string): Promise<readonly HourTotal[]>;
  /** The dearest first, by their counted cost; `count` at the most. */
  dearestEntries(filter: EntryFilter, count: number): Promise<readonly LedgerEntry[]>;
  /**
   * What the completions of these days, both included, cost by what became of them. It reads every completion of those days, and the ledger
   * answers nobody else meanwhile: many days are better asked for a few at a time.
   */
  completionCosts(fromDay: string, toDay: string): Promise<readonly CompletionCost[]>;
  /** All attempts of a task, the first one first, with what became of its answer. */
  taskEntries(taskId: string): Promise<TaskEntries>;
  /** All attempts of a session and of its subtasks, the oldest first, with what became of their answers: an agent's task. */
  sessionEntries(sessionId: string): Promise<TaskEntries>;
}

/** Attempts, and in the order in which it happened what became of their tasks. */
export interface TaskEntries {
  readonly entries: readonly LedgerEntry[];
  readonly outcomes: readonly OutcomeEvent[];
}
