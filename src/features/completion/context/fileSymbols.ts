import * as vscode from 'vscode';
import { chunkOf, type NamedChunk } from '../../../core/completion/context/index.ts';

const most = { symbols: 300, lines: 48 } as const;

/** What a document defines, by the editor's symbols: with each name the text that defines it, or the beginning of it. */
export async function fileSymbols(document: vscode.TextDocument): Promise<readonly NamedChunk[]> {
  const { version } = document;
  const symbols = await vscode.commands
    .executeCommand<readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    )
    .then(
      (found) => found ?? [],
      () => [],
    );
  // Their places are those of another text by now.
  if (document.isClosed || document.version !== version) return [];
  return symbols
    .flatMap((symbol) => withMembers(symbol))
    .slice(0, most.symbols)
    .flatMap(({ name, range }) => {
      const chunk = chunkOf(linesOf(document, range.start.line, Math.min(range.end.line + 1, range.start.line + most.lines)));
      return chunk ? [{ ...chunk, name: name.replace(/\W.*$/, '') }] : [];
    });
}

/** A class and what is in it, one level down. */
function withMembers(
  symbol: vscode.DocumentSymbol | vscode.SymbolInformation,
): readonly { readonly name: string; readonly range: vscode.Range }[] {
  if ('location' in symbol) return [{ name: symbol.name, range: symbol.location.range }];
  return [symbol, ...symbol.children];
}

/** From the first line to before `end`, as far as there are any. */
export function linesOf(document: vscode.TextDocument, start: number, end: number): string {
  const last = Math.min(end, document.lineCount) - 1;
  if (last < start) return '';
  return document.getText(new vscode.Range(new vscode.Position(start, 0), document.lineAt(last).range.end));
}
