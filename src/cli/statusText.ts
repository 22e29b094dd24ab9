import { formatUsd } from '../core/money/index.ts';
import type { HeldReservations } from '../storage/readLedger.ts';
import { type Periods, periodNames } from './periods.ts';
import type { NamedSpending, SpendingReport, Totals } from './spending.ts';
import { table } from './table.ts';
import { count } from './words.ts';

/** What `farthing status` found, and with `--json` what it prints. */
export interface Status {
  /** The ledger's file. */
  readonly ledger: string;
  readonly periods: Periods;
  readonly spending: SpendingReport;
  readonly held: HeldReservations;
}

export function statusText({ ledger, periods, spending, held }: Status): string {
  const header = ['', 'spent', 'requests', 'tokens in', 'tokens out', ''];
  const rows = periodNames.map((name) => {
    const totals = spending[name];
    const { costNanoUsd, attempts, inputTokens, outputTokens } = totals;
    const from = name === 'today' ? periods.today.toDay : `from ${periods[name].fromDay}`;
    const label = name === 'today' ? 'Today' : `This ${name}`;
    return [`${label}, ${from}`, formatUsd(costNanoUsd), count(attempts), count(inputTokens), count(outputTokens), remarks(totals)];
  });
  const sections = [`Ledger: ${ledger}`, table([header, ...rows]), heldText(held)];
  if (spending.byTier.length > 0) sections.push(groupTable('By tier', spending.byTier), groupTable('By model', spending.byModel));
  return `${sections.join('\n\n')}\n`;
}

/** What the sum does not say: requests without a known price, guesses, and what a flat plan paid. */
function remarks({ unpricedAttempts, estimatedAttempts, costNanoUsd, countedNanoUsd, listPriceNanoUsd }: Totals): string {
  return [
    unpricedAttempts > 0
      ? `${count(unpricedAttempts)} unpriced, counted as ${formatUsd(countedNanoUsd - costNanoUsd)} against budgets`
      : '',
    estimatedAttempts > 0 ? `${count(estimatedAttempts)} estimated` : '',
    listPriceNanoUsd > 0 ? `flat plans: ${formatUsd(listPriceNanoUsd)} at list prices` : '',
  ]
    .filter((remark) => remark !== '')
    .join('; ');
}

function heldText(held: HeldReservations): string {
  if (held.count === 0) return 'Nothing is held for requests under way.';
  const text = `Held for requests under way: ${formatUsd(held.amountNanoUsd)}, reservations: ${count(held.count)}.`;
  return held.expired === 0 ? text : `${text} Past their deadline, to be booked as estimates by the next window: ${count(held.expired)}.`;
}

function groupTable(title: string, groups: readonly NamedSpending[]): string {
  const rows = groups.map(({ name, today, week, month }) => [
    name,
    ...[today, week, month].map((totals) => spent(totals)),
    count(month.attempts),
  ]);
  return table([[title, 'today', 'week', 'month', 'requests this month'], ...rows]);
}

/** Unpriced requests have a sum of nothing, which is not the same as costing nothing. */
function spent({ attempts, unpricedAttempts, costNanoUsd }: Totals): string {
  return attempts > 0 && attempts === unpricedAttempts ? 'unpriced' : formatUsd(costNanoUsd);
}
