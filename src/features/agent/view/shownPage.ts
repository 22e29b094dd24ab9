import * as vscode from 'vscode';
import { newNonce, pageHtml } from '../../../platform/pageHtml.ts';
import type { AgentViewCompose, MessageToPage } from '../protocol.ts';

export interface ShownPagePorts {
  readonly extensionUri: vscode.Uri;
  readonly receive: (message: unknown) => void;
  /** It is seen again, or not any more. */
  readonly changed: () => void;
}

/** The page as the editor shows it. What is hidden is ended by the editor, and made anew: nothing is kept in it. */
export class ShownPage implements vscode.Disposable {
  readonly #ports: ShownPagePorts;
  #view: vscode.WebviewView | undefined;
  #listeners: vscode.Disposable | undefined;
  /** It has said that it is there, since it was last made. */
  #isReady = false;
  #wanted: AgentViewCompose | undefined;

  constructor(ports: ShownPagePorts) {
    this.#ports = ports;
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  /** The editor shows the view: for the first time, or again. */
  resolve(view: vscode.WebviewView): void {
    const { extensionUri, receive, changed } = this.#ports;
    const folder = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, name);
    this.#listeners?.dispose();
    this.#view = view;
    this.#isReady = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [folder('dist'), folder('media')] };
    this.#listeners = vscode.Disposable.from(
      view.webview.onDidReceiveMessage(receive),
      view.onDidChangeVisibility(() => {
        if (!view.visible) this.#isReady = false;
        changed();
      }),
      view.onDidDispose(() => {
        if (this.#view === view) this.#view = undefined;
      }),
    );
    const uri = (name: string, file: string): string => view.webview.asWebviewUri(vscode.Uri.joinPath(folder(name), file)).toString();
    // Last, because the page may answer at once.
    view.webview.html = pageHtml({
      cspSource: view.webview.cspSource,
      nonce: newNonce(),
      language: vscode.env.language,
      script: uri('dist', 'agentPage.js'),
      styles: ['page.css', 'agent.css'].map((file) => uri('media', file)),
    });
  }

  /** It has its first state. */
  ready(): void {
    this.#isReady = true;
    this.#postWanted();
  }

  post(message: MessageToPage): void {
    void this.#view?.webview.postMessage(message);
  }

  /** The keyboard goes where the user writes, with these words; once the page is there, if it is not yet. */
  compose(text: string | undefined): void {
    this.#wanted = { type: 'compose', ...(text !== undefined && { text }) };
    if (this.#isReady) this.#postWanted();
  }

  /** How many tasks wait for the user, on the icon in the activity bar. */
  badge(waiting: number): void {
    if (!this.#view) return;
    this.#view.badge =
      waiting === 0 ? undefined : { value: waiting, tooltip: vscode.l10n.t('{0} tasks of the agent wait for you', waiting) };
  }

  dispose(): void {
    this.#listeners?.dispose();
  }

  #postWanted(): void {
    if (this.#wanted) this.post(this.#wanted);
    this.#wanted = undefined;
  }
}
