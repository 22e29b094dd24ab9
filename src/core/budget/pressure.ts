/** How much of the money is gone, as selection sees it: one visible step at a time. */
export type BudgetPressure = 'normal' | 'economy' | 'local-only';
