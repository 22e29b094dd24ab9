import path from 'node:path';
import type * as vscode from 'vscode';
import type { SpendState } from '../../../src/features/spend/protocol.ts';
import { configuration, settings } from '../../support/fakeVscode.ts';

/** A webview panel that only takes down what is done with it. */
export class FakePanel {
  readonly options: unknown;
  readonly posted: SpendState[] = [];
  reveals = 0;
  visible = true;
  iconPath: unknown;
  readonly #messages = new Listeners<unknown>();
  readonly #viewStates = new Listeners<void>();
  readonly #closings = new Listeners<void>();
  readonly onDidChangeViewState = this.#viewStates.add;
  readonly onDidDispose = this.#closings.add;
  readonly webview = {
    html: '',
    cspSource: 'https://editor.test',
    asWebviewUri: (uri: { readonly path: string }) => `https://editor.test${uri.path}`,
    onDidReceiveMessage: this.#messages.add,
    postMessage: async (state: SpendState) => void this.posted.push(state),
  };

  constructor(options: unknown) {
    this.options = options;
  }

  reveal(): void {
    this.reveals += 1;
  }

  /** As the page does it. */
  say(message: unknown): void {
    this.#messages.tell(message);
  }

  setVisible(isVisible: boolean): void {
    this.visible = isVisible;
    this.#viewStates.tell();
  }

  /** As the user does it. */
  close(): void {
    this.#closings.tell();
  }

  dispose(): void {
    this.close();
  }
}

class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  readonly add = (listener: (value: Value) => void): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  tell(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
}

/** Gives the fake editor what panels need; the panels that are made are in the list. */
export function fakePanels(editor: typeof vscode): FakePanel[] {
  const panels: FakePanel[] = [];
  configuration.current = settings({});
  Object.assign(editor, {
    ViewColumn: { Active: -1 },
    Uri: {
      file: (file: string) => ({ path: file }),
      joinPath: (base: { readonly path: string }, ...parts: readonly string[]) => ({ path: path.posix.join(base.path, ...parts) }),
    },
    Disposable: {
      from: (...disposables: readonly { dispose(): void }[]) => ({
        dispose: () => {
          for (const disposable of disposables) disposable.dispose();
        },
      }),
    },
  });
  Object.assign(editor.workspace, { onDidChangeConfiguration: () => ({ dispose: () => undefined }) });
  Object.assign(editor.window, {
    createWebviewPanel: (_type: string, _title: string, _column: number, options: unknown) => {
      const panel = new FakePanel(options);
      panels.push(panel);
      return panel;
    },
  });
  return panels;
}
