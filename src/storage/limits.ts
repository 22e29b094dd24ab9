import type { LimitState, Reservation, ReservationLimit, ReserveOutcome } from '../core/ledger/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import type { HeldAmount } from './reservationTable.ts';
import type { SqlValue, Statements } from './statements.ts';

const spentSince = `
  SELECT coalesce(sum(counted_nano_usd), 0) AS amount FROM roll_up
  WHERE local_day >= ?1 AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))`;
const allowedSince = 'SELECT coalesce(sum(amount_nano_usd), 0) AS amount FROM allowance WHERE budget_id = ? AND local_day >= ?';

interface Sums {
  readonly limit: ReservationLimit;
  readonly allowedNanoUsd: NanoUsd;
  spentNanoUsd: NanoUsd;
}

/** More limits than anybody has. Days pass, and with them periods. */
const mostKnown = 100;

/**
 * What was spent and allowed in the periods of limits, which every reservation asks for: summed once, and kept while no other connection
 * writes. Whoever writes through this connection says so, by `add` or `forget`. All of it belongs into transactions.
 */
export class LimitBook {
  readonly #statements: Statements;
  readonly #known = new Map<string, Sums>();
  #dataVersion: unknown;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  states(limits: readonly ReservationLimit[], held: readonly HeldAmount[]): readonly LimitState[] {
    this.#followOthers();
    return limits.map((limit) => {
      refuseUnknown(limit);
      const { allowedNanoUsd, spentNanoUsd } = this.#sumsOf(limit);
      const reserved = held.filter(({ localDay, kind }) => isCounted(limit, localDay, kind));
      return {
        budgetId: limit.budgetId,
        unit: limit.unit,
        limit: limit.limit + allowedNanoUsd,
        spent: spentNanoUsd,
        ...(limit.isSoft && { isSoft: true }),
        reserved: reserved.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0),
      };
    });
  }

  /** An entry was stored. */
  add(localDay: string, kind: string, countedNanoUsd: NanoUsd): void {
    for (const sums of this.#known.values()) if (isCounted(sums.limit, localDay, kind)) sums.spentNanoUsd += countedNanoUsd;
  }

  /** Something else was stored, or what was stored was taken back. */
  forget(): void {
    this.#known.clear();
  }

  #followOthers(): void {
    const dataVersion = this.#statements.row('PRAGMA data_version')?.data_version;
    if (dataVersion !== this.#dataVersion || this.#known.size > mostKnown) this.forget();
    this.#dataVersion = dataVersion;
  }

  #sumsOf(limit: ReservationLimit): Sums {
    const { budgetId, fromDay, kinds } = limit;
    const key = `${budgetId} ${fromDay} ${kinds}`;
    let sums = this.#known.get(key);
    if (!sums) {
      const amount = (sql: string, ...values: readonly SqlValue[]): NanoUsd => Number(this.#statements.row(sql, values)?.amount);
      sums = {
        limit,
        allowedNanoUsd: amount(allowedSince, budgetId, fromDay),
        spentNanoUsd: amount(spentSince, fromDay, kinds ? JSON.stringify(kinds) : null),
      };
      this.#known.set(key, sums);
    }
    return sums;
  }
}

function isCounted({ fromDay, kinds }: ReservationLimit, localDay: string, kind: string): boolean {
  return localDay >= fromDay && (!kinds || (kinds as readonly string[]).includes(kind));
}

/** What is not counted yet must hold everything back. */
function refuseUnknown({ budgetId, unit, workspace, model, tier, provider, taskId }: ReservationLimit): void {
  const hasScope = [workspace, model, tier, provider, taskId].some((each) => each !== undefined);
  if (unit !== 'nano-usd' || hasScope) throw new TypeError(`the limit ${budgetId} is not counted by this ledger yet`);
}

/** So many worst cases are left of a limit before the more cautious input bound is taken. */
const amplyLeft = 10;

/** Which amount is to be held: the more cautious one once any of the limits is nearly used up. What costs nothing, costs nothing either way. */
export function amountToHold(
  { amountNanoUsd, cautiousAmountNanoUsd }: Pick<Reservation, 'amountNanoUsd' | 'cautiousAmountNanoUsd'>,
  states: readonly LimitState[],
): number {
  const isNearlyUsedUp = states.some((state) => !state.isSoft && leftOf(state) < amplyLeft * amountNanoUsd);
  return amountNanoUsd > 0 && isNearlyUsedUp ? cautiousAmountNanoUsd : amountNanoUsd;
}

/** Whether the amount fits into what is left of every limit. What costs nothing always does, also where a limit is overdrawn. */
export function fitInto(states: readonly LimitState[], neededNanoUsd: number, tokens = 0): ReserveOutcome {
  const [least] = states.filter(({ isSoft }) => !isSoft).toSorted((a, b) => leftOf(a) - leftOf(b));
  if (neededNanoUsd === 0 || !least || leftOf(least) >= neededNanoUsd) return { outcome: 'reserved', amountNanoUsd: neededNanoUsd, tokens };
  return { outcome: 'refused', budgetId: least.budgetId, unit: least.unit, left: Math.max(0, leftOf(least)), needed: neededNanoUsd };
}

function leftOf({ limit, spent, reserved }: LimitState): number {
  return limit - spent - reserved;
}
