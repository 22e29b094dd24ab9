import * as vscode from 'vscode';

/** A page of Markdown that is no file: nothing to save, and another text in the same place the next time. */
export class PreviewDocument {
  readonly #uri: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;
  #markdown = '';

  /** `scheme` is its own: two pages of one scheme would show one text. The tab is called `name`. */
  constructor({ scheme, name }: { readonly scheme: string; readonly name: string }) {
    this.#uri = vscode.Uri.parse(`${scheme}:/${name}`);
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
