import { closeSync, openSync, readSync } from 'node:fs';
import { type ExportPorts, exportLedger, FocusCheck, type FocusFinding, type PriceOf, pricesOf } from '../core/export/index.ts';
import type { Ledger, OutcomeEvent } from '../core/ledger/index.ts';
import type { ExportCommand } from './exportCommand.ts';
import { wholeFile } from './exportWholeFile.ts';
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

/** What is wrong with a FOCUS file, a finding a line, where editors and people look for it: `FILE:LINE: COLUMN: what`. */
export function checkFile(file: string): ExportAnswer {
  const check = new FocusCheck(mostListed);
  try {
    for (const piece of piecesOf(file)) check.add(piece);
  } catch (error) {
    if (!isOfFiles(error)) throw error;
    return { problem: `${file} cannot be read: ${error.message}` };
  }
  const { findings, more } = check.end();
  if (findings.length === 0) return { output: `${file} has the shape of FOCUS 1.2: nothing was found.\n` };
  const lines = [...findings.map((finding) => `${file}:${findingText(finding)}`), ...(more === 0 ? [] : [`and ${count(more)} more`])];
  return { problem: `${file} has not the shape of FOCUS 1.2, ${count(findings.length + more)} found:\n${lines.join('\n')}` };
}

/** Findings that are listed: more of them say no more. */
const mostListed = 1000;

const bytesPerPiece = 1 << 20;

/** The text of a file, however long it is: no string holds more than 2^29 characters. */
function* piecesOf(file: string): Generator<string, void> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(bytesPerPiece);
    for (let read = readSync(descriptor, bytes); read > 0; read = readSync(descriptor, bytes))
      yield decoder.decode(bytes.subarray(0, read), { stream: true });
    yield decoder.decode();
  } finally {
    closeSync(descriptor);
  }
}

const findingText = ({ line, column, message }: FocusFinding): string => `${line}: ${column === undefined ? '' : `${column}: `}${message}`;

const isOfFiles = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;
