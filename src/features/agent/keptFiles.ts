import type * as vscode from 'vscode';
import { type Policy, pathUseOf } from '../../core/policy/index.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';

interface KeptFilesPorts {
  readonly excluded: Pick<ExcludedFiles, 'isExcluded'>;
  readonly policy: () => Policy;
}

/** Is a file kept from models, by the user's exclusions or a rule for its path? Its own folder is asked, not the task's; of a file in none, all are. */
export function isKeptFile(path: string, folder: Pick<vscode.WorkspaceFolder, 'name'> | undefined, ports: KeptFilesPorts): boolean {
  const place = folder && { workspace: folder.name };
  return (
    ports.excluded.isExcluded({ path, ...place }) ||
    pathUseOf(ports.policy(), { kind: 'agent.step', paths: [path], ...place }) === 'nothing'
  );
}
