import type { SecretStorage } from 'vscode';

/** The editor's secret storage, shared by all windows: each hears of what any of them changes. */
export class FakeSecrets implements SecretStorage {
  readonly stored = new Map<string, string>();
  readonly #listeners = new Set<(event: { readonly key: string }) => void>();
  /** What every call rejects with, where the keyring is out of order. */
  broken: Error | undefined;
  /** Reads that are begun before this is over give what was stored when they began. */
  slow: Promise<void> = Promise.resolve();

  readonly onDidChange = (listener: (event: { readonly key: string }) => void): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  async keys(): Promise<string[]> {
    return [...this.stored.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    if (this.broken) throw this.broken;
    const value = this.stored.get(key);
    await this.slow;
    return value;
  }

  async store(key: string, value: string): Promise<void> {
    if (this.broken) throw this.broken;
    this.stored.set(key, value);
    this.#tell(key);
  }

  async delete(key: string): Promise<void> {
    if (this.broken) throw this.broken;
    this.stored.delete(key);
    this.#tell(key);
  }

  #tell(key: string): void {
    for (const listener of this.#listeners) listener({ key });
  }
}
