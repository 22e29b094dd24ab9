import * as vscode from 'vscode';
import type { ImportedUsage } from '../../core/reconcile/index.ts';
import { readUsageExport } from '../../providers/reconcile/exports/readUsageExport.ts';

const { t } = vscode.l10n;

export interface OpenedExport {
  /** The file's own name. */
  readonly name: string;
  readonly imported: ImportedUsage;
}

/** It is read as a whole, and the window waits for it. */
const mostBytes = 64_000_000;

/** Reads a file of the user's choice. `refused` is a sentence for the user. */
export async function openExport(file: vscode.Uri): Promise<OpenedExport | { readonly refused: string }> {
  const name = file.path.split('/').at(-1) ?? '';
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > mostBytes)
    return { refused: t('{0} is larger than {1} MB. The command "farthing reconcile" takes larger ones.', name, mostBytes / 1_000_000) };
  const read = readUsageExport(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  if (read.outcome === 'refused') return { refused: t('{0} is no export that can be compared: {1}.', name, read.reason) };
  return { name, imported: read.imported };
}
