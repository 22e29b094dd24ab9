import { type FocusColumn, type FocusColumnName, focusColumns } from './focusColumns.ts';
import type { CheckedRow, FocusFields, FocusFinding } from './focusFinding.ts';
import { checkFocusRow } from './focusRowRules.ts';
import { FocusSums } from './focusSums.ts';
import { valueProblem } from './focusValues.ts';
import { CsvReader, type CsvRecord } from './readCsv.ts';

/**
 * Holds a CSV file against FOCUS 1.2: that the mandatory columns are there, types, allowed values, what may be empty when, and the sums. Files of
 * Farthing's are held against what Farthing promises besides. It is a checker of shapes: that the figures are true, only the invoice can tell.
 */
export function checkFocus(text: string): readonly FocusFinding[] {
  const check = new FocusCheck();
  check.add(text);
  return check.end().findings;
}

export interface FocusFindings {
  /** By line. */
  readonly findings: readonly FocusFinding[];
  /** How many were found besides, and are not kept. */
  readonly more: number;
}

/** The same for a file that comes in pieces. It keeps what sums need, and no rows. */
export class FocusCheck {
  readonly #reader = new CsvReader();
  readonly #sums = new FocusSums();
  readonly #mostKept: number;
  readonly #findings: FocusFinding[] = [];
  #more = 0;
  #header: Header | undefined;
  #isBegun = false;

  constructor(mostKept = Number.POSITIVE_INFINITY) {
    this.#mostKept = mostKept;
  }

  add(piece: string): void {
    if (piece === '') return;
    const text = this.#isBegun ? piece : piece.replace(/^\uFEFF/, '');
    this.#isBegun = true;
    for (const record of this.#reader.add(text)) this.#check(record);
  }

  end(): FocusFindings {
    const { records, problem } = this.#reader.end();
    for (const record of records) this.#check(record);
    if (this.#header) this.#keep(this.#sums.findings());
    if (problem) this.#keep([problem]);
    else if (!this.#header) this.#keep([{ line: 1, message: 'there is no header: the file is empty' }]);
    return { findings: this.#findings.toSorted((a, b) => a.line - b.line), more: this.#more };
  }

  #check(record: CsvRecord): void {
    const { line, fields } = record;
    if (!this.#header) {
      this.#header = { columns: fields, places: new Map(fields.map((name, index) => [name, index])), isOurs: fields.includes('x_EntryId') };
      this.#keep(checkHeader(record));
      return;
    }
    if (fields.length !== this.#header.columns.length) {
      this.#keep([{ line, message: `the line has ${fields.length} fields, and the header ${this.#header.columns.length}` }]);
      return;
    }
    const row = { line, fields: fieldsOf(fields, this.#header.places) };
    this.#keep(checkRow(row, this.#header));
    this.#keep(this.#sums.add(row));
  }

  #keep(found: readonly FocusFinding[]): void {
    for (const finding of found) {
      if (this.#findings.length < this.#mostKept) this.#findings.push(finding);
      else this.#more += 1;
    }
  }
}

interface Header {
  readonly columns: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** Whether we wrote the file. */
  readonly isOurs: boolean;
}

function checkHeader({ fields }: CsvRecord): readonly FocusFinding[] {
  const line = 1;
  const present = new Set(fields);
  const isOurs = (name: string): boolean => name.startsWith('x_');
  const firstOfOurs = fields.findIndex(isOurs);
  return [
    ...Object.entries<FocusColumn>(focusColumns)
      .filter(([name, { level }]) => level === 'mandatory' && !present.has(name))
      .map(([column]) => ({ line, column, message: 'this mandatory column is missing' })),
    ...fields
      .filter((name, index) => fields.indexOf(name) !== index)
      .map((column) => ({ line, column, message: 'this column is there twice' })),
    ...fields
      .filter((name) => !isOurs(name) && !Object.hasOwn(focusColumns, name))
      .map((column) => ({ line, column, message: 'FOCUS 1.2 has no such column, and the name of a custom one begins with "x_"' })),
    ...fields
      .filter((name, index) => firstOfOurs !== -1 && index > firstOfOurs && !isOurs(name))
      .map((column) => ({ line, column, message: 'custom columns come behind those of FOCUS' })),
  ];
}

function checkRow({ line, fields }: CheckedRow, { columns, isOurs }: Header): readonly FocusFinding[] {
  const wrong = columns.flatMap((column) => {
    const rule: FocusColumn | undefined = Object.hasOwn(focusColumns, column) ? focusColumns[column as FocusColumnName] : undefined;
    const value = fields.get(column) ?? '';
    // A folder may be called so, and then it is what we write.
    const isName = rule?.isNamedByUsers === true && isOurs && value !== '';
    const message = rule && !isName ? valueProblem(value, rule) : undefined;
    return message === undefined ? [] : [{ column, message }];
  });
  // What is no number or no date at all is told once.
  const wrongColumns = new Set(wrong.map(({ column }) => column));
  const sound: FocusFields = {
    get: (column) => (wrongColumns.has(column) ? undefined : fields.get(column)),
    has: (column) => !wrongColumns.has(column) && fields.has(column),
  };
  return [...wrong, ...checkFocusRow(sound)].map((finding) => ({ line, ...finding }));
}

/** A file has many rows: they share what is where. */
function fieldsOf(fields: readonly string[], places: ReadonlyMap<string, number>): FocusFields {
  return {
    get(column) {
      const place = places.get(column);
      return place === undefined ? undefined : fields[place];
    },
    has: (column) => places.has(column),
  };
}
