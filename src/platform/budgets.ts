import type * as vscode from 'vscode';
import { type Budget, type BudgetCalendar, budgetId, kindsOf, usualTerms } from '../core/budget/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import { noBudgets, problem, type ReadBudgets, readBudgetEntry, shown } from './budgetEntry.ts';
import { nanoUsdOf } from './dollars.ts';
import { badSettings, onDidChangeSetting, readSetting, type SettingKey } from './settings.ts';

export type { ReadBudgets } from './budgetEntry.ts';

const budgetSettings = [
  'budget.day',
  'budget.month',
  'budget.kinds',
  'budgets',
  'budget.yearStartsIn',
  'budget.weekStartsOn',
  'budget.askAbove',
] as const satisfies readonly SettingKey[];

/** The periods that have a setting of their own, for everything and for kinds. All others stand in `farthing.budgets`. */
export const shortPeriods = ['day', 'month'] as const;

/** The budgets alone, without looking over all settings for what is of no use. A bad entry is left out; the others hold. */
export function budgetsInForce(): readonly Budget[] {
  return readAll().budgets;
}

/** A bad entry is left out and named; the others hold. */
export function readBudgets(): ReadBudgets {
  const bad = badSettings().filter(({ key }) => budgetSettings.some((setting) => setting === key));
  const { budgets, problems } = readAll();
  const { problems: ofAsking } = readAskAbove();
  return { budgets, problems: [...bad.map(({ key, value }) => `farthing.${key}: ${shown(value)} is of no use`), ...problems, ...ofAsking] };
}

/** When the user's weeks and years begin. */
export function budgetCalendar(): BudgetCalendar {
  return { weekStartsOn: readSetting('budget.weekStartsOn'), yearStartsIn: readSetting('budget.yearStartsIn') };
}

/** A request that may cost more asks before it leaves; undefined: none does. */
export function askAboveNanoUsd(): NanoUsd | undefined {
  return nanoUsdOf(readSetting('budget.askAbove'));
}

/** A budget was set, changed or taken out, in any window of the user's. */
export function onDidChangeBudgets(listener: () => void): vscode.Disposable {
  return onDidChangeSetting(budgetSettings, listener);
}

function readAll(): ReadBudgets {
  const read = [
    ...shortPeriods.map((period) => readShort(`farthing.budget.${period}`, period, readSetting(`budget.${period}`))),
    ...Object.entries(readSetting('budget.kinds')).map(([scope, table]) => readKind(scope, table)),
    ...readSetting('budgets').map((entry, index) => readBudgetEntry(`farthing.budgets: entry ${index + 1}`, entry)),
  ];
  const { budgets, problems } = onceEach(read.flatMap((each) => each.budgets));
  return { budgets, problems: [...read.flatMap((each) => each.problems), ...problems] };
}

function readKind(scope: string, table: unknown): ReadBudgets {
  const name = `farthing.budget.kinds: ${scope}`;
  if (kindsOf(scope).length === 0) return problem(`${name} is no kind of request`);
  if (typeof table !== 'object' || table === null) return problem(`${name}: ${shown(table)} is no table of amounts`);
  const read = Object.entries(table).map(([key, usd]) => {
    const period = shortPeriods.find((known) => known === key);
    return period ? readShort(`${name}.${key}`, period, usd, scope) : problem(`${name}.${key} is neither day nor month`);
  });
  return { budgets: read.flatMap(({ budgets }) => budgets), problems: read.flatMap(({ problems }) => problems) };
}

function readShort(name: string, period: Budget['period'], usd: unknown, kind?: string): ReadBudgets {
  if (usd === null || usd === undefined) return noBudgets;
  const limit = nanoUsdOf(usd);
  if (limit === undefined) return problem(`${name}: ${shown(usd)} is no amount in dollars`);
  return { budgets: [{ ...usualTerms, period, limit, ...(kind !== undefined && { scope: { by: 'kind', name: kind } }) }], problems: [] };
}

function readAskAbove(): ReadBudgets {
  const usd = readSetting('budget.askAbove');
  return usd === null || nanoUsdOf(usd) !== undefined ? noBudgets : problem(`farthing.budget.askAbove: ${usd} is no amount in dollars`);
}

/** Of what is set twice the lower limit counts. */
function onceEach(budgets: readonly Budget[]): ReadBudgets {
  const byId = Map.groupBy(budgets, (budget) => budgetId(budget));
  return {
    budgets: [...byId.values()].map((same) => same.reduce((lowest, each) => (each.limit < lowest.limit ? each : lowest))),
    problems: [...byId].flatMap(([id, { length }]) => (length > 1 ? [`the budget ${id} is set ${length} times: the lowest counts`] : [])),
  };
}
