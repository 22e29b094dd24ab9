import * as vscode from 'vscode';
import { globProblem, pathGlob } from '../core/policy/index.ts';
import { workspacePlaceOf } from './workspacePlace.ts';

/** What keeps a file from being completed, and out of prompts about other files. `window`: the user said so, of a file without a folder. */
export type Exclusion =
  | { readonly by: 'glob'; readonly glob: string }
  /** The setting cannot be read: what it was to keep out is not known, so all is kept out until it is corrected. */
  | { readonly by: 'unreadable'; readonly problem: string }
  | { readonly by: 'window' };

interface Glob {
  readonly glob: string;
  readonly fits: (path: string) => boolean;
}

type Globs = { readonly globs: readonly Glob[] } | { readonly problem: string };

const key = 'completion.exclude';

/**
 * The files in which nothing is completed, and nothing of which is told to a model: those of the user's globs, of the workspace's and of the
 * folder's, which add up. A workspace can keep more out, and bring nothing in.
 */
export class ExcludedFiles {
  /** By folder. Read once, because every key asks and the editor copies its settings whenever they are read. */
  readonly #globs = new Map<string, Globs>();
  /** Files without a workspace folder, whose settings could name them, by address: until the window is closed. */
  readonly #off = new Map<string, string>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    const forget = (): void => this.#globs.clear();
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`farthing.${key}`)) forget();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
    );
  }

  exclusionOf = (uri: vscode.Uri): Exclusion | undefined => {
    if (this.#off.has(uri.toString())) return { by: 'window' };
    const { folder, path } = workspacePlaceOf(uri);
    return this.#exclusionIn(folder, path);
  };

  /** The same of a file that is known by its path and the name of its workspace folder. Of folders with one name all must let it in. */
  isExcluded = ({ path, workspace }: { readonly path: string; readonly workspace?: string }): boolean => {
    if (workspace === undefined) return [...this.#off.values()].includes(path) || this.#exclusionIn(undefined, path) !== undefined;
    const folders = vscode.workspace.workspaceFolders?.filter(({ name }) => name === workspace) ?? [];
    return (folders.length === 0 ? [undefined] : folders).some((folder) => this.#exclusionIn(folder, path) !== undefined);
  };

  /** Of a file without a workspace folder. */
  turnOff(uri: vscode.Uri): void {
    this.#off.set(uri.toString(), workspacePlaceOf(uri).path);
  }

  /** False where it was not turned off. */
  turnOn(uri: vscode.Uri): boolean {
    return this.#off.delete(uri.toString());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #exclusionIn(folder: vscode.WorkspaceFolder | undefined, path: string): Exclusion | undefined {
    const read = this.#globsIn(folder);
    if ('problem' in read) return { by: 'unreadable', problem: read.problem };
    const found = read.globs.find(({ fits }) => fits(path));
    return found && { by: 'glob', glob: found.glob };
  }

  #globsIn(folder: vscode.WorkspaceFolder | undefined): Globs {
    const address = folder?.uri.toString() ?? '';
    const globs = this.#globs.get(address) ?? readGlobs(folder);
    this.#globs.set(address, globs);
    return globs;
  }
}

/** Value by value: a merged one would be the workspace's alone. */
function readGlobs(folder: vscode.WorkspaceFolder | undefined): Globs {
  const values = vscode.workspace.getConfiguration('farthing', folder).inspect<unknown>(key);
  const lists = [values?.globalValue, values?.workspaceValue, values?.workspaceFolderValue].filter((value) => value !== undefined);
  const globs = lists.flat();
  const texts = globs.filter((glob) => typeof glob === 'string');
  if (!lists.every(Array.isArray) || texts.length < globs.length) return { problem: 'must be a list of globs such as ["*.env"]' };
  const problem = texts.map((glob) => [glob, globProblem(glob)] as const).find(([, wrong]) => wrong !== undefined);
  if (problem) return { problem: `${problem[0]}: ${problem[1]}` };
  return { globs: [...new Set(texts)].map((glob) => ({ glob, fits: pathGlob(glob) })) };
}
