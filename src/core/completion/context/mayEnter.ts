import type { PathUse } from '../../policy/index.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SourceFile } from './sourceFile.ts';

/** What decides whether text of a file may stand in the prompt for another one. Asked at every prompt: what was allowed may be so no more. */
export interface EntryRules {
  readonly isTrusted: () => boolean;
  /** What the data policy says of a file, and of files that are there to hold secrets. */
  readonly pathUse: (file: Pick<SourceFile, 'path' | 'workspace'>) => PathUse | undefined;
  /** By the user's own patterns. */
  readonly isExcluded: (file: Pick<SourceFile, 'path' | 'workspace'>) => boolean;
  /** By git; undefined as long as nobody knows. */
  readonly isIgnored: (uri: string) => boolean | undefined;
}

export type EntryVerdict = { readonly enters: true } | { readonly enters: false; readonly reason: KeptOut };

/** `path-policy`: only this machine's models may see it, or none, be it by a built-in rule (`.env`, keys) or by one that was set. */
type KeptOut =
  | 'scheme'
  | 'path-policy'
  | 'excluded-by-user'
  | 'too-large'
  | 'binary'
  | 'minified'
  | 'untrusted'
  | 'other-folder'
  | 'ignored-by-git'
  | 'ignored-unknown';

/** What a user writes in; outputs, settings pages, the sides of a comparison and what other extensions make up are not. */
const readableSchemes: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote']);

/** Is it worth looking at at all? */
export function isReadableScheme(scheme: string): boolean {
  return readableSchemes.has(scheme);
}

const entered: EntryVerdict = { enters: true };

/**
 * May text of this file stand in the prompt for a completion in that one? Not where the data policy has a rule for its path, even one that only
 * keeps it on this machine: the prompt may go elsewhere.
 */
export function mayEnter(file: SourceFile, own: Pick<Snapshot, 'path' | 'workspace'>, rules: EntryRules): EntryVerdict {
  if (!readableSchemes.has(file.scheme)) return keptOut('scheme');
  // A prompt that comes from one folder is held to that folder's rules as well.
  const isRuled = rules.pathUse(file) !== undefined || rules.pathUse({ ...own, path: file.path }) !== undefined;
  if (isRuled) return keptOut('path-policy');
  if (rules.isExcluded(file)) return keptOut('excluded-by-user');
  if (file.content !== 'text') return keptOut(file.content);
  // Nothing else that a repository brings along leaves before the user trusts it.
  const isOwn = file.path === own.path && file.workspace === own.workspace;
  if (!isOwn && !rules.isTrusted()) return keptOut('untrusted');
  // A folder may have a data policy of its own, which a request from another one is not held to.
  if (file.workspace !== undefined && own.workspace !== undefined && file.workspace !== own.workspace) return keptOut('other-folder');
  if (file.scheme === 'untitled') return entered;
  const isIgnored = rules.isIgnored(file.uri);
  if (isIgnored === undefined) return keptOut('ignored-unknown');
  return isIgnored ? keptOut('ignored-by-git') : entered;
}

function keptOut(reason: KeptOut): EntryVerdict {
  return { enters: false, reason };
}
