import type { ReadExport } from './importedFrom.ts';
import { readCsvExport } from './readCsvExport.ts';
import { readJsonExport } from './readJsonExport.ts';

export type { ReadExport } from './importedFrom.ts';

/**
 * Reads a provider's usage or cost export, whichever it is: the format is known by its columns or its shape. Nothing half-read is taken: what
 * cannot be read is told by its line, and the rest is of use.
 */
export function readUsageExport(text: string): ReadExport {
  if (text.trim() === '') return { outcome: 'refused', reason: 'it is empty' };
  if (text.includes('\0')) return { outcome: 'refused', reason: 'it is no text' };
  return /^\uFEFF?\s*[[{]/.test(text) ? readJsonExport(text.replace(/^\uFEFF/, '')) : readCsvExport(text);
}
