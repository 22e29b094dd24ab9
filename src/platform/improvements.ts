import type { Disposable } from 'vscode';
import type { Snapshot } from '../core/completion/index.ts';

/** Tells of each place where more is known by now than was offered there: the engine knows, and the feature asks the editor to ask again. */
export class Improvements {
  readonly #listeners = new Set<(at: Snapshot) => void>();

  tell = (at: Snapshot): void => {
    for (const listener of this.#listeners) listener(at);
  };

  onDidImprove = (listener: (at: Snapshot) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };
}
