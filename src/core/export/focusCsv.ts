import type { LedgerEntry, OutcomeEvent } from '../ledger/index.ts';
import type { NanoUsd, PriceRow } from '../money/index.ts';
import { type Usage, usageBuckets } from '../task/index.ts';
import { csvLine, guardedText } from './csvLine.ts';
import { decimalText } from './decimal.ts';
import type { FocusColumnName } from './focusColumns.ts';
import { type MeterName, type RequestMeter, requestMeters } from './requestMeters.ts';

/** One row of the file: one meter of one request. */
interface FocusRow {
  readonly entry: LedgerEntry;
  readonly outcomes: readonly OutcomeEvent[];
  readonly meter: RequestMeter;
  /** What a request has once stands in the row of its first meter, so that the column can be summed. */
  readonly isFirst: boolean;
}

/** A decimal as it is written; texts are guarded, decimals are not. Undefined is FOCUS' null: an empty field. */
type Cell = { readonly text: string | undefined } | { readonly decimal: string | undefined };

const text = (value: string | undefined): Cell => ({ text: value });
const usd = (amount: NanoUsd): Cell => ({ decimal: decimalText(BigInt(amount), 9) });
const count = (value: number | undefined): Cell => ({ decimal: value === undefined ? undefined : String(value) });

/**
 * FOCUS' own columns, by their alphabet. Everybody's invoice is in dollars and for a calendar month in UTC. The account is the endpoint, whose key
 * pays; the sub account is the workspace; the resource is the model at the endpoint. Region, invoice and maker of a model are not in the ledger:
 * the provider stands for the publisher.
 */
const focusCells = {
  BilledCost: ({ meter }) => usd(meter.billedNanoUsd),
  BillingAccountId: ({ entry }) => text(entry.endpoint),
  BillingAccountName: ({ entry }) => text(entry.endpoint),
  BillingAccountType: () => text('Endpoint'),
  BillingCurrency: () => text('USD'),
  BillingPeriodEnd: ({ entry }) => text(monthStart(entry.startedAtMs, 1)),
  BillingPeriodStart: ({ entry }) => text(monthStart(entry.startedAtMs, 0)),
  ChargeCategory: () => text('Usage'),
  // What was booked as an estimate and corrected later is left out, so nothing here corrects anything.
  ChargeClass: () => text(undefined),
  ChargeDescription: ({ entry, meter }) =>
    text(`${entry.model}: ${words[meter.name].description}${isUnpriced(entry) ? ', price not known' : ''}`),
  ChargeFrequency: () => text('Usage-Based'),
  ChargePeriodEnd: ({ entry }) => text(secondsText(chargeEndMs(entry))),
  ChargePeriodStart: ({ entry }) => text(secondsText(entry.startedAtMs)),
  ConsumedQuantity: ({ meter }) => count(meter.quantity),
  ConsumedUnit: ({ meter }) => text(isOfTokens(meter) ? 'Tokens' : 'Requests'),
  ContractedCost: ({ entry, meter }) => cost(meter, contractedUnitPrice(entry, meter)),
  ContractedUnitPrice: ({ entry, meter }) => usd(contractedUnitPrice(entry, meter)),
  // Nothing is paid ahead, so there is nothing to spread over requests.
  EffectiveCost: ({ meter }) => usd(meter.billedNanoUsd),
  InvoiceId: () => text(undefined),
  InvoiceIssuerName: ({ entry }) => text(entry.provider),
  ListCost: ({ meter }) => cost(meter, meter.unitPriceNanoUsd),
  ListUnitPrice: ({ meter }) => usd(meter.unitPriceNanoUsd),
  PricingCategory: ({ entry }) => text(entry.billing === 'metered' && !isUnpriced(entry) ? 'Standard' : 'Other'),
  PricingQuantity: ({ meter }) => ({ decimal: decimalText(BigInt(meter.quantity), isOfTokens(meter) ? 6 : 0) }),
  PricingUnit: ({ meter }) => text(isOfTokens(meter) ? '1000000 Tokens' : 'Requests'),
  ProviderName: ({ entry }) => text(entry.provider),
  PublisherName: ({ entry }) => text(entry.provider),
  RegionId: () => text(undefined),
  RegionName: () => text(undefined),
  ResourceId: ({ entry }) => text(`${entry.endpoint}/${entry.model}`),
  ResourceName: ({ entry }) => text(entry.model),
  ResourceType: () => text('Model'),
  ServiceCategory: () => text('AI and Machine Learning'),
  ServiceName: ({ entry }) => text(entry.endpoint),
  ServiceSubcategory: () => text('Generative AI'),
  SkuId: (row) => text(skuId(row)),
  SkuMeter: ({ meter }) => text(words[meter.name].skuMeter),
  SkuPriceDetails: ({ meter: { terms } }) => text(Object.keys(terms).length === 0 ? undefined : JSON.stringify(terms)),
  SkuPriceId: (row) => text([skuId(row), ...Object.entries(row.meter.terms).map((term) => term.join('='))].join('/')),
  SubAccountId: ({ entry }) => text(workspaceOf(entry)),
  SubAccountName: ({ entry }) => text(workspaceOf(entry)),
  SubAccountType: ({ entry }) => text(workspaceOf(entry) && 'Workspace'),
} as const satisfies Partial<Record<FocusColumnName, (row: FocusRow) => Cell>>;

