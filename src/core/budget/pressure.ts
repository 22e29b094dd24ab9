import { type LimitState, type LimitUnit, rootSession } from '../ledger/index.ts';
import { formatUsd } from '../money/index.ts';
import { leftOf } from './allowance.ts';
import { type Budget, type BudgetedCandidate, type BudgetedRequest, mayCount } from './budget.ts';
import { budgetId } from './budgetId.ts';
import { hasReached } from './threshold.ts';

/** From the mildest to the strictest. */
export const budgetPressures = ['normal', 'economy', 'local-only', 'stop'] as const;

/** How much is gone, as selection sees it: one visible step at a time. `stop`: local models are not asked either. */
export type BudgetPressure = (typeof budgetPressures)[number];

/**
 * How a budget presses, and why. `used-up`: nothing is left; `too-little-left`: what is left held the last request back; `economy-at`: as much is spent as
 * the user said; `forecast`: it will not last.
 */
export type PressureVerdict =
  | { readonly pressure: 'normal' }
  | {
      readonly pressure: Exclude<BudgetPressure, 'normal'>;
      readonly budgetId: string;
      readonly cause: 'used-up' | 'too-little-left' | 'economy-at' | 'forecast';
      /** The local day on which it is expected to be used up. */
      readonly endsOn?: string;
      readonly reason: string;
    };

/** The strictest of several budgets wins, and is named. */
export interface Pressure {
  /** Of the budgets that count the request whoever answers. */
  readonly all: PressureVerdict;
  /** Of these and of those for a model, a tier or a provider. */
  of(candidate: BudgetedCandidate): PressureVerdict;
}

/** What a budget's period will hold at its end, in the budget's unit. */
export interface BudgetForecast {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** The local day on which the median passes the limit, within the period. */
  readonly endsOn?: string;
}

/** By budget id; undefined where it is not known. */
export type ForecastOf = (budgetId: string) => BudgetForecast | undefined;

export const noPressure: Pressure = { all: { pressure: 'normal' }, of: () => ({ pressure: 'normal' }) };

/** So many per cent must be spent before a forecast presses: early in a period it is a guess. */
const forecastCountsFrom = 50;

/** So many per cent must be spent before what was held back ends a budget: below that one request that is too big would stop all work. */
const stopCountsFrom = 50;

/** What is known besides the budgets' states. */
export interface PressureFacts {
  readonly forecastOf?: ForecastOf | undefined;
  /** The request that a budget held back last, if any, in that budget's unit. */
  readonly heldBack?: { readonly budgetId: string; readonly needed: number } | undefined;
}

/** How the budgets press on a request. A budget whose state is not among `states` does not press. */
export function pressureOf(
  states: readonly LimitState[],
  budgets: readonly Budget[],
  request: Omit<BudgetedRequest, 'candidate'>,
  { forecastOf, heldBack }: PressureFacts = {},
): Pressure {
  const taskId = request.taskId === undefined ? undefined : rootSession(request.taskId);
  const verdicts = budgets
    .filter((budget) => mayCount(budget, request))
    .flatMap((budget) => {
      const id = budgetId(budget, budget.period === 'task' ? taskId : undefined);
      const state = states.find((each) => each.budgetId === id);
      return state ? [{ budget, verdict: verdictOf(budget, state, { forecast: forecastOf?.(id), heldBack }) }] : [];
    });
  const ofCandidates = verdicts.filter(({ budget }) => isForCandidates(budget));
  const all = strictest(verdicts.filter(({ budget }) => !isForCandidates(budget)).map(({ verdict }) => verdict));
  // Asked of each candidate of each request.
  if (ofCandidates.length === 0) return { all, of: () => all };
  return {
    all,
    of: (candidate) =>
      strictest([all, ...ofCandidates.filter(({ budget }) => mayCount(budget, { ...request, candidate })).map(({ verdict }) => verdict)]),
  };
}

function isForCandidates({ scope }: Budget): boolean {
  return scope?.by === 'model' || scope?.by === 'tier' || scope?.by === 'provider';
}

/** The first of the strictest ones. */
function strictest(verdicts: readonly PressureVerdict[]): PressureVerdict {
  const strictness = ({ pressure }: PressureVerdict): number => budgetPressures.indexOf(pressure);
  return verdicts.reduce<PressureVerdict>((worst, each) => (strictness(each) > strictness(worst) ? each : worst), { pressure: 'normal' });
}

interface VerdictFacts {
  readonly forecast: BudgetForecast | undefined;
  readonly heldBack: PressureFacts['heldBack'];
}

function verdictOf(budget: Budget, state: LimitState, { forecast, heldBack }: VerdictFacts): PressureVerdict {
  const { atLimit, economyAt } = budget;
  const name = { budgetId: state.budgetId };
  if (hasReached(state, 100) && atLimit !== 'warn') {
    const reason = `the budget ${state.budgetId} is used up: ${usedText(state)}`;
    return { pressure: atLimit, ...name, cause: 'used-up', reason };
  }
  // Worst cases are larger than what requests cost: the last of a budget is hardly ever spent.
  if (heldBack && isStoppedBy(heldBack, budget, state)) {
    const amounts = `${amountText(heldBack.needed, state.unit)} at the most, and ${amountText(Math.max(0, leftOf(state)), state.unit)} is left`;
    const reason = `the budget ${state.budgetId} could not hold the last request: ${amounts}`;
    return { pressure: 'stop', ...name, cause: 'too-little-left', reason };
  }
  if (economyAt !== undefined && hasReached(state, economyAt)) {
    const reason = `of the budget ${state.budgetId} ${economyAt} % or more are spent: ${usedText(state)}`;
    return { pressure: 'economy', ...name, cause: 'economy-at', reason };
  }
  // Who wants no more than a warning gets that.
  if (forecast && atLimit !== 'warn' && forecast.median > state.limit && hasReached(state, forecastCountsFrom)) {
    const { endsOn } = forecast;
    const when = endsOn === undefined ? 'before its period is over' : `on ${endsOn}`;
    const reason = `at this pace the budget ${state.budgetId} ends ${when}: ${usedText(state)} so far`;
    return { pressure: 'economy', ...name, cause: 'forecast', ...(endsOn !== undefined && { endsOn }), reason };
  }
  return { pressure: 'normal' };
}

/**
 * Whether what a budget held back last ends one that is to stop everything: what is left does not hold it, and so much is spent that this is the
 * budget's end and not a request beyond all measure.
 */
export function isStoppedBy(heldBack: PressureFacts['heldBack'] & {}, { atLimit }: Pick<Budget, 'atLimit'>, state: LimitState): boolean {
  return atLimit === 'stop' && heldBack.budgetId === state.budgetId && leftOf(state) < heldBack.needed && hasReached(state, stopCountsFrom);
}

function usedText({ spent, limit, unit }: LimitState): string {
  return `${amountText(spent, unit)} of ${amountText(limit, unit)}`;
}

/** For logs and decisions: `$0.42`, `1200 tokens`. */
export function amountText(amount: number, unit: LimitUnit): string {
  return unit === 'tokens' ? `${amount} tokens` : formatUsd(amount);
}
