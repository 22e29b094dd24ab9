export type { BudgetPressure } from './pressure.ts';
export { worstCaseOf } from './worstCase.ts';
