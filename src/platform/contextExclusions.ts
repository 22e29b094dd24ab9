import * as vscode from 'vscode';
import type { EntryRules } from '../core/completion/context/index.ts';
import { type Policy, pathUseOf } from '../core/policy/index.ts';

export interface ContextExclusionsPorts {
  /** The policy in force; the very same object for as long as nothing changes. */
  readonly policy: () => Policy;
  /** By the user's globs, as `ExcludedFiles` reads them. */
  readonly isExcluded: EntryRules['isExcluded'];
}

/** What the user and the policies say of files whose text could stand in a prompt for another one. */
export function contextExclusions({ policy, isExcluded }: ContextExclusionsPorts): Omit<EntryRules, 'isIgnored'> {
  return {
    isTrusted: () => vscode.workspace.isTrusted,
    pathUse: ({ path, workspace }) =>
      pathUseOf(policy(), { kind: 'completion.line', paths: [path], ...(workspace !== undefined && { workspace }) }),
    isExcluded,
  };
}
