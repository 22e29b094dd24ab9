import { type BudgetName, budgetId } from '../../core/budget/index.ts';
import { readBudgetEntry, scopeAsSetting } from '../../platform/budgetEntry.ts';
import { shortPeriods } from '../../platform/budgets.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';

/**
 * Writes a budget's limit wherever it stands in the user's settings: of what is set twice the lower limit counts, so that each of them must change.
 * Undefined takes it out. Dollars, or tokens, as the budget counts.
 */
export async function writeBudget(place: BudgetName, limit: number | undefined): Promise<void> {
  const short = shortOf(place);
  const listed = isListed(place);
  const inShort = short !== undefined && (!listed || isInShort(place, short));
  if (listed || !short) await writeEntry(place, limit);
  if (inShort) await writeShort(place, short, limit);
}

type ShortPeriod = (typeof shortPeriods)[number];

/** The period that has a setting of its own, for everything and for kinds, in dollars. */
function shortOf({ period, scope, unit }: BudgetName): ShortPeriod | undefined {
  return unit === 'nano-usd' && (!scope || scope.by === 'kind') ? shortPeriods.find((each) => each === period) : undefined;
}

function isInShort({ scope }: BudgetName, short: ShortPeriod): boolean {
  if (!scope) return readSetting(`budget.${short}`) !== null;
  const table = readSetting('budget.kinds')[scope.name];
  return typeof table === 'object' && table !== null && short in table;
}

async function writeShort({ scope }: BudgetName, short: ShortPeriod, limit: number | undefined): Promise<void> {
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
