import type { Amounts, LimitState, LimitUnit, Reservation, ReservationLimit, ReserveOutcome } from '../core/ledger/index.ts';
import { ForeignWrites } from './foreignWrites.ts';
import type { PackedEntry } from './packed.ts';
import type { HeldAmount } from './reservationTable.ts';
import { isCounted, scopesOfValues } from './scopes.ts';
import { spentIn } from './spent.ts';
import type { Statements } from './statements.ts';

const allowedSince = 'SELECT coalesce(sum(amount_nano_usd), 0) AS amount FROM allowance WHERE budget_id = ? AND local_day >= ?';

interface Sums {
  readonly limit: ReservationLimit;
  /** Both in the limit's unit. */
  readonly allowed: number;
  spent: number;
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
  readonly #foreignWrites: ForeignWrites;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#foreignWrites = new ForeignWrites(statements);
  }

  states(limits: readonly ReservationLimit[], held: readonly HeldAmount[]): readonly LimitState[] {
    if (this.#foreignWrites.areNew() || this.#known.size > mostKnown) this.forget();
    return limits.map((limit) => {
      const { budgetId, unit, isSoft } = limit;
      const { allowed, spent } = this.#sumsOf(limit);
      let reserved = 0;
      for (const amounts of held) if (isCounted(limit, amounts.scopes)) reserved += inUnit(amounts, unit);
      return { budgetId, unit, limit: limit.limit + allowed, spent, reserved, ...(isSoft && { isSoft }) };
    });
  }

  /** An entry was stored. */
  add({ values, countedNanoUsd, countedTokens }: PackedEntry): void {
    if (this.#known.size === 0) return;
    const amounts = { nanoUsd: countedNanoUsd, tokens: countedTokens };
    const scopes = scopesOfValues(values);
    for (const sums of this.#known.values()) if (isCounted(sums.limit, scopes)) sums.spent += inUnit(amounts, sums.limit.unit);
  }

  /** Something else was stored, or what was stored was taken back. */
  forget(): void {
    this.#known.clear();
  }

  #sumsOf(limit: ReservationLimit): Sums {
    const { budgetId, unit, fromDay, kinds, workspace, model, tier, provider, taskId } = limit;
    const key = [budgetId, unit, fromDay, kinds && `[${kinds}]`, workspace, model, tier, provider, taskId].join('\n');
    let sums = this.#known.get(key);
    if (!sums) {
      const allowed = Number(this.#statements.row(allowedSince, [budgetId, fromDay])?.amount);
      sums = { limit, allowed, spent: spentIn(this.#statements, limit) };
      this.#known.set(key, sums);
    }
    return sums;
  }
}

/** So many worst cases are left of a limit before the more cautious input bound is taken. */
const amplyLeft = 10;

/** Which amounts are to be held: the more cautious ones once any of the limits that refuse is nearly used up. What costs nothing, costs nothing either way. */
export function amountsToHold(
  { amountNanoUsd, cautiousAmountNanoUsd, tokens, cautiousTokens }: Omit<Reservation, 'estimate'>,
  states: readonly LimitState[],
): Amounts {
  const amounts = { nanoUsd: amountNanoUsd, tokens };
  const isNearlyUsedUp = states.some((state) => {
    const needed = inUnit(amounts, state.unit);
    return !state.isSoft && needed > 0 && leftOf(state) < amplyLeft * needed;
  });
  return isNearlyUsedUp ? { nanoUsd: cautiousAmountNanoUsd, tokens: cautiousTokens } : amounts;
}

/**
 * Whether the amounts fit into what is left of every limit that refuses; else the limit of which the smallest part of what is needed is left.
 * What costs nothing always fits into one of dollars, what takes no tokens into one of tokens, also where that is overdrawn.
 */
export function fitInto(states: readonly LimitState[], needed: Amounts): ReserveOutcome {
  let least: Extract<ReserveOutcome, { outcome: 'refused' }> | undefined;
  for (const state of states) {
    const { budgetId, unit } = state;
    const asked = inUnit(needed, unit);
    const left = leftOf(state);
    if (state.isSoft || asked === 0 || left >= asked) continue;
    if (!least || left / asked < least.left / least.needed) least = { outcome: 'refused', budgetId, unit, left, needed: asked };
  }
  return least
    ? { ...least, left: Math.max(0, least.left) }
    : { outcome: 'reserved', amountNanoUsd: needed.nanoUsd, tokens: needed.tokens };
}

function leftOf({ limit, spent, reserved }: LimitState): number {
  return limit - spent - reserved;
}

function inUnit({ nanoUsd, tokens }: Amounts, unit: LimitUnit): number {
  return unit === 'tokens' ? tokens : nanoUsd;
}