const tokensOf =
  (bucket: keyof Usage) =>
  ({ entry: { usage }, meter: { name } }: FocusRow): Cell =>
    count(name === bucket ? usage[bucket] : name === 'request' ? usage[bucket] : 0);
const once =
  (value: (entry: LedgerEntry) => Cell) =>
  ({ entry, isFirst }: FocusRow): Cell =>
    isFirst ? value(entry) : { text: undefined };

/** Our own, behind FOCUS' columns. Tokens, energy, duration and counted cost can be summed; `x_RequestBilledCost` is each row's request's. */
const ownCells: Readonly<Record<`x_${string}`, (row: FocusRow) => Cell>> = {
  x_EntryId: ({ entry }) => text(entry.id),
  x_TaskId: ({ entry }) => text(entry.taskId),
  x_Attempt: ({ entry }) => count(entry.attempt),
  x_Kind: ({ entry }) => text(entry.kind),
  x_Tier: ({ entry }) => text(entry.tier),
  x_Model: ({ entry }) => text(entry.model),
  x_Endpoint: ({ entry }) => text(entry.endpoint),
  x_Billing: ({ entry }) => text(entry.billing),
  x_Meter: ({ meter }) => text(meter.name),
  x_CostSource: ({ entry, meter }) => text(costSource(entry, meter)),
  x_Unpriced: ({ entry }) => text(String(isUnpriced(entry))),
  x_IsEstimate: ({ entry }) => text(String(entry.isEstimate)),
  x_RequestBilledCost: ({ entry }) => usd(entry.costNanoUsd ?? 0),
  x_CountedCost: once(({ countedNanoUsd }) => usd(countedNanoUsd)),
  x_UncachedInputTokens: tokensOf('uncachedInput'),
  x_CacheReadTokens: tokensOf('cacheRead'),
  x_CacheWrite5mTokens: tokensOf('cacheWrite5m'),
  x_CacheWrite30mTokens: tokensOf('cacheWrite30m'),
  x_CacheWrite1hTokens: tokensOf('cacheWrite1h'),
  x_CacheWrite12hTokens: tokensOf('cacheWrite12h'),
  x_OutputTokens: tokensOf('output'),
  x_ReasoningTokens: ({ entry, meter }) => count(meter.name === 'output' || meter.name === 'request' ? entry.reasoningTokens : undefined),
  x_EnergyWattHours: once(({ energyWh }) => ({
    decimal: energyWh === undefined ? undefined : decimalText(BigInt(Math.round(energyWh * 1_000_000)), 6),
  })),
  x_Outcome: ({ outcomes }) => text([...new Set(outcomes.map(({ type }) => type))].join(';')),
  x_Finish: ({ entry }) => text(entry.finish),
  x_DecisionRule: ({ entry }) => text(entry.decision.rule),
  x_Language: ({ entry }) => text(entry.origin.language),
  x_StartedAt: ({ entry }) => text(new Date(entry.startedAtMs).toISOString()),
  x_DurationMilliseconds: once(({ durationMs }) => count(Math.round(durationMs))),
  x_LocalDay: ({ entry }) => text(entry.localDay),
};

