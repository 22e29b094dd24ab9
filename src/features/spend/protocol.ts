import * as v from 'valibot';
import type { FigureState, HistoryState, HistoryWords, MonthState } from './historyProtocol.ts';
import type { PolicyState, PolicyWords } from './policyProtocol.ts';
import type { RequestRow, RequestState, RequestWords } from './requestProtocol.ts';
import { type View, viewShape } from './view.ts';

export type * from './historyProtocol.ts';
export type * from './policyProtocol.ts';
export type * from './requestProtocol.ts';
export type { FilterName, Filters, HistoryRange, View } from './view.ts';

/**
 * What the Spend page and its host say to each other. The page gets ONE message, which holds everything it shows: texts are written by the
 * host, in the user's language, money is integer nano-dollars, and shares are thousandths, so that the page computes nothing.
 */
export interface SpendState {
  readonly type: 'state';
  /** What it was made for: the tabs that are not looked at are left out. */
  readonly view: View;
  /** A BCP 47 tag, for the page's `lang`. */
  readonly language: string;
  readonly words: SpendWords;
  /** One sentence for those who hear the page: what is spent, and what is wrong, if anything. */
  readonly status: string;
  readonly notices: readonly Notice[];
  /** There is no entry yet, and nothing to show in tables. */
  readonly isEmpty: boolean;
  readonly paidModels: 'on' | 'paused';
  /** What a newcomer asks: how much today, how much by the month's end, what costs most, what was saved. */
  readonly answers: readonly AnswerState[];
  /** Missing where nobody knows, because the ledger cannot be read. */
  readonly month?: MonthState | undefined;
  readonly periods: readonly PeriodState[];
  readonly budgets: readonly BudgetState[];
  readonly budgetFields: readonly BudgetField[];
  /** The newest first. */
  readonly decisions: readonly RequestRow[];
  /** Those whose details are open. */
  readonly requests: readonly RequestState[];
  readonly history?: HistoryState | undefined;
  readonly policy?: PolicyState | undefined;
}

export interface AnswerState extends FigureState {
  readonly id: 'today' | 'forecast' | 'dearest' | 'saved';
  /** Words instead of a number, which are written smaller. */
  readonly isName: boolean;
}

/** The page's own words. `{0}` in one of them is filled by the page. */
export interface SpendWords {
  readonly heading: string;
  readonly tabs: string;
  readonly today: string;
  readonly history: string;
  readonly policy: string;
  readonly loading: string;
  readonly answers: string;
  readonly actions: string;
  readonly setKey: string;
  readonly chooseModel: string;
  readonly openLedgerFolder: string;
  readonly exportCsv: string;
  readonly whyNone: string;
  readonly showLog: string;
  readonly pausePaidModels: string;
  readonly emptyHeading: string;
  readonly emptyText: string;
  readonly where: string;
  readonly choosePeriod: string;
  readonly requests: string;
  readonly tokensIn: string;
  readonly fromCache: string;
  readonly tokensOut: string;
  readonly spend: string;
  readonly nothingInPeriod: string;
  readonly budgets: string;
  readonly noBudgets: string;
  readonly dollars: string;
  readonly emptyForNone: string;
  readonly save: string;
  readonly badAmount: string;
  readonly absurdAmount: string;
  readonly amountToAllow: string;
  readonly lastDecisions: string;
  readonly request: RequestWords;
  readonly chart: ChartWords;
  readonly inHistory: HistoryWords;
  readonly inPolicy: PolicyWords;
}

export interface ChartWords {
  readonly showAsTable: string;
  readonly showAsChart: string;
  /** What a chart is, for those who hear it, and how to go through it. */
  readonly role: string;
  readonly keys: string;
  readonly day: string;
  readonly spentSoFar: string;
  readonly expected: string;
  readonly expectedRange: string;
  readonly budget: string;
}

export interface Notice {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly text: string;
}

export type PeriodId = 'day' | 'week' | 'month';

