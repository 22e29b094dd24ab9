import * as vscode from 'vscode';
import type { AskedPath } from '../../../core/agent/paths/index.ts';

/** The document of that file, if the editor has it open, under the path that was asked for or the one where it leads. */
export function openDocument(uris: readonly vscode.Uri[]): vscode.TextDocument | undefined {
  const addresses = new Set(uris.map((uri) => uri.toString()));
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && addresses.has(document.uri.toString()));
}

/** Addresses in the editor under which a file may be open. */
export function addressesOf(folder: vscode.Uri, { absolute, real }: AskedPath): readonly vscode.Uri[] {
  const paths = [...new Set([absolute, real])].filter((path) => path !== '');
  return paths.map((path) => (folder.scheme === 'file' ? vscode.Uri.file(path) : folder.with({ path })));
}

/** Its cells are not what the file holds: who changes the file takes away what is unsaved in them. */
export function isUnsavedNotebook(uris: readonly vscode.Uri[]): boolean {
  const addresses = new Set(uris.map((uri) => uri.toString()));
  return vscode.workspace.notebookDocuments.some(({ uri, isDirty }) => isDirty && addresses.has(uri.toString()));
}

/**
 * Puts the text in the place of the document's. Only what differs is replaced, so that cursors and folds elsewhere stay. False: the document changed
 * meanwhile, and nothing was done.
 */
export async function replaceText(document: vscode.TextDocument, after: string): Promise<boolean> {
  const before = document.getText();
  if (before === after) return true;
  const { start, end, text } = differenceOf(before, after);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  return vscode.workspace.applyEdit(edit);
}

interface Difference {
  /** Offsets in the text before. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function differenceOf(before: string, after: string): Difference {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  while (isWithin(before, start) || isWithin(after, start)) start -= 1;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  while (isWithin(before, before.length - same) || isWithin(after, after.length - same)) same -= 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** Between the two characters of a line end, or of a pair: to the editor that is no place. */
function isWithin(text: string, at: number): boolean {
  return at > 0 && /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(at - 1, at + 1));
}
