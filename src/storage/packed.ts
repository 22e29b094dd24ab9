import type { LedgerEntry, Reservation } from '../core/ledger/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import { totalTokens } from '../core/task/index.ts';
import { decisionText } from './decisionText.ts';
import { entryColumns, valuesOfEntry } from './entryRow.ts';
import { rollUpOfEntry, totalsInOrder } from './rollUp.ts';
import { scopesOfEntry } from './scopes.ts';
import type { ValuesInOrder } from './statements.ts';

/**
 * An entry as it is stored. It is packed in the thread that made it: a flat list crosses to the ledger's thread in half the time that the entry
 * itself takes, and nothing is left to be done there but to bind it.
 */
export interface PackedEntry {
  readonly id: string;
  readonly countedNanoUsd: NanoUsd;
  /** That count: of what was computed on this machine none do. */
  readonly countedTokens: number;
  /** In the order of `entryColumns`. */
  readonly values: ValuesInOrder;
  /** What it adds to its day, as `addToRollUp` takes it. */
  readonly totals: ValuesInOrder;
}

/** A reservation as it is stored, packed for the same reason. */
export interface PackedReservation extends Omit<Reservation, 'estimate'> {
  /** What limits look at, in the order of `scopeColumns`. */
  readonly scopes: ValuesInOrder;
  /** As JSON: mostly nobody reads it again. */
  readonly estimate: string;
}

export function packEntry(entry: LedgerEntry): PackedEntry {
  const { id, countedNanoUsd } = entry;
  const totals = totalsInOrder(rollUpOfEntry(entry));
  return { id, countedNanoUsd, countedTokens: countedTokens(entry), values: valuesOfEntry(entry), totals };
}

function countedTokens({ billing, usage }: LedgerEntry): number {
  return billing === 'local' ? 0 : totalTokens(usage);
}

/** Throws where the estimate has a number that is none: it could not be booked later, and with it no other that expired. */
export function packReservation({ estimate, ...reservation }: Reservation): PackedReservation {
  const { decision, ...others } = estimate;
  const json = `${JSON.stringify(others).slice(0, -1)},"decision":${decisionText(decision)}}`;
  // That is how JSON writes such numbers, and mostly there is none to be looked for.
  if (json.includes('null')) checkNumbers(reservation.id, estimate);
  return { ...reservation, scopes: scopesOfEntry(estimate), estimate: json };
}

function checkNumbers(reservationId: string, estimate: LedgerEntry): void {
  const values = valuesOfEntry(estimate);
  const wrong = values.findIndex((value) => typeof value === 'number' && !Number.isFinite(value));
  if (wrong >= 0) throw new TypeError(`${entryColumns[wrong]} of the estimate of ${reservationId} is ${values[wrong]}`);
}
