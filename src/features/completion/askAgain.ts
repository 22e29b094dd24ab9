import * as vscode from 'vscode';
import type { CompletionRequest, Snapshot } from '../../core/completion/index.ts';

/** A question of the editor, as far as the next one is told by it. */
interface Question {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly position: vscode.Position;
  readonly items: readonly vscode.InlineCompletionItem[];
}

/** The editor asks a few milliseconds after it is told to, or a busy window later; what comes after that is the user's own key. */
const answersWithinMs = 1000;

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
    if (!caused || String(caused.by.document.uri) !== String(document.uri) || this.#now() - caused.atMs > answersWithinMs) return 'invoke';
    // A key of the user's came before ours was asked: nobody pressed the key that may cost more.
    return isAt(caused.by, document, position) ? 'again' : 'automatic';
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
    // `trigger` would ask, too, and leave on the screen what stands there: the longer offer would only be an alternative to it.
    void vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
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
