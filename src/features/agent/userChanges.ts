import path from 'node:path';
import * as vscode from 'vscode';
import type { WatchUser } from '../../providers/checkpoints/index.ts';

/**
 * What the user changes of a folder's files in the editor. The editor tells what was saved, created, moved or removed, not by whom: that it was the user is inferred
 * from when it is asked, while a command or somebody else's tool runs for a task, which writes to the disk beside the editor. So what another task or another
 * extension saves meanwhile counts as the user's, too: it is none of that command's.
 */
export function userChangesIn(folder: vscode.Uri): WatchUser {
  return (changed) => {
    const tell = (...uris: readonly vscode.Uri[]): void => {
      for (const uri of uris) if (uri.scheme === folder.scheme) changed(relativeTo(folder, uri));
    };
    const { workspace } = vscode;
    const disposables = [
      workspace.onDidSaveTextDocument(({ uri }) => tell(uri)),
      workspace.onDidSaveNotebookDocument(({ uri }) => tell(uri)),
      workspace.onDidCreateFiles(({ files }) => tell(...files)),
      workspace.onDidRenameFiles(({ files }) => tell(...files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
      workspace.onDidDeleteFiles(({ files }) => tell(...files)),
    ];
    return () => {
      for (const disposable of disposables) disposable.dispose();
    };
  };
}

function relativeTo(folder: vscode.Uri, { fsPath }: vscode.Uri): string {
  return path.relative(folder.fsPath, fsPath).split(path.sep).join('/');
}
