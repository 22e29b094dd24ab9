import * as vscode from 'vscode';
import type { EntryRules } from '../core/completion/context/index.ts';
import { globProblem, type Policy, pathGlob, pathUseOf } from '../core/policy/index.ts';

export interface ContextExclusionsPorts {
  /** The policy in force; the very same object for as long as nothing changes. */
  readonly policy: () => Policy;
  /** The user's patterns for paths, as they are written in the settings. */
  readonly exclude: () => readonly unknown[];
}

type Exclusions = Pick<EntryRules, 'isTrusted' | 'pathUse' | 'isExcluded'>;

/** What the user and the policies say of files whose text could stand in a prompt for another one. */
export function contextExclusions({ policy, exclude }: ContextExclusionsPorts): Exclusions {
  let read: { readonly key: string; readonly excludes: (path: string) => boolean } | undefined;
  const excludes = (path: string): boolean => {
    const patterns = exclude();
    const key = JSON.stringify(patterns);
    if (read?.key !== key) read = { key, excludes: excludedBy(patterns) };
    return read.excludes(path);
  };
  return {
    isTrusted: () => vscode.workspace.isTrusted,
    pathUse: ({ path, workspace }) =>
      pathUseOf(policy(), { kind: 'completion.line', paths: [path], ...(workspace !== undefined && { workspace }) }),
    isExcluded: ({ path }) => excludes(path),
  };
}

/** Nobody knows what a pattern of no use was to keep out: nothing enters until it is corrected. */
function excludedBy(patterns: readonly unknown[]): (path: string) => boolean {
  const isReadable = patterns.every((pattern) => typeof pattern === 'string' && globProblem(pattern) === undefined);
  if (!isReadable) return () => true;
  const fits = patterns.map((pattern) => pathGlob(String(pattern)));
  return (path) => fits.some((fit) => fit(path));
}
