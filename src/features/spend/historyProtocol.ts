import type { Tier } from '../../core/catalogue/index.ts';
import type { BreakdownTable, RequestRow } from './protocol.ts';
import type { FilterName, HistoryRange } from './view.ts';

/** What was spent over some days until now, as the History tab shows it. */
export interface HistoryState {
  readonly range: HistoryRange;
  readonly ranges: readonly { readonly range: HistoryRange; readonly name: string }[];
  /** The days it covers, as they are written. */
  readonly days: string;
  readonly filters: readonly FilterState[];
  readonly isFiltered: boolean;
  readonly figures: readonly FigureState[];
  readonly chart: ChartState;
  readonly tables: readonly BreakdownTable[];
  readonly completions: CompletionsState;
  readonly useful: UsefulState;
  /** The dearest first. */
  readonly dearest: readonly RequestRow[];
}

export interface FilterState {
  readonly name: FilterName;
  readonly label: string;
  /** Missing: not narrowed. */
  readonly chosen?: string | undefined;
  /** The words for no choice: "All models". */
  readonly all: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
}

/** A number with its name, and what is to be known of it. */
export interface FigureState {
  readonly id: string;
  readonly name: string;
  readonly figure: string;
  /** E.g. "upper bound". */
  readonly mark?: string | undefined;
  readonly lines: readonly string[];
}

/** Bars from left to right, each a day or a week. Heights are nano-dollars, and the scale is the host's. */
export interface ChartState {
  readonly caption: string;
  /** One sentence: what is to be seen. */
  readonly summary: string;
  /** The heading of the first column of its table: "Day" or "Week". */
  readonly heading: string;
  /** In place of bars, where there are none to see. */
  readonly nothing?: string | undefined;
  /** From the bottom of a bar to its top; only tiers that cost something. */
  readonly tiers: readonly { readonly tier: Tier; readonly name: string }[];
  readonly bars: readonly BarState[];
  /** What the axis names, the lowest first, and where it ends. */
  readonly ticks: readonly { readonly nanoUsd: number; readonly text: string }[];
  readonly topNanoUsd: number;
  readonly limit?: { readonly nanoUsd: number; readonly text: string } | undefined;
}

export interface BarState {
  /** `YYYY-MM-DD` of its first day. */
  readonly id: string;
  /** Under the bar. */
  readonly label: string;
  /** "Thu, Nov 5", or the days of a week. */
  readonly name: string;
  /** As `tiers` has them. */
  readonly nanoUsd: readonly number[];
  readonly amounts: readonly string[];
  readonly total: string;
  readonly requests: string;
  /** What is said of it: name, total and parts. */
  readonly text: string;
}

/** What a month came to, and is expected to come to: one point for the end of each of its days. */
export interface MonthState {
  readonly caption: string;
  /** One sentence: what is to be seen. */
  readonly summary: string;
  readonly points: readonly MonthPoint[];
  readonly ticks: ChartState['ticks'];
  readonly topNanoUsd: number;
  readonly limit?: ChartState['limit'];
}

export interface MonthPoint {
  /** `YYYY-MM-DD` */
  readonly id: string;
  readonly label: string;
  readonly name: string;
  /** Since the first of the month; missing on days to come. */
  readonly spentNanoUsd?: number | undefined;
  /** In eight of ten cases between `low` and `high`; missing on days that are over. */
  readonly expected?: { readonly medianNanoUsd: number; readonly lowNanoUsd: number; readonly highNanoUsd: number } | undefined;
  /** As they stand in the table; empty where there are none. */
  readonly spent: string;
  readonly median: string;
  readonly range: string;
  /** What is said of it. */
  readonly text: string;
}

/** What accepted and kept characters cost. */
export interface CompletionsState {
  /** What the figures are, or of which days they are known so far. */
  readonly note: string;
  readonly isCounting: boolean;
  /** None where there is nothing. */
  readonly tables: readonly CompletionTable[];
}

export interface CompletionTable {
  readonly by: 'model' | 'language';
  readonly caption: string;
  /** The heading of the first column. */
  readonly heading: string;
  /** The dearest first; the last one may sum up all that have no row. */
  readonly rows: readonly CompletionRow[];
}

export interface CompletionRow {
  readonly id: string;
  /** What the page can be narrowed to; missing where the row sums up several. */
  readonly value?: string | undefined;
  readonly name: string;
  /** What the figures leave out or do not know. */
  readonly notes: readonly string[];
  readonly spend: string;
  /** "12 of 48": answers of which something was accepted, of those that were shown. */
  readonly taken: string;
  readonly rate: string;
  /** For each 1,000 characters. */
  readonly perAccepted: string;
  readonly perKept: string;
}

/** What a useful answer cost, by kind of request. */
export interface UsefulState {
  /** What is known so far, and of which days. */
  readonly note: string;
  readonly isCounting: boolean;
  readonly rows: readonly UsefulRow[];
}

export interface UsefulRow {
  readonly id: string;
  readonly name: string;
  readonly spend: string;
  readonly useful: string;
  readonly notUseful: string;
  readonly perUseful: string;
}

export interface HistoryWords {
  readonly range: string;
  readonly filters: string;
  readonly clearFilters: string;
  readonly total: string;
  readonly figures: string;
  readonly completions: string;
  readonly noCompletions: string;
  readonly taken: string;
  readonly acceptance: string;
  readonly perAccepted: string;
  readonly perKept: string;
  readonly useful: string;
  readonly usefulAnswers: string;
  readonly notUseful: string;
  readonly perUseful: string;
  readonly nothingJudged: string;
  readonly dearest: string;
  readonly cacheRate: string;
  readonly narrowTo: string;
}
