import * as vscode from 'vscode';

/** Whole lines that are to be changed, and what stands around them. Line ends are `\n`. */
export interface SelectedLines {
  readonly document: vscode.TextDocument;
  /** Of the document when it was read: what was made for it fits no other one. */
  readonly version: number;
  readonly range: vscode.Range;
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

/** So much around the selection is told. ASSUMPTIONS: a few thousand tokens, and more before it, where the names come from. */
const linesBefore = 300;
const linesAfter = 150;
const mostCharactersOnASide = 16_000;

/** So much is changed in one go: of longer texts the answer would be cut. */
export const mostSelected = 24_000;

/** The selected lines as a whole, or the cursor's line. A selection that ends at the beginning of a line does not mean that line. */
export function readSelection({ document, selection }: vscode.TextEditor): SelectedLines {
  const isBeyond = selection.end.character === 0 && selection.end.line > selection.start.line;
  const last = isBeyond ? selection.end.line - 1 : selection.end.line;
  const range = linesOf(document, selection.start.line, last);
  const before = document.getText(new vscode.Range(new vscode.Position(Math.max(0, selection.start.line - linesBefore), 0), range.start));
  const after = document.getText(
    new vscode.Range(range.end, linesOf(document, last, Math.min(document.lineCount - 1, last + linesAfter)).end),
  );
  return {
    document,
    version: document.version,
    range,
    text: withEqualLineEnds(document.getText(range)),
    before: withEqualLineEnds(before).slice(-mostCharactersOnASide),
    after: withEqualLineEnds(after).slice(0, mostCharactersOnASide),
  };
}

function linesOf(document: vscode.TextDocument, first: number, last: number): vscode.Range {
  return new vscode.Range(new vscode.Position(first, 0), document.lineAt(last).range.end);
}

export function withEqualLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
