import * as vscode from 'vscode';

/** Where a document lies: what data policies, rules and exclusions ask about. */
export interface WorkspacePlace {
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** Relative to that folder, with `/`; the whole path outside of all folders; empty where the text is no file's. */
  readonly path: string;
}

export function workspacePlaceOf(uri: vscode.Uri): WorkspacePlace {
  // The box that a commit message is typed in: no file, but a repository's.
  if (uri.scheme === 'vscode-scm') return { folder: folderOfRepository(uri), path: '' };
  const folder = folderOf(uri);
  return { folder, path: pathIn(folder, uri) };
}

/**
 * The workspace folder that a document lies in. A cell of a notebook, or a file that is not saved yet, has a scheme of its own and the path of
 * the file: what holds for the file holds for it.
 */
function folderOf(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const own = vscode.workspace.getWorkspaceFolder(uri);
  // Such a path as the editor makes addresses of: others, it refuses.
  if (own || !/^\/(?!\/)/.test(uri.path)) return own;
  return vscode.workspace.workspaceFolders?.find(({ uri: { scheme, authority } }) =>
    vscode.workspace.getWorkspaceFolder(uri.with({ scheme, authority, query: '', fragment: '' })),
  );
}

/** By length: the editor knows folders whatever the case of their letters, where the file system does. */
function pathIn(folder: vscode.WorkspaceFolder | undefined, { path }: vscode.Uri): string {
  return folder ? path.slice(folder.uri.path.length).replace(/^\/+/, '') : path;
}

/**
 * The folder in which the repository lies, or the only one that lies in the repository. The editor names the repository in the address of its
 * box (`rootUri`). Of several none is: what any folder forbids is then forbidden.
 */
function folderOfRepository({ query }: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const root = new URLSearchParams(query).get('rootUri');
  if (!root) return undefined;
  const uri = vscode.Uri.parse(root);
  const within = vscode.workspace.workspaceFolders?.filter((folder) => `${folder.uri.path}/`.startsWith(`${uri.path}/`)) ?? [];
  return vscode.workspace.getWorkspaceFolder(uri) ?? (within.length === 1 ? within[0] : undefined);
}
