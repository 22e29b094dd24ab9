export type { Cause } from './cause.ts';
export { combine } from './combine.ts';
export type { DayRow } from './dayRow.ts';
export { compareGeneration, type SettledGeneration } from './generation.ts';
export {
  type BillingProvider,
  type Figures,
  figureNames,
  type ImportedRow,
  type ImportedUsage,
  type ImportProblem,
} from './imported.ts';
export { askableOf, compareKeyUse, type KeyPeriod, type KeyUse, mostDiffering } from './keyUse.ts';
export { concerns, type Reconciliation, reconcile } from './reconcile.ts';
