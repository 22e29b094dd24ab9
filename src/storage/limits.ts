import type { LimitState, Reservation, ReservationLimit, ReserveOutcome } from '../core/ledger/index.ts';
import type { Statements } from './statements.ts';

const isCounted = '(:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))';
const spent = `SELECT coalesce(sum(counted_nano_usd), 0) AS amount FROM roll_up WHERE local_day >= :fromDay AND ${isCounted}`;
const reserved = `SELECT coalesce(sum(amount_nano_usd), 0) AS amount FROM reservation WHERE local_day >= :fromDay AND ${isCounted}`;
const allowed = 'SELECT coalesce(sum(amount_nano_usd), 0) AS amount FROM allowance WHERE budget_id = :budgetId AND local_day >= :fromDay';

export function limitState(statements: Statements, { budgetId, limitNanoUsd, fromDay, kinds }: ReservationLimit): LimitState {
  const amount = (sql: string, values: Readonly<Record<string, string | null>>): number => Number(statements.rows(sql, values)[0]?.amount);
  const counted = { fromDay, kinds: kinds ? JSON.stringify(kinds) : null };
  return {
    budgetId,
    limitNanoUsd: limitNanoUsd + amount(allowed, { budgetId, fromDay }),
    spentNanoUsd: amount(spent, counted),
    reservedNanoUsd: amount(reserved, counted),
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
