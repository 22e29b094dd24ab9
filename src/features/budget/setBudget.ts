import * as vscode from 'vscode';
import { type Budget, type BudgetName, budgetId, budgetOfId, usualTerms } from '../../core/budget/index.ts';
import { taskKinds } from '../../core/task/index.ts';
import { budgetsInForce } from '../../platform/budgets.ts';
import { amountInWords, budgetName } from '../../platform/budgetWords.ts';
import { scopeAsHeading, scopeInWords } from '../../platform/kindWords.ts';
import type { Log } from '../../platform/log.ts';
import { askDollars } from './askDollars.ts';
import { askTokens } from './askTokens.ts';
import { writeBudget } from './writeBudget.ts';

const { t } = vscode.l10n;

/** Asks which budget and how much, and writes it into the user's settings. `id`: the budget is chosen already. */
export async function setBudget(log: Pick<Log, 'info'>, id: unknown): Promise<void> {
  const place = (typeof id === 'string' ? budgetOfId(id) : undefined) ?? (await pickPlace());
  if (!place) return;
  const budget = budgetsInForce().find((each) => budgetId(each) === budgetId(place));
  const limit = await askLimit(place, budget);
  if (limit === undefined) return;
  await writeBudget(place, limit === 'empty' ? undefined : limit);
  const words = place.unit === 'tokens' ? `${limit} tokens` : `$${limit}`;
  log.info(`the budget "${budgetId(place)}" is ${limit === 'empty' ? 'taken out' : words}`);
}

/** As it stands in the settings: dollars or tokens. */
async function askLimit(place: BudgetName, budget: Budget | undefined): Promise<number | 'empty' | undefined> {
  const title = budgetName(budgetId(place));
  if (place.unit === 'tokens') {
    const prompt = [t('Tokens.'), atLimitInWords(budget), t('Empty: no such budget.')].join(' ');
    return askTokens({ title, prompt, ...(budget && { tokens: budget.limit }), emptyIs: 'an-answer' });
  }
  const prompt = [t('US dollars.'), atLimitInWords(budget), t('Empty: no such budget.')].join(' ');
  const answer = await askDollars({ title, prompt, ...(budget && { nanoUsd: budget.limit }), emptyIs: 'an-answer' });
  return answer === undefined || answer === 'empty' ? answer : answer.usd;
}

/** A budget that is new holds back, unless its entry in the settings is made to say something else. */
function atLimitInWords(budget: Budget | undefined): string {
  switch (budget?.atLimit ?? usualTerms.atLimit) {
    case 'warn':
      return t('It only warns: requests go on.');
    case 'economy':
      return t('When it is used up, frontier models are asked only where you choose them.');
    case 'local-only':
      return t('Paid requests that do not fit any more are held back.');
    case 'stop':
      return t('Paid requests that do not fit any more are held back, and then local models too.');
  }
}

/** The words of the scope that a budget can have: `completion` and `agent` stand for several kinds. */
const kinds: readonly string[] = ['completion', 'agent', ...taskKinds];

type PlaceItem = vscode.QuickPickItem & { readonly place: BudgetName | 'of-a-kind' };

async function pickPlace(): Promise<BudgetName | undefined> {
  const budgets = budgetsInForce();
  const usual = (['day', 'week', 'month', 'year'] as const).map((period): BudgetName => ({ period, unit: 'nano-usd' }));
  const others = budgets.filter((budget) => !usual.some((place) => budgetId(place) === budgetId(budget)));
  const items: readonly PlaceItem[] = [
    ...[...usual, ...others].map((place) => placeItem(place, budgets)),
    { label: t('For one kind of request…'), place: 'of-a-kind' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Set a budget') });
  return picked?.place === 'of-a-kind' ? pickKind() : picked?.place;
}

async function pickKind(): Promise<BudgetName | undefined> {
  const offered = kinds.map((kind) => ({ label: scopeAsHeading(kind), name: kind }));
  const name = (await vscode.window.showQuickPick(offered, { title: t('Budget for which kind of request?') }))?.name;
  if (name === undefined) return undefined;
  const budgets = budgetsInForce();
  const items = (['day', 'month'] as const).map((period) => placeItem({ period, scope: { by: 'kind', name }, unit: 'nano-usd' }, budgets));
  const picked = await vscode.window.showQuickPick(items, { title: t('Budget for {0}', scopeInWords(name)) });
  return picked?.place === 'of-a-kind' ? undefined : picked?.place;
}

function placeItem({ period, scope, unit }: BudgetName, budgets: readonly Budget[]): PlaceItem {
  const place = { period, unit, ...(scope && { scope }) };
  const id = budgetId(place);
  const now = budgets.find((budget) => budgetId(budget) === id);
  return { label: budgetName(id), description: now ? amountInWords(now.limit, unit) : t('not set'), place };
}
