import { type BudgetPressure, noPressure, type Pressure } from '../../src/core/budget/index.ts';

/** The budgets press so on every request. */
export function pressing(pressure: BudgetPressure): Pressure {
  if (pressure === 'normal') return noPressure;
  const verdict = { pressure, budgetId: 'month', cause: 'used-up', reason: 'the budget month is used up' } as const;
  return { all: verdict, of: () => verdict };
}
