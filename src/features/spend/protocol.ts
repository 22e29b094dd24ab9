import * as v from 'valibot';

/**
 * What the Spend page and its host say to each other. The page gets ONE message, which holds everything it shows: texts are written by the
 * host, in the user's language, money is integer nano-dollars, and shares are thousandths, so that the page computes nothing.
 */
export interface SpendState {
  readonly type: 'state';
  /** A BCP 47 tag, for the page's `lang`. */
  readonly language: string;
  readonly words: SpendWords;
  /** One sentence for those who hear the page: what is spent, and what is wrong, if anything. */
  readonly status: string;
  readonly notices: readonly Notice[];
  /** There is no entry yet, and nothing to show in tables. */
  readonly isEmpty: boolean;
  readonly paidModels: 'on' | 'paused';
  readonly periods: readonly PeriodState[];
  readonly budgets: readonly BudgetState[];
  readonly budgetFields: readonly BudgetField[];
  /** The newest first. */
  readonly decisions: readonly DecisionState[];
}

/** The page's own words. `{0}` in one of them is filled by the page. */
export interface SpendWords {
  readonly heading: string;
  readonly tabs: string;
  readonly today: string;
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
  readonly choosePeriod: string;
  readonly requests: string;
  readonly tokensIn: string;
  readonly ofThemFromCache: string;
  readonly tokensOut: string;
  readonly spend: string;
  readonly nothingInPeriod: string;
  readonly budgets: string;
  readonly noBudgets: string;
  readonly dollars: string;
  readonly emptyForNone: string;
  readonly save: string;
  readonly badAmount: string;
  readonly amountToAllow: string;
  readonly allowMoreToday: string;
  readonly allowMoreThisMonth: string;
  readonly lastDecisions: string;
  readonly details: string;
  readonly time: string;
  readonly kind: string;
  readonly model: string;
  readonly endpoint: string;
  readonly cost: string;
  readonly tokens: string;
  readonly duration: string;
  readonly finish: string;
  readonly reason: string;
  readonly rule: string;
  readonly attempt: string;
  readonly rejected: string;
  readonly candidate: string;
  readonly tokensByKind: string;
  readonly bucket: string;
  readonly tokenCount: string;
  readonly entryId: string;
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
  readonly tables: readonly PeriodTable[];
}

export interface PeriodTable {
  readonly by: 'tier' | 'model' | 'kind';
  readonly caption: string;
  /** The heading of the first column. */
  readonly heading: string;
  /** The heading of the shares: of the spend, or of the requests where all of them were free. */
  readonly shareHeading: string;
  /** The dearest first. */
  readonly rows: readonly PeriodRow[];
}

export interface PeriodRow {
  readonly id: string;
  readonly name: string;
  readonly spend: string;
  readonly notes: readonly string[];
  readonly requests: string;
  readonly tokensIn: string;
  readonly tokensOut: string;
  readonly share: string;
  readonly shareThousandths: number;
}

export interface BudgetState {
  readonly id: string;
  readonly name: string;
  readonly period: 'day' | 'month';
  readonly level: 'below' | 'warning' | 'reached';
  readonly spent: string;
  readonly limit: string;
  /** Spent, held, limit, and what was allowed on top of it, in one line. */
  readonly text: string;
  readonly percent: number;
  readonly spentThousandths: number;
  readonly reservedThousandths: number;
  readonly mayAllowMore: boolean;
}

export interface BudgetField {
  readonly period: 'day' | 'month';
  readonly label: string;
  /** As it stands in the field: plain digits and a point, empty where there is none. */
  readonly dollars: string;
}

export interface DecisionState {
  readonly id: string;
  readonly time: string;
  /** ISO 8601, for machines. */
  readonly dateTime: string;
  readonly kind: string;
  readonly model: string;
  readonly tier: string;
  readonly endpoint: string;
  readonly cost: string;
  /** What is to be known of the cost: unpriced, an estimate, lost. */
  readonly costMarks: readonly string[];
  readonly tokens: string;
  readonly duration: string;
  readonly finish: string;
  readonly isFailure: boolean;
  readonly reason: string;
  readonly attempt: string;
  /** What the decision says of itself, the reason among it, and what is to be known of the attempt, as they are read. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  readonly rejected: readonly { readonly candidate: string; readonly rule: string; readonly reason: string }[];
  readonly buckets: readonly { readonly name: string; readonly tokens: string }[];
}

/** Nine million dollars, which is what a number holds exactly. */
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const messageFromPage = v.variant('type', [
  /** The page can show a state now: it was just made, or came back. */
  v.strictObject({ type: v.literal('ready') }),
  /** Without a limit: no such budget any more. */
  v.strictObject({ type: v.literal('set-budget'), period: v.picklist(['day', 'month']), limitNanoUsd: v.optional(amount) }),
  v.strictObject({
    type: v.literal('allow-more'),
    budgetId: v.pipe(v.string(), v.maxLength(100)),
    amountNanoUsd: v.pipe(amount, v.minValue(1)),
  }),
  v.strictObject({ type: v.literal('pause-paid-models'), isPaused: v.boolean() }),
  v.strictObject({
    type: v.literal('run'),
    command: v.picklist(['set-key', 'choose-model', 'open-ledger-folder', 'export-csv', 'why-none', 'show-log']),
  }),
]);

export type MessageFromPage = v.InferOutput<typeof messageFromPage>;

export type PageCommand = Extract<MessageFromPage, { readonly type: 'run' }>['command'];

/** Undefined where it is none: whatever gets into a page can post messages. */
export function readMessageFromPage(message: unknown): MessageFromPage | undefined {
  const read = v.safeParse(messageFromPage, message);
  return read.success ? read.output : undefined;
}
