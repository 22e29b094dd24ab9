export type { DecisionRecord } from './decisionRecord.ts';
export { type DaySummary, emptyDay, type LedgerEntry } from './entry.ts';
export type { Ledger, Reservation, ReserveOutcome } from './ledger.ts';
export { localDay } from './localDay.ts';
export type { OutcomeEvent, OutcomeType } from './outcomeEvent.ts';
