import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { checkFocus, type ExportPorts, exportLedger, type FocusFinding, type PriceOf, pricesOf } from '../core/export/index.ts';
import type { Ledger, OutcomeEvent } from '../core/ledger/index.ts';
import type { ExportCommand } from './exportCommand.ts';
import { count } from './words.ts';

/** What to print, or why it could not be done. */
export type ExportAnswer = { readonly output: string } | { readonly problem: string };

/** The ledger as it is exported: the oldest first, a page at a time. */
export interface ExportedLedger {
  entriesFrom(cursor: number, count: number): Awaited<ReturnType<Ledger['entriesFrom']>>;
  outcomesOf(taskIds: readonly string[]): readonly OutcomeEvent[];
}

/**
 * Writes the ledger into a file, or to the output. A file is there only once it is whole. Requests are taken apart at the built-in prices: those of
 * models that only the editor's settings price stay whole in a FOCUS file.
 */
export async function exportToFile(
  ledger: ExportedLedger,
  { format, days, out }: Extract<ExportCommand, { readonly command: 'export' }>,
  write: (text: string) => Promise<void>,
): Promise<ExportAnswer> {
  const ports: ExportPorts = {
    entriesFrom: async (cursor, entries) => ledger.entriesFrom(cursor, entries),
    outcomesOf: async (taskIds) => ledger.outcomesOf(taskIds),
    priceOf: format === 'focus' ? await builtInPrices() : () => undefined,
  };
  const writing = async (to: (text: string) => unknown): Promise<number> => {
    let written = 0;
    for await (const { text, entries } of exportLedger(format, ports, days)) {
      await to(text);
      written += entries;
    }
    return written;
  };
  if (out === undefined) {
    // Who reads no more (`| head`) has had enough.
    await writing(write).catch((error: unknown) => {
      if (!isOfFiles(error) || error.code !== 'EPIPE') throw error;
    });
    return { output: '' };
  }
  try {
    const entries = await wholeFile(out, writing);
    return { output: `${count(entries)} ${entries === 1 ? 'entry is' : 'entries are'} in ${out}.\n` };
  } catch (error) {
    if (!isOfFiles(error)) throw error;
    return { problem: `${out} cannot be written: ${error.message}` };
  }
}

async function builtInPrices(): Promise<PriceOf> {
  const { builtInCatalogue } = await import('../core/catalogue/data/index.ts');
  return pricesOf(builtInCatalogue);
}

/** Beside it first, and then in its place. */
async function wholeFile(file: string, writing: (to: (text: string) => unknown) => Promise<number>): Promise<number> {
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w');
  try {
    const written = await writing((text) => void writeSync(descriptor, text)).finally(() => closeSync(descriptor));
    renameSync(part, file);
    return written;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** What is wrong with a FOCUS file, a finding a line, where editors and people look for it: `FILE:LINE: COLUMN: what`. */
export function checkFile(file: string): ExportAnswer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { problem: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  const findings = checkFocus(text);
  if (findings.length === 0) return { output: `${file} has the shape of FOCUS 1.2: nothing was found.\n` };
  const lines = findings.map((finding) => `${file}:${findingText(finding)}`);
  return { problem: `${file} has not the shape of FOCUS 1.2, ${count(findings.length)} found:\n${lines.join('\n')}` };
}

const findingText = ({ line, column, message }: FocusFinding): string => `${line}: ${column === undefined ? '' : `${column}: `}${message}`;

const isOfFiles = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;
