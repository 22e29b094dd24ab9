export { allowanceSteps, leftOf, missingFor, suggestedAllowance, unreachable } from './allowance.ts';
export type { AskAnswer, AskBefore, AskQuestion } from './ask.ts';
export {
  type Budget,
  type BudgetedCandidate,
  type BudgetedRequest,
  type BudgetPeriod,
  type BudgetScope,
  budgetPeriods,
  kindsOf,
  type LimitAction,
  limitActions,
  mayCount,
  usualTerms,
} from './budget.ts';
export { type BudgetName, budgetId, budgetOfId } from './budgetId.ts';
export { limitsOn, limitsWithTasks } from './limitsOn.ts';
export { type BudgetCalendar, dayAfter, dayNumber, type Period, periodOf, usualCalendar } from './period.ts';
export {
  amountText,
  type BudgetForecast,
  type BudgetPressure,
  budgetPressures,
  type ForecastOf,
  isStoppedBy,
  noPressure,
  type Pressure,
  type PressureFacts,
  type PressureVerdict,
  pressureOf,
} from './pressure.ts';
export { requestedTerms } from './requestedTerms.ts';
export { capId, capLimit, isCapId } from './taskCap.ts';
export { hasReached, type Spent, thresholdOf } from './threshold.ts';
export { type InputBoundOptions, inputBound, type RequestedTerms, worstCaseOf } from './worstCase.ts';
