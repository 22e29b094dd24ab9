export {
  type AttemptFact,
  attemptFacts,
  type DecisionFact,
  decisionFacts,
  type RedactionCount,
  redactionCounts,
  type Tokens,
} from './decisionFacts.ts';
export type { DecisionRecord } from './decisionRecord.ts';
export { type DaySummary, type EntryFinish, emptyDay, type LedgerEntry, type RollUp } from './entry.ts';
export type { Allowance, Ledger, LimitState, Reservation, ReservationLimit, ReserveOutcome } from './ledger.ts';
export { localDay } from './localDay.ts';
export { type OutcomeCount, type OutcomeEvent, type OutcomeType, outcomeTypes } from './outcomeEvent.ts';
