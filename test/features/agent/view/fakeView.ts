import path from 'node:path';
import type * as vscode from 'vscode';
import type { AgentViewState, MessageToPage } from '../../../../src/features/agent/protocol.ts';

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

/** A view of the side bar that only takes down what is done with it. */
export class FakeView {
  readonly posted: MessageToPage[] = [];
  visible = true;
  badge: unknown;
  readonly #messages = new Listeners<unknown>();
  readonly #visibilities = new Listeners<void>();
  readonly #closings = new Listeners<void>();
  readonly onDidChangeVisibility = this.#visibilities.add;
  readonly onDidDispose = this.#closings.add;
  readonly webview = {
    html: '',
    options: undefined as unknown,
    cspSource: 'https://editor.test',
    asWebviewUri: (uri: { readonly path: string }) => `https://editor.test${uri.path}`,
    onDidReceiveMessage: this.#messages.add,
    postMessage: async (message: MessageToPage) => void this.posted.push(message),
  };

  /** As the page does it. */
  say(message: unknown): void {
    this.#messages.tell(message);
  }

  setVisible(isVisible: boolean): void {
    this.visible = isVisible;
    this.#visibilities.tell();
  }

  /** The newest of what the page was to show. */
  get state(): AgentViewState {
    const state = this.posted.findLast((message) => message.type === 'state');
    if (state?.type !== 'state') throw new Error('the page got no state');
    return state;
  }
}

/** Gives the fake editor what a view needs besides. */
export function withViews(editor: typeof vscode): void {
  Object.assign(editor, {
    Uri: {
      file: (file: string) => ({ path: file }),
      parse: (text: string) => ({ path: text, toString: () => text }),
      joinPath: (base: { readonly path: string }, ...parts: readonly string[]) => ({ path: path.posix.join(base.path, ...parts) }),
    },
  });
  Object.assign(editor.workspace, { onDidGrantWorkspaceTrust: () => ({ dispose: () => undefined }) });
}
