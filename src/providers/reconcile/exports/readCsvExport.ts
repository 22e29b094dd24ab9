import type { ImportProblem } from '../../../core/reconcile/index.ts';
import { type CsvFormat, columnName, csvFormats } from './csvFormats.ts';
import { csvRecords } from './csvRecords.ts';
import type { RecordRead } from './exportFormat.ts';
import { Fields } from './fields.ts';
import { importedFrom, type ReadExport } from './importedFrom.ts';
import { listedProblems } from './listedProblems.ts';

export function readCsvExport(text: string): ReadExport {
  const { header, records, problems, openLine, delimiter } = csvRecords(text);
  const columns = header.map(columnName);
  const format = csvFormats.find((one) => one.columns.every((column) => columns.includes(column)));
  if (!format) return { outcome: 'refused', reason: refusal(columns) };
  const [faults, ofFile]: [ImportProblem[], ImportProblem[]] = [[...problems], []];
  const asked = new Set<string>();
  const reads: RecordRead[] = [];
  for (const { line, fields } of records) {
    const valueIn = (name: string): string | undefined => {
      asked.add(name);
      return fields[columns.indexOf(name)];
    };
    const read = format.read(new Fields(valueIn, delimiter === ';' ? ',' : '.'));
    // Half a figure is a figure, and half a name is a name; what is behind them is not read.
    if (line === openLine && asked.has(columns.at(-1) ?? '')) {
      ofFile.push({ line, text: halfLineText });
      continue;
    }
    reads.push(read);
    if ('problem' in read) faults.push({ line, text: read.problem });
  }
  const isWhole = faults.length + ofFile.length === 0;
  // Many exports are made without a last line end.
  if (openLine !== undefined && ofFile.length === 0) ofFile.push({ line: openLine, text: missingLinesText });
  return importedFrom(format, reads, {
    problems: listedProblems(faults, ofFile),
    isWhole,
    isInCents: isInCents(format, columns, records),
  });
}

const halfLineText = 'the line has no end: the file may have been cut off within it, and it was left out';
const missingLinesText = 'the last line has no end: where the file was cut off here, what followed is missing';

function refusal(columns: readonly string[]): string {
  const seen = columns.slice(0, 6).join(', ').slice(0, 200);
  return `its columns (${seen}) are those of no export that is known: ${csvFormats.map(({ name }) => name).join(', ')}`;
}

/** Whether every amount has two decimals at the most. */
function isInCents(format: CsvFormat, columns: readonly string[], records: readonly { readonly fields: readonly string[] }[]): boolean {
  const amounts = ['cost_usd', 'amount_value', 'usage', 'cost_total'].find((name) => format.columns.includes(name));
  if (amounts === undefined) return false;
  const at = columns.indexOf(amounts);
  return records.every(({ fields }) => /^-?\$?\d*(?:[.,]\d{1,2})?$/.test(fields[at] ?? ''));
}
