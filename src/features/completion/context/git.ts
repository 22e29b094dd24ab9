import * as vscode from 'vscode';

/** As much of the API of the built-in git extension (version 1) as is used here. Older ones lack what is optional. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** Which of these paths are ignored. */
  checkIgnore?(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of the index, or of the working tree. */
  diff?(cached?: boolean): Promise<string>;
}

interface GitApi {
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
}

/** Undefined where the editor has no git, or where it is switched off. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
  if (!extension) return undefined;
  try {
    const git = await extension.activate();
    return git.enabled ? git.getAPI(1) : undefined;
  } catch {
    // It throws where the user switched it off meanwhile.
    return undefined;
  }
}
