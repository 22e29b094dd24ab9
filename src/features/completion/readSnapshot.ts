import * as vscode from 'vscode';
import { type Snapshot, snapshotLines } from '../../core/completion/index.ts';

/** The text around the cursor, as the engine takes it: a window of lines, so that its cost does not grow with the file. */
export function readSnapshot(document: vscode.TextDocument, position: vscode.Position): Snapshot {
  const first = Math.max(0, position.line - snapshotLines.above);
  const last = Math.min(document.lineCount - 1, position.line + snapshotLines.below);
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  // A carriage return is one unit less once line ends are made equal, so it must not count in the offset either.
  const lineEnds = document.eol === vscode.EndOfLine.CRLF ? position.line : 0;
  return {
    uri: document.uri.toString(),
    languageId: document.languageId,
    ...(folder && { workspace: folder.name }),
    offset: document.offsetAt(position) - lineEnds,
    prefix: withEqualLineEnds(document.getText(new vscode.Range(first, 0, position.line, position.character))),
    suffix: withEqualLineEnds(document.getText(new vscode.Range(position, document.lineAt(last).range.end))),
  };
}

function withEqualLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
