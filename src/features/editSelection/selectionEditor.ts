import * as vscode from 'vscode';
import type { OutcomeEvent } from '../../core/ledger/index.ts';
import type { Task } from '../../core/task/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { answerOf, type ChatAnswer } from '../../platform/chatRequest.ts';
import { namedFileOf } from '../../platform/chatRequestFiles.ts';
import { type Became, outcomeNow } from '../../platform/chatRequestOutcomes.ts';
import { answerInWords, whyUnanswered } from '../../platform/chatRequestWords.ts';
import { changedLines } from './changedLines.ts';
import { EditPreviews, type Preview, type PreviewEnd } from './editPreviews.ts';
import { editSegments, replacementIn } from './editPrompt.ts';
import type { EditSelectionPorts } from './editSelectionPorts.ts';
import { fromTheEnd } from './followedRange.ts';
import { KeptEdits } from './keptEdits.ts';
import { mostSelected, readSelection, type SelectedLines } from './readSelection.ts';

const { t } = vscode.l10n;

/** The longest selection as tokens, and some room to add. */
const mostOutputTokens = 8192;

/** More changed lines than these are not to be seen in one go: the editor's own comparison opens beside. */
const mostInline = 60;

/** The user says what is to become of some lines; a model writes them; the user decides whether they stay. */
export class SelectionEditor {
  readonly #ports: EditSelectionPorts;
  readonly #previews: EditPreviews;
  readonly #kept: KeptEdits;
  readonly #subscription: vscode.Disposable;
  /** Once there was a first answer. */
  #record: (event: OutcomeEvent) => void = () => undefined;
  /** What was typed last is offered again. */
  #lastInstruction = '';

  constructor(ports: EditSelectionPorts) {
    this.#ports = ports;
    // Before the previews: where an edit stands that they hand over with a change is after that change already.
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      for (const change of fromTheEnd(contentChanges)) this.#kept.edited(document.uri.toString(), change);
    });
    this.#previews = new EditPreviews({ onEnd: (preview, how) => this.#ended(preview, how) });
    this.#kept = new KeptEdits({
      timers: ports.timers,
      read: (uri, { start, end }) => {
        const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
        return document?.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))).replaceAll('\r\n', '\n');
      },
      onChecked: (taskId, characters) => this.#tell({ taskId, type: characters === 0 ? 'reverted' : 'kept', characters, isInferred: true }),
    });
  }

  async edit(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const lines = readSelection(editor);
    const whyNot = this.#whyNot(lines);
    if (whyNot !== undefined) return warn(whyNot);
    const instruction = await vscode.window.showInputBox({
      title: t('Farthing: Edit This Selection'),
      prompt: t('What is to be changed in {0} lines?', lines.text.split('\n').length),
      value: this.#lastInstruction,
      ignoreFocusOut: true,
    });
    if (instruction === undefined || instruction.trim() === '') return;
    this.#lastInstruction = instruction;
    await this.#ask(editor, lines, instruction);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#kept.dispose();
    this.#previews.dispose();
  }

  #whyNot({ document, text }: SelectedLines): string | undefined {
    if (this.#ports.excluded.exclusionOf(document.uri)) return t('Farthing: this file is kept from models by your settings.');
    if (text.length > mostSelected) return t('Farthing: that is too much for one edit. Select at most {0} characters.', mostSelected);
    return undefined;
  }

  async #ask(editor: vscode.TextEditor, lines: SelectedLines, instruction: string): Promise<void> {
    const { core, newId } = this.#ports;
    const { router, record } = await core();
    this.#record = record;
    const task = taskOf(newId(), lines, instruction);
    const options = { location: vscode.ProgressLocation.Notification, title: t('Farthing edits the selection'), cancellable: true };
    const answer = await vscode.window.withProgress(options, (progress, token) =>
      withSignal(token, (signal) =>
        answerOf(router, task, signal, (part) => {
          if (part.type === 'attempt') progress.report({ message: part.candidate.model.id });
        }),
      ),
    );
    await this.#answered(editor, lines, task.id, answer);
  }

  async #answered(editor: vscode.TextEditor, lines: SelectedLines, taskId: string, answer: ChatAnswer): Promise<void> {
    const why = whyUnanswered(answer);
    if (why !== undefined) return warn(why);
    if (answer.outcome !== 'answered') return;
    const after = replacementIn(answer.text, lines.text);
    if (after === undefined) {
      this.#tell({ taskId, type: 'rejected', characters: 0, isInferred: true });
      return warn(t('Farthing: the model’s answer holds no edit that can be read; nothing was changed.'));
    }
    if (after === lines.text) return inform(t('Farthing: the model would change nothing here.'));
    const { document, text: before, range, version } = lines;
    const shownIn = vscode.window.visibleTextEditors.find((one) => one.document === document) ?? editor;
    const isShown = !document.isClosed && (await this.#previews.show({ taskId, document, before, after }, shownIn, range, version));
    if (!isShown) return warn(t('Farthing: the file was changed meanwhile, so nothing was put in. Select the place again.'));
    this.#tell({ taskId, type: 'shown', characters: after.length, isInferred: false });
    this.#ports.log.info(`an edit by ${answer.by.model.id} waits to be accepted, task ${taskId}`);
    vscode.window.setStatusBarMessage(t('Farthing: edit by {0}', answerInWords(answer)), shownMs);
    const { removed, added } = changedLines(before, after);
    const preview = this.#previews.at(document);
    if (preview && removed.length + added.length > mostInline) await this.#showLarge(preview);
  }

  /** Beside the comparison, because its own lines have no buttons. */
  async #showLarge(preview: Preview): Promise<void> {
    await this.#previews.showDiff(preview);
    const accept = t('Accept');
    const reject = t('Reject');
    const picked = await vscode.window.showInformationMessage(t('Farthing: keep this edit?'), accept, reject);
    if (picked === accept) this.#previews.accept(preview);
    else if (picked === reject && !(await this.#previews.reject(preview)))
      warn(t('Farthing: the text was changed since; it stays as it is.'));
  }

  #ended({ taskId, document, after, range }: Preview, how: PreviewEnd): void {
    const characters = after.length;
    switch (how) {
      case 'accepted':
      case 'typed-on':
        this.#tell({ taskId, type: 'accepted', characters, isInferred: how === 'typed-on' });
        this.#kept.follow(taskId, document.uri.toString(), after, range);
        return;
      case 'rejected':
      case 'undone':
        this.#tell({ taskId, type: 'rejected', characters, isInferred: how === 'undone' });
        return;
      case 'closed':
        return;
    }
  }

  #tell(became: Became): void {
    this.#record(outcomeNow(this.#ports, became));
  }
}

const shownMs = 8000;

function warn(words: string): void {
  void vscode.window.showWarningMessage(words);
}

function inform(words: string): void {
  void vscode.window.showInformationMessage(words);
}

function taskOf(id: string, { document, before, text, after }: SelectedLines, instruction: string): Task {
  const { path, workspace } = namedFileOf(document.uri);
  const { languageId } = document;
  return {
    id,
    kind: 'edit',
    segments: editSegments({ path, languageId, before, text, after, instruction }),
    maxOutputTokens: mostOutputTokens,
    stop: [],
    origin: { trigger: 'command', language: languageId, ...(workspace !== undefined && { workspace }) },
  };
}
