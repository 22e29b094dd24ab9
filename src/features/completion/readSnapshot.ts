import * as vscode from 'vscode';
import { type Snapshot, snapshotLimits } from '../../core/completion/index.ts';
import { workspacePlaceOf } from '../../platform/workspacePlace.ts';

/** The text around a place, and the range that an offer made there replaces. */
export interface Place {
  readonly snapshot: Snapshot;
  readonly range: vscode.Range;
  /** What the list of suggestions will have put there: an offer must begin with it. */
  readonly selected: string;
}

/**
 * The text around the cursor, as the engine takes it: a window of lines and characters, so that its cost grows neither with the file nor with
 * its lines. Where the list of suggestions is open, its selected entry counts as typed, because the editor shows only what extends it.
 */
export function readPlace(
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): Place {
  const range = selected?.range ?? new vscode.Range(position, position);
  const inserted = selected?.text ?? '';
  const { folder, path } = workspacePlaceOf(document.uri);
  const prefix = withEqualLineEnds(document.getText(new vscode.Range(windowStart(document, range.start), range.start))) + inserted;
  // A carriage return is one unit less once line ends are made equal, so it must not count in the offset either.
  const lineEnds = document.eol === vscode.EndOfLine.CRLF ? range.start.line : 0;
  return {
    range,
    selected: inserted,
    snapshot: {
      uri: document.uri.toString(),
      languageId: document.languageId,
      ...(folder && { workspace: folder.name }),
      path,
      offset: document.offsetAt(range.start) - lineEnds + inserted.length,
      prefix,
      suffix: withEqualLineEnds(document.getText(new vscode.Range(range.end, windowEnd(document, range.end)))),
    },
  };
}

/** Moves in steps, so that the prompt's beginning stays the same while a long line is typed. */
function windowStart(document: vscode.TextDocument, position: vscode.Position): vscode.Position {
  const lines = new vscode.Position(Math.max(0, position.line - snapshotLimits.linesAbove), 0);
  const step = snapshotLimits.charactersBefore / 8;
  const first = Math.ceil((document.offsetAt(position) - snapshotLimits.charactersBefore) / step) * step;
  return first <= document.offsetAt(lines) ? lines : document.positionAt(first);
}

function windowEnd(document: vscode.TextDocument, position: vscode.Position): vscode.Position {
  const lastLine = Math.min(document.lineCount - 1, position.line + snapshotLimits.linesBelow);
  const lines = document.lineAt(lastLine).range.end;
  const last = document.positionAt(document.offsetAt(position) + snapshotLimits.charactersAfter);
  return last.isBefore(lines) ? last : lines;
}

/** A window can begin or end inside a character of two units, and half of one is no text that a server takes. */
function withEqualLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n').toWellFormed();
}
