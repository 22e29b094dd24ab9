import * as vscode from 'vscode';

const scheme = 'farthing-bill';

/** A page of Markdown that is no file: nothing to save, and another text in the same place the next time. */
export class ResultPage {
  readonly #uri = vscode.Uri.parse(`${scheme}:/bill.md`);
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;
  #markdown = '';

  constructor() {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#markdown,
    });
  }

  async show(markdown: string): Promise<void> {
    this.#markdown = markdown;
    this.#changed.fire(this.#uri);
    await vscode.commands.executeCommand('markdown.showPreview', this.#uri);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}
