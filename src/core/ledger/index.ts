export type { CompletionCost } from './completionCost.ts';
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
export {
  type BaselineCost,
  type DaySummary,
  type EntryFinish,
  emptyDay,
  type HourTotal,
  type LedgerEntry,
  type PromptPart,
  type RollUp,
} from './entry.ts';
export type {
  Allowance,
  Amounts,
  EntryFilter,
  Ledger,
  LedgerReports,
  LimitState,
  LimitUnit,
  Reservation,
  ReservationLimit,
  ReserveOutcome,
  TaskEntries,
} from './ledger.ts';
export { localDay } from './localDay.ts';
export { type OutcomeCount, type OutcomeEvent, type OutcomeType, outcomeTypes } from './outcomeEvent.ts';
export { isOfSession, rootSession, sessionsAbove, subtaskRange } from './session.ts';
