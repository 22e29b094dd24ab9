import { type FocusColumn, type FocusColumnName, focusColumns } from './focusColumns.ts';
import type { CheckedRow, FocusFields, FocusFinding } from './focusFinding.ts';
import { checkFocusRow } from './focusRowRules.ts';
import { checkFocusSums } from './focusSums.ts';
import { valueProblem } from './focusValues.ts';
import { type CsvRecord, readCsv } from './readCsv.ts';

/**
 * Holds a CSV file against FOCUS 1.2: that the mandatory columns are there, types, allowed values, what may be empty when, and the sums. Files of
 * Farthing's are held against what Farthing promises besides. It is a checker of shapes: that the figures are true, only the invoice can tell.
 */
export function checkFocus(text: string): readonly FocusFinding[] {
  const { records, problem } = readCsv(text.replace(/^\uFEFF/, ''));
  const [header, ...rows] = records;
  const cut: readonly FocusFinding[] = problem ? [problem] : [];
  if (!header) return cut.length > 0 ? cut : [{ line: 1, message: 'there is no header: the file is empty' }];
  const sized = rows.filter(({ fields }) => fields.length === header.fields.length);
  const places = new Map(header.fields.map((name, index) => [name, index]));
  const checked = sized.map(({ line, fields }) => ({ line, fields: fieldsOf(fields, places) }));
  return [
    ...checkHeader(header),
    ...rows.flatMap((row) => checkSize(row, header.fields.length)),
    ...checked.flatMap((row) => checkRow(row, header.fields)),
    ...checkFocusSums(checked),
    ...cut,
  ].toSorted((a, b) => a.line - b.line);
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

function checkSize({ line, fields }: CsvRecord, expected: number): readonly FocusFinding[] {
  if (fields.length === expected) return [];
  return [{ line, message: `the line has ${fields.length} fields, and the header ${expected}` }];
}

function checkRow({ line, fields }: CheckedRow, columns: readonly string[]): readonly FocusFinding[] {
  const wrong = columns.flatMap((column) => {
    const rule = Object.hasOwn(focusColumns, column) ? focusColumns[column as FocusColumnName] : undefined;
    const message = rule && valueProblem(fields.get(column) ?? '', rule);
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
