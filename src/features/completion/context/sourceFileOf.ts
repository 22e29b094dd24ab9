import type * as vscode from 'vscode';
import type { ContentKind, SourceFile } from '../../../core/completion/context/index.ts';
import { workspacePlaceOf } from '../../../platform/workspacePlace.ts';

export function sourceFileOf(uri: vscode.Uri, content: ContentKind = 'text'): SourceFile {
  const { folder, path } = workspacePlaceOf(uri);
  return { uri: uri.toString(), scheme: uri.scheme, path, ...(folder && { workspace: folder.name }), content };
}
