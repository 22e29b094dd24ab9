import * as vscode from 'vscode';
import type { Log } from '../../platform/log.ts';
import type { RoutingRules } from '../../platform/rules.ts';
import { checkSettingsText, rulesSetting } from '../../platform/rulesReader.ts';
import { diagnosticAt } from './diagnosticAt.ts';

/**
 * The user's own settings: of a profile too, and those of a remote machine. A workspace's lie in `.vscode`, and hold no rules.
 */
const usersSettings = /\/(?:User|Machine)\/(?:profiles\/[^/]+\/)?settings\.json$/;

/** Marks mistakes in the rules of the user's settings while that file is open, as it is opened and saved. */
export class SettingsProblems {
  readonly #collection = vscode.languages.createDiagnosticCollection('farthing.rules.settings');
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #log: Pick<Log, 'warn'>;

  constructor(rules: Pick<RoutingRules, 'onDidChange'>, log: Pick<Log, 'warn'>) {
    this.#log = log;
    const markAll = (): void => {
      for (const document of vscode.workspace.textDocuments) this.#mark(document);
    };
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#mark(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#mark(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)),
      // The setting can change without that document being saved.
      rules.onDidChange(markAll),
    ];
    markAll();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  #mark(document: vscode.TextDocument): void {
    if (!usersSettings.test(document.uri.path)) return;
    const text = document.getText();
    if (!text.includes(rulesSetting)) {
      this.#collection.delete(document.uri);
      return;
    }
    this.#check(document, text).catch((error: unknown) => this.#log.warn(`the rules in ${document.uri} could not be checked: ${error}`));
  }

  async #check(document: vscode.TextDocument, text: string): Promise<void> {
    const { version } = document;
    const problems = await checkSettingsText(text);
    // Whoever changed or closed it meanwhile sees it checked again.
    if (document.isClosed || document.version !== version) return;
    const { Error: Mistake } = vscode.DiagnosticSeverity;
    this.#collection.set(
      document.uri,
      problems.map((problem) => diagnosticAt(text, problem, problem.message, Mistake)),
    );
  }
}
