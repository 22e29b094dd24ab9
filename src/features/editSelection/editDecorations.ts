import * as vscode from 'vscode';
import type { ChangedLines } from './changedLines.ts';

const { t } = vscode.l10n;

/** How a changed place looks until the user has decided: new lines as in the editor's own diffs, and what stood there before behind the first of them. */
export class EditDecorations {
  readonly #added = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
    overviewRulerColor: new vscode.ThemeColor('diffEditorOverview.insertedForeground'),
  });
  readonly #removed = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorGhostText.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
  });

  /** `firstLine`: of the whole text that was put in. */
  show(editor: vscode.TextEditor, firstLine: number, { from, removed, added }: ChangedLines): void {
    const { document } = editor;
    const line = Math.min(firstLine + from, document.lineCount - 1);
    const last = Math.min(line + Math.max(0, added.length - 1), document.lineCount - 1);
    const hoverMessage = removed.length === 0 ? undefined : beforeInMarkdown(removed, document.languageId);
    const lines = new vscode.Range(new vscode.Position(line, 0), document.lineAt(last).range.end);
    editor.setDecorations(this.#added, added.length === 0 ? [] : [{ range: lines, ...(hoverMessage && { hoverMessage }) }]);
    const end = document.lineAt(line).range.end;
    editor.setDecorations(
      this.#removed,
      removed.length === 0
        ? []
        : [
            {
              range: new vscode.Range(end, end),
              renderOptions: { after: { contentText: beforeInShort(removed) } },
              ...(hoverMessage && { hoverMessage }),
            },
          ],
    );
  }

  clear(editor: vscode.TextEditor): void {
    editor.setDecorations(this.#added, []);
    editor.setDecorations(this.#removed, []);
  }

  dispose(): void {
    this.#added.dispose();
    this.#removed.dispose();
  }
}

/** Longer ones would push the line out of sight. */
const mostShown = 80;

function beforeInShort(removed: readonly string[]): string {
  const [only = ''] = removed;
  const line = only.trim();
  if (removed.length > 1) return t('− {0} lines before', removed.length);
  return t('− {0}', line.length > mostShown ? `${line.slice(0, mostShown)}…` : line);
}

function beforeInMarkdown(removed: readonly string[], languageId: string): vscode.MarkdownString {
  return new vscode.MarkdownString(t('Before:')).appendCodeblock(removed.join('\n'), languageId);
}
