import type * as vscode from 'vscode';
import type { WholeText } from '../../core/completion/index.ts';
import type { Place } from './readSnapshot.ts';

/** So many characters are read whole: of longer documents nobody asks whether they parse. */
const mostCharacters = 300_000;

/**
 * The whole document as it was at the question, read where somebody wants it: undefined once it changed, because the cursor's place in it would
 * not be the same, and where it is too long.
 */
export function wholeReader(document: vscode.TextDocument, { range, selected }: Place): () => WholeText | undefined {
  const { version } = document;
  return () => {
    if (!isAsItWas(document, version)) return undefined;
    const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
    if (length > mostCharacters) return undefined;
    const text = document.getText();
    return {
      before: withEqualLineEnds(text.slice(0, document.offsetAt(range.start))) + selected,
      after: withEqualLineEnds(text.slice(document.offsetAt(range.end))),
    };
  };
}

/** What was found for that version still stands where it was found. */
export function isAsItWas(document: vscode.TextDocument, version: number): boolean {
  return !document.isClosed && document.version === version;
}

function withEqualLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
