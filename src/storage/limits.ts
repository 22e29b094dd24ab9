import type { LimitState, Reservation, ReservationLimit, ReserveOutcome } from '../core/ledger/index.ts';
import type { Statements } from './statements.ts';

const isCounted = 'local_day >= :fromDay AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))';

/** One statement, so that no reservation turns into spend between two looks. */
const amounts = `
  SELECT
    (SELECT coalesce(sum(amount_nano_usd), 0) FROM allowance WHERE budget_id = :budgetId AND local_day >= :fromDay) AS allowed,
    (SELECT coalesce(sum(counted_nano_usd), 0) FROM roll_up WHERE ${isCounted}) AS spent,
    (SELECT coalesce(sum(amount_nano_usd), 0) FROM reservation WHERE ${isCounted}) AS reserved`;

export function limitState(statements: Statements, { budgetId, limitNanoUsd, fromDay, kinds }: ReservationLimit): LimitState {
  const [row] = statements.rows(amounts, { budgetId, fromDay, kinds: kinds ? JSON.stringify(kinds) : null });
  return {
    budgetId,
    limitNanoUsd: limitNanoUsd + Number(row?.allowed),
    spentNanoUsd: Number(row?.spent),
    reservedNanoUsd: Number(row?.reserved),
  };
}

/** So many worst cases are left of a limit before the more cautious input bound is taken. */
const amplyLeft = 10;

/** Which amount is to be held: the more cautious one once any of the limits is nearly used up. What costs nothing, costs nothing either way. */
export function amountToHold({ amountNanoUsd, cautiousAmountNanoUsd }: Reservation, states: readonly LimitState[]): number {
  const isNearlyUsedUp = states.some((state) => leftOf(state) < amplyLeft * amountNanoUsd);
  return amountNanoUsd > 0 && isNearlyUsedUp ? cautiousAmountNanoUsd : amountNanoUsd;
}

/** Whether the amount fits into what is left of every limit. What costs nothing always does, also where a limit is overdrawn. */
export function fitInto(states: readonly LimitState[], neededNanoUsd: number): ReserveOutcome {
  const [least] = states.toSorted((a, b) => leftOf(a) - leftOf(b));
  if (neededNanoUsd === 0 || !least || leftOf(least) >= neededNanoUsd) return { outcome: 'reserved', amountNanoUsd: neededNanoUsd };
  return { outcome: 'refused', budgetId: least.budgetId, leftNanoUsd: Math.max(0, leftOf(least)), neededNanoUsd };
}

function leftOf({ limitNanoUsd, spentNanoUsd, reservedNanoUsd }: LimitState): number {
  return limitNanoUsd - spentNanoUsd - reservedNanoUsd;
}
