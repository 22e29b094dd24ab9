import type * as vscode from 'vscode';
import type { GitApi, Repository } from '../../../src/features/commitMessage/git.ts';

/**
 * Shaped as the API of the editor's git extension (extensions/git/src/api/api1.ts in microsoft/vscode): classes with private fields, so that no method
 * works without its object, and a new object for a repository each time.
 */
export class FakeGit implements GitApi {
  readonly #model: readonly Repository[];

  constructor(model: readonly Repository[]) {
    this.#model = model;
  }

  get repositories(): readonly Repository[] {
    return this.#model.map((each) => new FakeRepository(each));
  }

  getRepository(uri: vscode.Uri): Repository | null {
    const found = this.#model.find(({ rootUri }) => uri.path === rootUri.path || uri.path.startsWith(`${rootUri.path}/`));
    return found ? new FakeRepository(found) : null;
  }
}

class FakeRepository implements Repository {
  readonly #repository: Repository;
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly onDidCommit: vscode.Event<void>;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.rootUri = repository.rootUri;
    this.inputBox = new FakeInputBox(repository.inputBox);
    this.onDidCommit = repository.onDidCommit;
  }

  diff(cached?: boolean): Promise<string> {
    return this.#repository.diff(cached);
  }

  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]> {
    return this.#repository.log(options);
  }

  getCommit(ref: string): Promise<{ readonly message: string }> {
    return this.#repository.getCommit(ref);
  }
}

class FakeInputBox {
  readonly #box: { value: string };

  constructor(box: { value: string }) {
    this.#box = box;
  }

  get value(): string {
    return this.#box.value;
  }

  set value(value: string) {
    this.#box.value = value;
  }
}
