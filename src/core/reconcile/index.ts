export { type Cause, type CauseKind, causeKinds } from './cause.ts';
export { combine } from './combine.ts';
export type { DayRow } from './dayRow.ts';
export {
  type BillingProvider,
  type Figures,
  figureNames,
  type ImportedRow,
  type ImportedUsage,
  type ImportProblem,
} from './imported.ts';
export { type Reconciliation, reconcile } from './reconcile.ts';
