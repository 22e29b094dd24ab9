import * as vscode from 'vscode';
import { type DataPolicy, readDataPolicy } from '../../core/policy/index.ts';

/** A data policy with the place that it is laid down in. */
export interface PolicyLayer {
  readonly place: 'user' | 'workspace' | 'folder';
  /** Of a folder. */
  readonly name?: string;
  readonly policy: DataPolicy;
  readonly problems: readonly string[];
}

/** Each place that says something, the user's first. They all hold at once: a workspace only makes it stricter. */
export function readPolicyLayers(): readonly PolicyLayer[] {
  const values = vscode.workspace.getConfiguration('farthing').inspect('policy');
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => ({
    place: 'folder' as const,
    name: folder.name,
    value: vscode.workspace.getConfiguration('farthing', folder).inspect('policy')?.workspaceFolderValue,
  }));
  const places = [
    { place: 'user' as const, value: values?.globalValue },
    { place: 'workspace' as const, value: values?.workspaceValue },
    ...folders,
  ];
  return places
    .map(({ value, ...place }) => ({ ...place, ...readDataPolicy(value) }))
    .filter(({ policy, problems }) => Object.keys(policy).length > 0 || problems.length > 0);
}
