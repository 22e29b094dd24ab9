import * as vscode from 'vscode';
import { changedLines } from './changedLines.ts';
import { EditDecorations } from './editDecorations.ts';
import { afterChange, type FollowedRange, fromTheEnd, type RangeChange, touches } from './followedRange.ts';
import { withEqualLineEnds } from './readSelection.ts';

const { t } = vscode.l10n;

/** An edit that stands in its document until the user has decided. Texts with `\n`. */
export interface Preview {
  readonly taskId: string;
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly after: string;
  readonly range: FollowedRange;
}

/**
 * `accepted`, `rejected`: as the user said. `typed-on`: they went on working in it, which is no rejection. `undone`: with the editor's own undo.
 * `closed`: the document was, and nobody knows.
 */
export type PreviewEnd = 'accepted' | 'rejected' | 'typed-on' | 'undone' | 'closed';

export interface EditPreviewsPorts {
  readonly onEnd: (preview: Preview, how: PreviewEnd) => void;
}

/** Bound to keys in package.json while `farthing.editPreview` is on; no commands for the palette. */
const previewCommands = {
  accept: 'farthing.editSelection.accept',
  reject: 'farthing.editSelection.reject',
  showDiff: 'farthing.editSelection.showDiff',
} as const;

const contextKey = 'farthing.editPreview';

/** What stood there before, as a document to compare with. */
const beforeScheme = 'farthing-before-edit';

/** Edits that wait for the user, one for each document. */
export class EditPreviews {
  readonly #ports: EditPreviewsPorts;
  readonly #decorations = new EditDecorations();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** By the document's address. */
  readonly #previews = new Map<string, Preview>();
  /** By the document's address: our own change is under way, and is not the user's. */
  readonly #ours = new Set<string>();

