import { parseArgs } from 'node:util';
import { type ExportedDays, type ExportFormat, exportFormats } from '../core/export/index.ts';

/** What `farthing export` is asked to do: write the ledger, or hold a FOCUS file against the specification. */
export type ExportCommand =
  | {
      readonly command: 'export';
      readonly format: ExportFormat;
      readonly days: ExportedDays;
      /** The file it goes into; missing: where the output goes. */
      readonly out?: string;
      readonly ledger?: string;
    }
  | { readonly command: 'check'; readonly file: string };

const options = {
  format: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  check: { type: 'string' },
  ledger: { type: 'string' },
} as const;

/** Reads the arguments behind `export`. Throws an Error that says what is wrong with them. */
export function readExportCommand(args: readonly string[]): ExportCommand {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { format, from, to, out, check, ledger } = values;
  if (positionals.length > 0) throw new Error(`"export" takes options only, and "${positionals.join(' ')}" is none`);
  if (check !== undefined) {
    if (Object.keys(values).length > 1) throw new Error('--check takes a file, and no other option goes with it');
    return { command: 'check', file: check };
  }
  if (from !== undefined && to !== undefined && dayOf('--to', to) < dayOf('--from', from))
    throw new Error(`--to ${to} is before --from ${from}`);
  return {
    command: 'export',
    format: formatOf(format ?? 'csv'),
    days: { ...(from !== undefined && { fromDay: dayOf('--from', from) }), ...(to !== undefined && { toDay: dayOf('--to', to) }) },
    ...(out !== undefined && { out }),
    ...(ledger !== undefined && { ledger }),
  };
}

function formatOf(name: string): ExportFormat {
  const format = exportFormats.find((each) => each === name);
  if (format === undefined) throw new Error(`there is no format "${name}"; there are ${exportFormats.join(', ')}`);
  return format;
}

function dayOf(option: string, text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  if (!isDay) throw new Error(`${option} takes a day such as 2026-11-05, not "${text}"`);
  return text;
}
