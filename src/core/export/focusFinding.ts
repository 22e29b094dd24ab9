/** The values of a row by the names of its columns; empty ones are FOCUS' null. */
export type FocusFields = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

/** A row under the names of its columns. */
export interface CheckedRow {
  readonly line: number;
  readonly fields: FocusFields;
}

/** What is wrong with a file, and where: lines are counted from 1, the header's line; without a column it is the line as a whole. */
export interface FocusFinding {
  readonly line: number;
  readonly column?: string;
  readonly message: string;
}
