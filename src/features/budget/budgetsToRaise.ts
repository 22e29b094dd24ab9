import { missingFor } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import { heldBackRequest, limitsToday } from '../../platform/limitsToday.ts';
import type { HeldBack } from '../../platform/paidState.ts';

/**
 * The budgets that must be raised for the next request to leave: those that count what was held back and cannot hold it; where nothing was
 * held back, those that are used up. A budget of nothing is the user's ban: it is raised only where it held something back.
 */
export function budgetsToRaise(states: readonly LimitState[], clock: Clock, heldBack: HeldBack | undefined): readonly LimitState[] {
  if (!heldBack) {
    const usedUp = states.filter(({ limit, spent }) => limit > 0 && spent >= limit);
    const refusing = usedUp.filter(({ isSoft }) => !isSoft);
    return refusing.length > 0 ? refusing : usedUp;
  }
  const { budgetId, needed } = heldBack;
  return counting(states, clock, heldBack).filter((state) => state.budgetId === budgetId || missingFor(needed, [state]) > 0);
}

/** What was held back would fit by now: a new day began, more was allowed, or what was under way became cheaper. */
export function wouldFitNow(states: readonly LimitState[], clock: Clock, heldBack: HeldBack): boolean {
  return missingFor(heldBack.needed, counting(states, clock, heldBack)) === 0;
}

/** Those that count it, in the unit in which it is known what it needs. */
function counting(states: readonly LimitState[], clock: Clock, heldBack: HeldBack): readonly LimitState[] {
  const ids = limitsToday(clock, heldBackRequest(heldBack)).map(({ budgetId }) => budgetId);
  return states.filter(({ budgetId, unit }) => ids.includes(budgetId) && unit === heldBack.unit);
}
