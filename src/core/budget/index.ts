export { allowanceSteps, leftOf, missingFor, suggestedAllowance } from './allowance.ts';
export {
  type Budget,
  type BudgetPeriod,
  budgetId,
  kindsOf,
  limitsOn,
  thresholdOf,
  type WarningThreshold,
  warningThresholds,
} from './budget.ts';
export type { BudgetPressure } from './pressure.ts';
export { requestedTerms } from './requestedTerms.ts';
export { type InputBoundOptions, inputBound, type RequestedTerms, worstCaseOf } from './worstCase.ts';
