import { limitsOn, missingFor } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { readBudgets } from '../../platform/budgets.ts';
import type { HeldBack } from '../../platform/paidState.ts';

/**
 * The budgets that must be raised for the next request to leave: those that count what was held back and cannot hold it; where nothing was
 * held back, those that are used up. A budget of nothing is the user's ban: it is raised only where it held something back.
 */
export function budgetsToRaise(states: readonly LimitState[], today: string, heldBack: HeldBack | undefined): readonly LimitState[] {
  if (!heldBack) return states.filter(({ limitNanoUsd, spentNanoUsd }) => limitNanoUsd > 0 && spentNanoUsd >= limitNanoUsd);
  const counting = limitsOn(readBudgets().budgets, today, heldBack.kind).map(({ budgetId }) => budgetId);
  return states.filter(
    (state) =>
      state.budgetId === heldBack.budgetId || (counting.includes(state.budgetId) && missingFor(heldBack.neededNanoUsd, [state]) > 0),
  );
}

/** What was held back would fit by now: a new day began, more was allowed, or what was under way became cheaper. */
export function wouldFitNow(states: readonly LimitState[], today: string, heldBack: HeldBack): boolean {
  const counting = limitsOn(readBudgets().budgets, today, heldBack.kind).map(({ budgetId }) => budgetId);
  return (
    missingFor(
      heldBack.neededNanoUsd,
      states.filter(({ budgetId }) => counting.includes(budgetId)),
    ) === 0
  );
}