/** What was spent from the first day of a period until now. */
export interface PeriodState {
  readonly id: PeriodId;
  readonly name: string;
  /** The days it covers, as they are written. */
  readonly days: string;
  readonly spend: string;
  /** How much of the spend is not exact: unpriced and estimated attempts, and what flat plans would have cost. */
  readonly spendNotes: readonly string[];
  readonly requests: string;
  readonly tokensIn: string;
  readonly fromCache: string;
  readonly tokensOut: string;
  readonly tables: readonly BreakdownTable[];
}

/** What spend is made of, by something that requests differ in. */
export interface BreakdownTable {
  readonly by: 'tier' | 'model' | 'kind' | 'workspace' | 'language' | 'provider';
  readonly caption: string;
  /** The heading of the first column. */
  readonly heading: string;
  /** The heading of the shares: of the spend, or of the requests where all of them were free. */
  readonly shareHeading: string;
  /** The dearest first; the last one may sum up all that have no row. */
  readonly rows: readonly BreakdownRow[];
}

export interface BreakdownRow {
  readonly id: string;
  readonly name: string;
  /** What history is narrowed to by it; missing where that is not possible. */
  readonly value?: string | undefined;
  readonly spend: string;
  readonly notes: readonly string[];
  readonly requests: string;
  readonly tokensIn: string;
  readonly tokensOut: string;
  /** Of the input, what was read from caches. */
  readonly cacheRate: string;
  readonly share: string;
  readonly shareThousandths: number;
}

export interface BudgetState {
  readonly id: string;
  readonly name: string;
  readonly level: 'below' | 'warning' | 'reached';
  readonly spent: string;
  readonly limit: string;
  /** Spent, held, limit, and what was allowed on top of it, in one line. */
  readonly text: string;
  readonly percent: number;
  readonly spentThousandths: number;
  readonly reservedThousandths: number;
  /** What is left, but is less than the next request may need. */
  readonly unreachableThousandths: number;
  /** Where the period is expected to end; missing where nobody knows. */
  readonly forecastThousandths?: number | undefined;
  /** What the button says: "Allow {0} more today". Missing where it does not matter, or cannot be. */
  readonly allowMore?: string | undefined;
}

export interface BudgetField {
  readonly period: 'day' | 'month';
  readonly label: string;
  /** As it stands in the field: plain digits and a point, empty where there is none. */
  readonly dollars: string;
}

/** Nine million dollars, which is what a number holds exactly. */
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const messageFromPage = v.variant('type', [
  /** The page can show a state now: it was just made, or came back. */
  v.strictObject({ type: v.literal('ready'), view: viewShape }),
  /** The user looks at something else. */
  v.strictObject({ type: v.literal('look'), view: viewShape }),
  /** Without a limit: no such budget any more. */
  v.strictObject({ type: v.literal('set-budget'), period: v.picklist(['day', 'month']), limitNanoUsd: v.optional(amount) }),
  v.strictObject({
    type: v.literal('allow-more'),
    budgetId: v.pipe(v.string(), v.maxLength(300)),
    amountNanoUsd: v.pipe(amount, v.minValue(1)),
  }),
  v.strictObject({ type: v.literal('pause-paid-models'), isPaused: v.boolean() }),
  v.strictObject({
    type: v.literal('run'),
    command: v.picklist([
      ...['set-key', 'choose-model', 'open-ledger-folder', 'export-csv', 'why-none', 'show-log', 'approve-rules'],
      ...['open-budget-settings', 'open-policy-settings', 'open-rules-settings', 'open-endpoint-settings'],
    ] as const),
  }),
  /** The rules file of a workspace folder. */
  v.strictObject({ type: v.literal('open-rules'), folder: v.pipe(v.string(), v.maxLength(2000)) }),
]);

export type MessageFromPage = v.InferOutput<typeof messageFromPage>;

export type PageCommand = Extract<MessageFromPage, { readonly type: 'run' }>['command'];

/** Undefined where it is none: whatever gets into a page can post messages. */
export function readMessageFromPage(message: unknown): MessageFromPage | undefined {
  const read = v.safeParse(messageFromPage, message);
  return read.success ? read.output : undefined;
}
