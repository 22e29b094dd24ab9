import * as vscode from 'vscode';
import { type Budget, type BudgetPeriod, budgetId, kindsOf } from '../../core/budget/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { taskKinds } from '../../core/task/index.ts';
import { budgetPeriods, readBudgets } from '../../platform/budgets.ts';
import { budgetName } from '../../platform/budgetWords.ts';
import { scopeAsHeading, scopeInWords } from '../../platform/kindWords.ts';
import type { Log } from '../../platform/log.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { askDollars } from './askDollars.ts';

const { t } = vscode.l10n;

type Place = Pick<Budget, 'period' | 'scope'>;

/** Asks which budget and how much, and writes it into the user's settings. `id`: the budget is chosen already. */
export async function setBudget(log: Pick<Log, 'info'>, id: unknown): Promise<void> {
  const place = placeOf(id) ?? (await pickPlace());
  if (!place) return;
  const name = budgetName(budgetId(place));
  const now = readBudgets().budgets.find((budget) => budgetId(budget) === budgetId(place));
  const answer = await askDollars({
    title: name,
    prompt: t('US dollars. Paid requests that do not fit any more are held back. Empty: no such budget.'),
    ...(now && { nanoUsd: now.limitNanoUsd }),
    emptyIs: 'an-answer',
  });
  if (answer === undefined) return;
  const usd = answer === 'empty' ? undefined : answer.usd;
  await write(place, usd);
  log.info(`the budget "${budgetId(place)}" is ${usd === undefined ? 'taken out' : `$${usd}`}`);
}

/** `day`, `month`, `day:completion` ...; undefined where it is none. */
function placeOf(id: unknown): Place | undefined {
  if (typeof id !== 'string') return undefined;
  const [first, scope] = id.split(':');
  const period = budgetPeriods.find((known) => known === first);
  if (!period) return undefined;
  if (scope === undefined) return { period };
  return kindsOf(scope).length > 0 ? { period, scope } : undefined;
}

async function write({ period, scope }: Place, usd: number | undefined): Promise<void> {
  if (scope === undefined) return writeSetting(`budget.${period}`, usd);
  const table = readSetting('budget.kinds');
  const now = table[scope];
  const periods = withEntry(typeof now === 'object' && now !== null ? { ...now } : {}, period, usd);
  const scopes = withEntry(table, scope, Object.keys(periods).length === 0 ? undefined : periods);
  return writeSetting('budget.kinds', Object.keys(scopes).length === 0 ? undefined : scopes);
}

function withEntry(table: Readonly<Record<string, unknown>>, key: string, value: unknown): Readonly<Record<string, unknown>> {
  const others = Object.entries(table).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

/** The words of the scope that a budget can have: `completion` and `agent` stand for several kinds. */
const scopes: readonly string[] = ['completion', 'agent', ...taskKinds];

type PlaceItem = vscode.QuickPickItem & { readonly place: Place | 'of-a-kind' };

async function pickPlace(): Promise<Place | undefined> {
  const { budgets } = readBudgets();
  const items: readonly PlaceItem[] = [
    ...budgetPeriods.map((period) => placeItem({ period }, budgets)),
    ...budgets
      .filter(({ scope }) => scope !== undefined)
      .map(({ period, scope }) => placeItem({ period, ...(scope && { scope }) }, budgets)),
    { label: t('For one kind of request…'), place: 'of-a-kind' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Set a budget') });
  return picked?.place === 'of-a-kind' ? pickKind() : picked?.place;
}

async function pickKind(): Promise<Place | undefined> {
  const kinds = scopes.map((scope) => ({ label: scopeAsHeading(scope), scope }));
  const scope = (await vscode.window.showQuickPick(kinds, { title: t('Budget for which kind of request?') }))?.scope;
  if (scope === undefined) return undefined;
  const { budgets } = readBudgets();
  const items = budgetPeriods.map((period: BudgetPeriod) => placeItem({ period, scope }, budgets));
  const picked = await vscode.window.showQuickPick(items, { title: t('Budget for {0}', scopeInWords(scope)) });
  return picked?.place === 'of-a-kind' ? undefined : picked?.place;
}

function placeItem(place: Place, budgets: readonly Budget[]): PlaceItem {
  const id = budgetId(place);
  const now = budgets.find((budget) => budgetId(budget) === id);
  return { label: budgetName(id), description: now ? formatUsd(now.limitNanoUsd) : t('not set'), place };
}
