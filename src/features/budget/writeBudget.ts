import { type BudgetName, budgetId } from '../../core/budget/index.ts';
import { readBudgetEntry, scopeAsSetting } from '../../platform/budgetEntry.ts';
import { shortPeriods } from '../../platform/budgets.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';

/** Writes a budget's limit where it stands in the user's settings; undefined takes it out. Dollars, or tokens, as the budget counts. */
export async function writeBudget(place: BudgetName, limit: number | undefined): Promise<void> {
  const { period, scope, unit } = place;
  const short = shortPeriods.find((each) => each === period);
  if (unit === 'tokens' || !short || (scope && scope.by !== 'kind') || isListed(place)) return writeEntry(place, limit);
  if (!scope) return writeSetting(`budget.${short}`, limit);
  const table = readSetting('budget.kinds');
  const now = table[scope.name];
  const periods = withEntry(typeof now === 'object' && now !== null ? { ...now } : {}, short, limit);
  const scopes = withEntry(table, scope.name, Object.keys(periods).length === 0 ? undefined : periods);
  return writeSetting('budget.kinds', Object.keys(scopes).length === 0 ? undefined : scopes);
}

function withEntry(table: Readonly<Record<string, unknown>>, key: string, value: unknown): Readonly<Record<string, unknown>> {
  const others = Object.entries(table).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

function isListed(place: BudgetName): boolean {
  return readSetting('budgets').some((entry) => isOf(entry, place));
}

/** What else the entry says of it stays. */
async function writeEntry(place: BudgetName, limit: number | undefined): Promise<void> {
  const entries = readSetting('budgets');
  const amount = { [place.unit === 'tokens' ? 'tokens' : 'usd']: limit };
  const changed = entries.flatMap((entry) => {
    if (!isOf(entry, place)) return [entry];
    return limit === undefined ? [] : [{ ...(entry as object), ...amount }];
  });
  const scope = place.scope && { scope: scopeAsSetting(place.scope) };
  const isNew = limit !== undefined && !entries.some((entry) => isOf(entry, place));
  const all = isNew ? [...changed, { period: place.period, ...amount, ...scope }] : changed;
  return writeSetting('budgets', all.length === 0 ? undefined : all);
}

function isOf(entry: unknown, place: BudgetName): boolean {
  return readBudgetEntry('', entry).budgets.some((budget) => budgetId(budget) === budgetId(place));
}
