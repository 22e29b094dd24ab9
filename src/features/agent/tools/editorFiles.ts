import type * as vscode from 'vscode';
import type { ApplyReport, FileContent, PlacedChange, WorkspaceFiles } from '../../../core/agent/tools/index.ts';
import { addressesOf, isUnsavedNotebook, openDocument, replaceText } from './openDocuments.ts';

/**
 * The files as they stand in the editor, over those that are stored. What a user has not saved is what is read and changed, and stays unsaved: saving
 * is the user's. A document that is saved is changed in the editor, and saved again.
 */
export function editorFiles(folder: vscode.Uri, stored: WorkspaceFiles): WorkspaceFiles {
  const documentOf = (change: Pick<PlacedChange, 'asked'>): vscode.TextDocument | undefined =>
    openDocument(addressesOf(folder, change.asked));
  const read: WorkspaceFiles['read'] = async (asked, signal): Promise<FileContent> => {
    const document = documentOf({ asked });
    // A saved one may not know yet what a command has written.
    return document?.isDirty ? { type: 'text', text: document.getText(), isUnsaved: true } : stored.read(asked, signal);
  };
  return { ...stored, read, apply: (changes) => applyInEditor(changes, { folder, stored, documentOf, read }) };
}

interface Editing {
  readonly folder: vscode.Uri;
  readonly stored: WorkspaceFiles;
  readonly documentOf: (change: PlacedChange) => vscode.TextDocument | undefined;
  readonly read: WorkspaceFiles['read'];
}

async function applyInEditor(changes: readonly PlacedChange[], { folder, stored, documentOf, read }: Editing): Promise<ApplyReport> {
  const never = new AbortController().signal;
  for (const { asked, path, before } of changes) {
    if (isUnsavedNotebook(addressesOf(folder, asked)))
      throw new Error(`${path} is a notebook with unsaved changes: the user must save it first`);
    const now = await read(asked, never);
    const isSame = before === undefined ? now.type === 'missing' : now.type === 'text' && now.text === before;
    if (!isSame) return { outcome: 'outdated', path };
  }
  for (const change of changes) {
    if (change.before !== undefined && change.after === undefined && documentOf(change)?.isDirty) {
      throw new Error(`${change.path} has unsaved changes: the user must save or drop them first`);
    }
  }
  const [change] = changes;
  const document = change && changes.length === 1 && change.after !== undefined ? documentOf(change) : undefined;
  // What the editor has not read again since is written below it, and read by it then.
  if (!change || !document || !hasText(document, change.before)) return stored.apply(changes);
  const wasDirty = document.isDirty;
  if (!(await replaceText(document, change.after ?? ''))) return { outcome: 'outdated', path: change.path };
  if (wasDirty) return { outcome: 'applied', unsaved: [change.path] };
  return { outcome: 'applied', unsaved: (await document.save()) ? [] : [change.path] };
}

/** The mark at a file's beginning is not part of what the editor shows of it. */
function hasText(document: vscode.TextDocument, text: string | undefined): boolean {
  return document.getText() === text;
}