  constructor(ports: EditPreviewsPorts) {
    this.#ports = ports;
    this.#subscription = vscode.Disposable.from(
      this.#lensesChanged,
      vscode.languages.registerCodeLensProvider(
        { pattern: '**' },
        { onDidChangeCodeLenses: this.#lensesChanged.event, provideCodeLenses: (document) => this.#lensesOf(document) },
      ),
      vscode.workspace.registerTextDocumentContentProvider(beforeScheme, {
        provideTextDocumentContent: ({ query }) => this.#wholeBefore(query),
      }),
      vscode.commands.registerCommand(previewCommands.accept, () => this.#decide('accepted')),
      vscode.commands.registerCommand(previewCommands.reject, () => this.#decide('rejected')),
      vscode.commands.registerCommand(previewCommands.showDiff, () => this.#showDiffOfActive()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.#edited(document, contentChanges)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#redraw()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#tellKeys()),
    );
  }

  at(document: vscode.TextDocument): Preview | undefined {
    return this.#previews.get(keyOf(document));
  }

  /**
   * Puts the new text in place, as one step to undo. False: the document is not as it was, and nothing was changed. What waited in it before counts
   * as accepted.
   */
  async show(preview: Omit<Preview, 'range'>, editor: vscode.TextEditor, range: vscode.Range, version: number): Promise<boolean> {
    const { document } = preview;
    const key = keyOf(document);
    if (document.version !== version || withEqualLineEnds(document.getText(range)) !== preview.before) return false;
    this.#end(key, 'accepted');
    const start = document.offsetAt(range.start);
    if (!(await this.#replace(editor, range, preview.after))) return false;
    const length = (document.eol === vscode.EndOfLine.CRLF ? preview.after.replaceAll('\n', '\r\n') : preview.after).length;
    this.#previews.set(key, { ...preview, range: { start, end: start + length } });
    this.#redraw();
    this.#tellKeys();
    return true;
  }

  async showDiff(preview: Preview): Promise<void> {
    const { document } = preview;
    const before = vscode.Uri.from({ scheme: beforeScheme, path: document.uri.path, query: keyOf(document) });
    await vscode.commands.executeCommand('vscode.diff', before, document.uri, t('Edit of {0}', document.uri.path.split('/').at(-1) ?? ''));
  }

  accept(preview: Preview): void {
    if (this.at(preview.document)?.taskId === preview.taskId) this.#end(keyOf(preview.document), 'accepted');
  }

  /** Brings back what stood there, as one step to undo; false: it is not as it was put there, and stays. */
  async reject(preview: Preview): Promise<boolean> {
    const { document } = preview;
    const present = this.at(document);
    if (present?.taskId !== preview.taskId) return false;
    const range = rangeIn(document, present.range);
    const editor = await vscode.window.showTextDocument(document);
    if (withEqualLineEnds(document.getText(range)) !== present.after || !(await this.#replace(editor, range, present.before))) return false;
    this.#end(keyOf(document), 'rejected');
    return true;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#decorations.dispose();
    this.#previews.clear();
  }

  async #replace(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<boolean> {
    const key = keyOf(editor.document);
    this.#ours.add(key);
    try {
      return await editor.edit((edit) => edit.replace(range, text), { undoStopBefore: true, undoStopAfter: true });
    } finally {
      this.#ours.delete(key);
    }
  }

  #end(key: string, how: PreviewEnd): void {
    const preview = this.#previews.get(key);
    if (!preview) return;
    this.#previews.delete(key);
    this.#redraw();
    this.#tellKeys();
    this.#ports.onEnd(preview, how);
  }

  #edited(document: vscode.TextDocument, changes: readonly RangeChange[]): void {
    const key = keyOf(document);
    const preview = this.#previews.get(key);
    if (!preview || this.#ours.has(key)) return;
    const inOrder = fromTheEnd(changes);
    const range = inOrder.reduce(afterChange, preview.range);
    this.#previews.set(key, { ...preview, range });
    if (inOrder.some((change) => touches(preview.range, change))) {
      this.#end(key, isBack(document, range, preview.before) ? 'undone' : 'typed-on');
    } else {
      this.#redraw();
    }
  }

  #closed(document: vscode.TextDocument): void {
    this.#end(keyOf(document), 'closed');
  }

  async #decide(how: 'accepted' | 'rejected'): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const preview = document && this.at(document);
    if (!preview) return;
    if (how === 'accepted') return this.accept(preview);
    if (!(await this.reject(preview))) void vscode.window.showWarningMessage(t('Farthing: the text was changed since; it stays as it is.'));
  }

  async #showDiffOfActive(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const preview = document && this.at(document);
    if (preview) await this.showDiff(preview);
  }

  #wholeBefore(key: string): string {
    const preview = this.#previews.get(key);
    if (!preview) return '';
    const { document, before, range } = preview;
    const text = document.getText();
    return text.slice(0, range.start) + before + text.slice(range.end);
  }

  #redraw(): void {
    this.#lensesChanged.fire();
    for (const editor of vscode.window.visibleTextEditors) {
      const preview = this.at(editor.document);
      if (!preview) this.#decorations.clear(editor);
      else this.#decorations.show(editor, firstLineOf(preview), changedLines(preview.before, preview.after));
    }
  }

  #lensesOf(document: vscode.TextDocument): vscode.CodeLens[] {
    const preview = this.at(document);
    if (!preview) return [];
    const at = document.positionAt(preview.range.start);
    const lens = (title: string, command: string) => new vscode.CodeLens(new vscode.Range(at, at), { title, command });
    return [
      lens(t('$(check) Accept'), previewCommands.accept),
      lens(t('$(discard) Reject'), previewCommands.reject),
      lens(t('$(diff) Show Changes'), previewCommands.showDiff),
    ];
  }

  /** Their keys do something else in every other document. */
  #tellKeys(): void {
    const document = vscode.window.activeTextEditor?.document;
    void vscode.commands.executeCommand('setContext', contextKey, document !== undefined && this.at(document) !== undefined);
  }
}

function keyOf({ uri }: vscode.TextDocument): string {
  return uri.toString();
}

function rangeIn(document: vscode.TextDocument, { start, end }: FollowedRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function firstLineOf({ document, range }: Preview): number {
  return document.positionAt(range.start).line;
}

/** The editor's own undo brought it back, in place of what was put there. */
function isBack(document: vscode.TextDocument, { start }: FollowedRange, before: string): boolean {
  const end = start + (document.eol === vscode.EndOfLine.CRLF ? before.replaceAll('\n', '\r\n') : before).length;
  return withEqualLineEnds(document.getText(rangeIn(document, { start, end }))) === before;
}
