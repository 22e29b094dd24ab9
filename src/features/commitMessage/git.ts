import * as vscode from 'vscode';

/**
 * As much of the built-in git extension's API, version 1, as a commit message needs. Its methods want to be called on it, because its fields are
 * private.
 */
export interface GitApi {
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

/** Another object each time one is asked for: it is known again by `keyOf`. */
export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  /** The unified diff of what is staged, or else of the working tree against the index. */
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
  getCommit(ref: string): Promise<{ readonly message: string }>;
  /** A commit was made in this window. */
  readonly onDidCommit: vscode.Event<void>;
}

export function keyOf({ rootUri }: Repository): string {
  return rootUri.toString();
}

/** Undefined where the built-in extension is switched off, or has no git. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension('vscode.git');
  if (!extension) return undefined;
  const exported: unknown = await extension.activate();
  return isGit(exported) && exported.enabled ? exported.getAPI(1) : undefined;
}

interface Git {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

function isGit(exported: unknown): exported is Git {
  return typeof exported === 'object' && exported !== null && 'getAPI' in exported && 'enabled' in exported;
}

/** The one whose title bar was pressed, the one of the file that is looked at, or the only one. */
export function chosenRepository(api: GitApi, sourceControl: unknown): Repository | undefined {
  const pressed = rootUriOf(sourceControl);
  const looked = vscode.window.activeTextEditor?.document.uri;
  const byUri = pressed ?? looked;
  const found = byUri && (api.getRepository(byUri) ?? undefined);
  if (found || pressed) return found;
  const { repositories } = api;
  return repositories.length === 1 ? repositories[0] : undefined;
}

/** What the editor hands to a command in the title of a source control. */
function rootUriOf(sourceControl: unknown): vscode.Uri | undefined {
  if (typeof sourceControl !== 'object' || sourceControl === null || !('rootUri' in sourceControl)) return undefined;
  return sourceControl.rootUri as vscode.Uri | undefined;
}