export function focusHeader(): string {
  return csvLine([...Object.keys(focusCells), ...Object.keys(ownCells)]);
}

/**
 * The rows of one request, one for each of its meters. Their `BilledCost` sums to the request's cost exactly. Local requests cost nothing and
 * say their energy; those on a flat plan have a list price and no cost; what has no known price has no cost either, and says `x_Unpriced`.
 */
export function focusRows(entry: LedgerEntry, outcomes: readonly OutcomeEvent[], price: PriceRow | undefined): string {
  const cells: readonly ((row: FocusRow) => Cell)[] = [...Object.values(focusCells), ...Object.values(ownCells)];
  return requestMeters(entry, price)
    .map((meter, index) => csvLine(cells.map((cellOf) => cellText(cellOf({ entry, outcomes, meter, isFirst: index === 0 })))))
    .join('');
}

function cellText(cell: Cell): string {
  // FOCUS takes no white space around a text.
  return 'decimal' in cell ? (cell.decimal ?? '') : guardedText((cell.text ?? '').trim());
}

const words: Readonly<Record<MeterName, { readonly description: string; readonly skuMeter: string }>> = {
  uncachedInput: { description: 'input tokens', skuMeter: 'Input Tokens' },
  cacheRead: { description: 'input tokens read from a cache', skuMeter: 'Cached Input Tokens' },
  cacheWrite5m: { description: 'input tokens written to a cache for 5 minutes', skuMeter: 'Cache Write Tokens (5 minutes)' },
  cacheWrite30m: { description: 'input tokens written to a cache for 30 minutes', skuMeter: 'Cache Write Tokens (30 minutes)' },
  cacheWrite1h: { description: 'input tokens written to a cache for an hour', skuMeter: 'Cache Write Tokens (1 hour)' },
  cacheWrite12h: { description: 'input tokens written to a cache for 12 hours', skuMeter: 'Cache Write Tokens (12 hours)' },
  output: { description: 'output tokens', skuMeter: 'Output Tokens' },
  requestFee: { description: 'fee of each request', skuMeter: 'Request Fee' },
  request: { description: 'request', skuMeter: 'Requests' },
};

const buckets: ReadonlySet<string> = new Set(usageBuckets);
const isOfTokens = ({ name }: RequestMeter): boolean => buckets.has(name);

/** Only a metered endpoint has a price that could be missing. */
const isUnpriced = ({ costNanoUsd }: LedgerEntry): boolean => costNanoUsd === undefined;

function costSource(entry: LedgerEntry, { name }: RequestMeter): string {
  if (entry.billing !== 'metered') return entry.billing;
  if (isUnpriced(entry)) return 'unpriced';
  if (entry.billingReport?.chargedNanoUsd !== undefined) return 'provider';
  return name === 'request' ? 'booked' : 'list';
}

/** A flat plan's next request costs nothing. */
const contractedUnitPrice = ({ billing }: LedgerEntry, { unitPriceNanoUsd }: RequestMeter): NanoUsd =>
  billing === 'subscription' ? 0 : unitPriceNanoUsd;

/** Unit price x quantity, exactly: nano-dollars for a million tokens times tokens have 15 decimals. */
function cost(meter: RequestMeter, unitPriceNanoUsd: NanoUsd): Cell {
  return { decimal: decimalText(BigInt(unitPriceNanoUsd) * BigInt(meter.quantity), isOfTokens(meter) ? 15 : 9) };
}

/** As it is written. A name of blanks is none. */
const workspaceOf = ({ origin }: LedgerEntry): string | undefined => origin.workspace?.trim() || undefined;

const skuId = ({ entry, meter }: FocusRow): string => `${entry.endpoint}/${entry.model}/${meter.name}`;

/** `2026-11-05T21:20:00Z`, the second it is in. */
const secondsText = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** FOCUS counts whole seconds, and the end is the first one after: it is later than the beginning, however short the request was. */
function chargeEndMs({ startedAtMs, durationMs }: LedgerEntry): number {
  return Math.max(Math.ceil((startedAtMs + durationMs) / 1000), Math.floor(startedAtMs / 1000) + 1) * 1000;
}

function monthStart(atMs: number, monthsLater: number): string {
  const date = new Date(atMs);
  return secondsText(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater));
}
