import { type Budget, type BudgetScope, budgetPeriods, kindsOf, limitActions, usualTerms } from '../core/budget/index.ts';
import { tiers } from '../core/catalogue/index.ts';
import { nanoUsdOf } from './dollars.ts';

/** The budgets that the user set, and what in the settings is of no use, each in a sentence for the log. */
export interface ReadBudgets {
  readonly budgets: readonly Budget[];
  readonly problems: readonly string[];
}

export const noBudgets: ReadBudgets = { budgets: [], problems: [] };

const words: readonly string[] = ['period', 'usd', 'tokens', 'scope', 'warnAt', 'economyAt', 'atLimit'];

/**
 * One entry of `farthing.budgets`. Without a period, an amount and a scope that can be read there is no budget. Where one of the rest cannot be
 * read the limit holds all the same, with what is usual: a slip of the pen must not open the purse.
 */
export function readBudgetEntry(name: string, entry: unknown): ReadBudgets {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return problem(`${name}: ${shown(entry)} is no budget`);
  const given = entry as Readonly<Record<string, unknown>>;
  const period = budgetPeriods.find((each) => each === given.period);
  if (!period) return problem(`${name}.period: ${shown(given.period)} is none of ${budgetPeriods.join(', ')}`);
  const limited = readLimit(name, given);
  if (typeof limited === 'string') return problem(limited);
  const scope = given.scope === undefined ? undefined : readScope(given.scope);
  if (scope === 'unknown') return problem(`${name}.scope: ${shown(given.scope)} is no kind of request, and no ${scopeForms}`);
  if (period === 'task' && scope?.by === 'kind' && !isOfAgent(scope.name))
    return problem(`${name}: only requests of the agent belong to a task, and ${scope.name} is none`);
  const terms = readTerms(name, given);
  return {
    budgets: [{ period, ...limited, ...(scope && { scope }), ...terms.budget }],
    problems: [...terms.problems, ...Object.keys(given).flatMap((key) => (words.includes(key) ? [] : [`${name}.${key} is not known`]))],
  };
}

/** As it is written in the settings. */
export function scopeAsSetting({ by, name }: BudgetScope): string {
  return by === 'kind' ? name : `${by}:${name}`;
}

const scopeForms = 'workspace:NAME, model:ID, tier:NAME or provider:NAME';

function readLimit(name: string, { usd, tokens }: Readonly<Record<string, unknown>>): Pick<Budget, 'unit' | 'limit'> | string {
  if ((usd === undefined) === (tokens === undefined)) return `${name} needs an amount: either usd or tokens`;
  if (tokens !== undefined) {
    const isCount = typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0;
    return isCount ? { unit: 'tokens', limit: tokens } : `${name}.tokens: ${shown(tokens)} is no number of tokens`;
  }
  const limit = nanoUsdOf(usd);
  return limit === undefined ? `${name}.usd: ${shown(usd)} is no amount in dollars` : { unit: 'nano-usd', limit };
}

function readScope(text: unknown): BudgetScope | 'unknown' {
  if (typeof text !== 'string') return 'unknown';
  if (kindsOf(text).length > 0) return { by: 'kind', name: text };
  const colon = text.indexOf(':');
  const [by, name] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon < 0 || name === '') return 'unknown';
  if (by === 'workspace' || by === 'model' || by === 'provider') return { by, name };
  const tier = by === 'tier' ? tiers.find((each) => each === name) : undefined;
  return tier ? { by: 'tier', name: tier } : 'unknown';
}

function isOfAgent(scope: string): boolean {
  const ofAgent = kindsOf('agent');
  return kindsOf(scope).every((kind) => ofAgent.includes(kind));
}

interface ReadTerms {
  readonly budget: Pick<Budget, 'warnAt' | 'economyAt' | 'atLimit'>;
  readonly problems: readonly string[];
}

function readTerms(name: string, { warnAt, economyAt, atLimit }: Readonly<Record<string, unknown>>): ReadTerms {
  const action = limitActions.find((each) => each === atLimit);
  const problems = [
    ...(warnAt === undefined || areThresholds(warnAt) ? [] : [`${name}.warnAt: ${shown(warnAt)} are no rising per cents up to 100`]),
    ...(economyAt === undefined || isPercent(economyAt) ? [] : [`${name}.economyAt: ${shown(economyAt)} is no per cent up to 100`]),
    ...(atLimit === undefined || action ? [] : [`${name}.atLimit: ${shown(atLimit)} is none of ${limitActions.join(', ')}`]),
  ];
  return {
    budget: {
      warnAt: areThresholds(warnAt) ? warnAt : usualTerms.warnAt,
      ...(isPercent(economyAt) && { economyAt }),
      atLimit: action ?? usualTerms.atLimit,
    },
    problems,
  };
}

function areThresholds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each, index) => isPercent(each) && (index === 0 || each > value[index - 1]));
}

function isPercent(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 100;
}

export function problem(sentence: string): ReadBudgets {
  return { budgets: [], problems: [sentence] };
}

/** NaN and the infinities are no JSON, yet a setting may hold them. */
export function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
