import type { Uri } from 'vscode';
import type { CompiledRules } from '../core/rules/cel/index.ts';
import type { RuleProblem, RuleSource } from '../core/rules/index.ts';
import type { TextProblem, WaitingRule } from './rulesText.ts';

/** Rules of one place: the user's settings, or the file of a workspace folder. */
export type RuleSet = UsersRuleSet | FolderRuleSet;

/** There are rules that nobody could read, and no earlier ones that count in their place. */
export function isUnknown(set: RuleSet): boolean {
  return set.place === 'folder' && set.text === undefined && set.compiled === undefined;
}

interface RuleSetInForce {
  /** What counts: the last good set where there are problems now; undefined where there never was one. */
  readonly compiled: CompiledRules | undefined;
  /** What is written now has problems, and an earlier set counts. */
  readonly isLastGood: boolean;
}

export interface UsersRuleSet extends RuleSetInForce {
  readonly place: 'user';
  readonly source: Extract<RuleSource, 'user'>;
  readonly problems: readonly RuleProblem[];
}

export interface FolderRuleSet extends RuleSetInForce {
  readonly place: 'folder';
  /** The folder's address, by which approvals are kept, and its name. */
  readonly folder: string;
  readonly name: string;
  readonly file: Uri;
  readonly source: Exclude<RuleSource, 'user'>;
  /** Of the content that counts: what an approval is bound to. */
  readonly hash: string | undefined;
  /** As it stands in the file; undefined: it could not be read. */
  readonly text: string | undefined;
  readonly problems: readonly TextProblem[];
  /** Rules of the text that could do more than restrict. */
  readonly waiting: readonly WaitingRule[];
}
