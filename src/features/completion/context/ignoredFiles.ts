import * as vscode from 'vscode';
import { pathGlob } from '../../../core/policy/index.ts';
import { workspacePlaceOf } from '../../../platform/workspacePlace.ts';
import { type GitRepository, gitApi } from './git.ts';

/** So many answers are remembered, and then asked anew. */
const mostAnswers = 2_000;

/**
 * Which files git ignores: those are not for others to see. Git itself is asked, where the editor has it; else the `.gitignore` files between
 * the workspace folder and the file are read, in which an exception (`!`) counts for nothing, so that rather too much is kept out.
 */
export class IgnoredFiles {
  readonly #answers = new Map<string, boolean>();
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #subscriptions: vscode.Disposable[] = [];
  /** Counts what may have changed all answers: an answer of before is none. */
  #generation = 0;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const forget = (): void => {
      this.#generation += 1;
      this.#answers.clear();
      this.#asking.clear();
    };
    this.#subscriptions.push(watcher, watcher.onDidChange(forget), watcher.onDidCreate(forget), watcher.onDidDelete(forget));
    void gitApi().then((git) => git && this.#subscriptions.push(git.onDidOpenRepository(forget)));
  }

  /** Undefined as long as it is not known; then it is asked. */
  isIgnored = (address: string): boolean | undefined => {
    const known = this.#answers.get(address);
    if (known === undefined) void this.ask(address);
    return known;
  };

  /** Never rejects: where nobody can say it, the file counts as ignored. */
  ask(address: string): Promise<boolean> {
    const known = this.#answers.get(address);
    if (known !== undefined) return Promise.resolve(known);
    const asking = this.#asking.get(address);
    if (asking) return asking;
    const generation = this.#generation;
    const asked = isIgnoredFile(vscode.Uri.parse(address)).catch(() => true);
    this.#asking.set(address, asked);
    void asked.then((isIgnored) => {
      if (generation !== this.#generation) return;
      this.#asking.delete(address);
      if (this.#answers.size >= mostAnswers) this.#answers.clear();
      this.#answers.set(address, isIgnored);
    });
    return asked;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

async function isIgnoredFile(uri: vscode.Uri): Promise<boolean> {
  // The cell of a notebook has the path of its file.
  const { folder } = workspacePlaceOf(uri);
  const file = folder ? folder.uri.with({ path: uri.path }) : uri.with({ fragment: '', query: '' });
  const repository = await repositoryOf(file);
  if (repository?.checkIgnore) return (await repository.checkIgnore([file.fsPath])).size > 0;
  return folder ? isIgnoredByFiles(folder, file) : false;
}

async function repositoryOf(uri: vscode.Uri): Promise<GitRepository | undefined> {
  return (await gitApi())?.getRepository(uri) ?? undefined;
}

/** Each `.gitignore` speaks of what lies beside and below it. */
async function isIgnoredByFiles(folder: vscode.WorkspaceFolder, file: vscode.Uri): Promise<boolean> {
  const names = file.path
    .slice(folder.uri.path.length)
    .split('/')
    .filter((name) => name !== '');
  for (let depth = 0; depth < names.length; depth += 1) {
    const at = vscode.Uri.joinPath(folder.uri, ...names.slice(0, depth), '.gitignore');
    const rules = await vscode.workspace.fs.readFile(at).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => '',
    );
    if (patternsOf(rules).some((pattern) => pathGlob(pattern)(names.slice(depth).join('/')))) return true;
  }
  return false;
}

function patternsOf(rules: string): readonly string[] {
  return rules
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('!'));
}
