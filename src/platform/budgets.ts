import type * as vscode from 'vscode';
import { type Budget, type BudgetPeriod, kindsOf } from '../core/budget/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import { badSettings, onDidChangeSetting, readSetting, type SettingKey } from './settings.ts';

const budgetSettings = ['budget.day', 'budget.month', 'budget.kinds'] as const satisfies readonly SettingKey[];

export const budgetPeriods = ['day', 'month'] as const satisfies readonly BudgetPeriod[];

/** The budgets that the user set, and what in the settings is of no use, each in a sentence for the log. */
export interface ReadBudgets {
  readonly budgets: readonly Budget[];
  readonly problems: readonly string[];
}

/** The budgets alone, without looking over all settings for what is of no use. A bad entry is left out; the others hold. */
export function budgetsInForce(): readonly Budget[] {
  return readEntries().flatMap(({ budgets }) => budgets);
}

/** A bad entry is left out and named; the others hold. */
export function readBudgets(): ReadBudgets {
  const bad = badSettings().filter(({ key }) => budgetSettings.some((setting) => setting === key));
  const read = readEntries();
  return {
    budgets: read.flatMap(({ budgets }) => budgets),
    problems: [
      ...bad.map(({ key, value }) => `farthing.${key}: ${shown(value)} is of no use`),
      ...read.flatMap(({ problems }) => problems),
    ],
  };
}

/** A budget was set, changed or taken out, in any window of the user's. */
export function onDidChangeBudgets(listener: () => void): vscode.Disposable {
  return onDidChangeSetting(budgetSettings, listener);
}

/** Dollars as integer nano-dollars; undefined where they are no amount, or more than is held exactly (nine million dollars). */
export function nanoUsdOf(usd: unknown): NanoUsd | undefined {
  if (typeof usd !== 'number' || !(usd >= 0)) return undefined;
  // By the decimals, because multiplying rounds a second time: $4,498,828.15 would be a nano-dollar too much.
  const nanoUsd = Number(usd.toFixed(9).replace('.', ''));
  return Number.isSafeInteger(nanoUsd) ? nanoUsd : undefined;
}

function readEntries(): readonly ReadBudgets[] {
  return [
    ...budgetPeriods.map((period) => readOne(`farthing.budget.${period}`, period, readSetting(`budget.${period}`))),
    ...Object.entries(readSetting('budget.kinds')).map(([scope, table]) => readScope(scope, table)),
  ];
}

function readScope(scope: string, table: unknown): ReadBudgets {
  const name = `farthing.budget.kinds: ${scope}`;
  if (kindsOf(scope).length === 0) return problem(`${name} is no kind of request`);
  if (typeof table !== 'object' || table === null) return problem(`${name}: ${shown(table)} is no table of amounts`);
  const read = Object.entries(table).map(([key, usd]) => {
    const period = budgetPeriods.find((known) => known === key);
    return period ? readOne(`${name}.${key}`, period, usd, scope) : problem(`${name}.${key} is neither day nor month`);
  });
  return { budgets: read.flatMap(({ budgets }) => budgets), problems: read.flatMap(({ problems }) => problems) };
}

function readOne(name: string, period: BudgetPeriod, usd: unknown, scope?: string): ReadBudgets {
  if (usd === null || usd === undefined) return { budgets: [], problems: [] };
  const limitNanoUsd = nanoUsdOf(usd);
  if (limitNanoUsd === undefined) return problem(`${name}: ${shown(usd)} is no amount in dollars`);
  return { budgets: [{ period, limitNanoUsd, ...(scope !== undefined && { scope }) }], problems: [] };
}

function problem(sentence: string): ReadBudgets {
  return { budgets: [], problems: [sentence] };
}

/** NaN and the infinities are no JSON, yet a setting may hold them. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
