import * as vscode from 'vscode';
import type { CompletionRequest, Snapshot } from '../../core/completion/index.ts';

/** A question of the editor, as far as the next one is told by it. */
interface Question {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly position: vscode.Position;
  readonly items: readonly vscode.InlineCompletionItem[];
}

/** The editor asks a few milliseconds after it is told to; what comes later is the user's own key. */
const answersWithinMs = 500;

/**
 * Shows what became known after an offer was made: the editor is told to ask once more, which looks the same as the user's key for it. So what
 * we caused ourselves is remembered, and one question after it at the same place counts as ours.
 */
export class AskAgain {
  readonly #now: () => number;
  #newest: Question | undefined;
  #caused: { readonly by: Question; readonly atMs: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  triggerOf(
    document: vscode.TextDocument,
    position: vscode.Position,
    kind: vscode.InlineCompletionTriggerKind,
  ): CompletionRequest['trigger'] {
    if (kind !== vscode.InlineCompletionTriggerKind.Invoke) return 'automatic';
    const caused = this.#caused;
    this.#caused = undefined;
    const isOurs = caused && this.#now() - caused.atMs <= answersWithinMs && isAt(caused.by, document, position);
    return isOurs ? 'again' : 'invoke';
  }

  /** What was answered, the newest question last. */
  answered(document: vscode.TextDocument, version: number, position: vscode.Position, items: readonly vscode.InlineCompletionItem[]): void {
    this.#newest = { document, version, position, items };
  }

  /** What the newest question at this place was given: it stays, where asking again found nothing. */
  shownAt(document: vscode.TextDocument, position: vscode.Position): readonly vscode.InlineCompletionItem[] {
    return this.#newest && isAt(this.#newest, document, position) ? this.#newest.items : [];
  }

  /** Only where the user still is, and only one question at a time. */
  improved(at: Snapshot): void {
    const newest = this.#newest;
    const editor = vscode.window.activeTextEditor;
    if (!newest || !editor || editor.document !== newest.document || at.uri !== newest.document.uri.toString()) return;
    if (!isAt(newest, editor.document, editor.selection.active) || this.#isAsking()) return;
    this.#caused = { by: newest, atMs: this.#now() };
    void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  }

  #isAsking(): boolean {
    return this.#caused !== undefined && this.#now() - this.#caused.atMs <= answersWithinMs;
  }
}

function isAt(question: Question, document: vscode.TextDocument, { line, character }: vscode.Position): boolean {
  return (
    document === question.document &&
    document.version === question.version &&
    line === question.position.line &&
    character === question.position.character
  );
}
