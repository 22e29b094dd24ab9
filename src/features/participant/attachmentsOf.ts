import * as vscode from 'vscode';
import type { Attachment } from '../../core/agent/index.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import { workspacePlaceOf } from '../../platform/workspacePlace.ts';

/** What the user attached, and what of it may not be told to models. */
export interface Attached {
  readonly attachments: readonly Attachment[];
  /** Texts that the editor put in the place of a reference. */
  readonly texts: readonly string[];
  /** Relative to their workspace folder: kept from models by the user's settings, or not to be read as text. */
  readonly leftOut: readonly string[];
}

/** So much of a file is attached; the loop reads on by itself. */
const mostCharacters = 64_000;

export async function attachmentsOf(
  references: readonly vscode.ChatPromptReference[],
  excluded: Pick<ExcludedFiles, 'exclusionOf'>,
): Promise<Attached> {
  const attachments: Attachment[] = [];
  const texts: string[] = [];
  const leftOut: string[] = [];
  for (const { value } of references) {
    const place = placeOf(value);
    if (!place) {
      if (typeof value === 'string') texts.push(value.slice(0, mostCharacters));
      continue;
    }
    const { path, folder } = workspacePlaceOf(place.uri);
    const file = { path, ...(folder && { folder: folder.uri.toString() }) };
    const document = excluded.exclusionOf(place.uri) ? undefined : await open(place.uri);
    if (document) attachments.push(attachmentOf(document, file, place.range));
    else leftOut.push(path);
  }
  return { attachments, texts, leftOut };
}

interface Place {
  readonly uri: vscode.Uri;
  readonly range?: vscode.Range;
}

function placeOf(value: unknown): Place | undefined {
  if (value instanceof vscode.Uri) return { uri: value };
  return value instanceof vscode.Location ? { uri: value.uri, range: value.range } : undefined;
}

/** With what is not saved yet. A folder, a picture or a file that is gone is no document. */
async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

function attachmentOf(
  document: vscode.TextDocument,
  file: Pick<Attachment, 'path' | 'folder'>,
  range: vscode.Range | undefined,
): Attachment {
  const text = document.getText(range).slice(0, mostCharacters);
  if (!range) return { type: 'file', ...file, text };
  return { type: 'selection', ...file, text, lines: { from: range.start.line + 1, to: range.end.line + 1 } };
}
