import type { BillingProvider, Figures, ImportedRow } from '../../../core/reconcile/index.ts';

/** What one record of a file came to: a row, nothing because it has nothing to say, or why it cannot be taken. */
export type RecordRead =
  | { readonly row: ImportedRow }
  /** A span of time without usage: the export speaks of that day all the same. */
  | { readonly emptyDay: string }
  | { readonly problem: string };

/** A kind of export. */
export interface ExportFormat {
  readonly provider: BillingProvider;
  /** What it is called in messages. */
  readonly name: string;
  readonly tells: readonly (keyof Figures)[];
}
