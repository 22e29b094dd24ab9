import { revealInvisible } from '../../policy/index.ts';
import type { ApprovalContent, ApprovalVerdict } from '../approval.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PathVerdict } from '../paths/index.ts';
import { doubtOfChanges } from './doubtOfChanges.ts';

export interface JudgedCall {
  readonly mode: ApprovalMode;
  /** Of each file that would be read or written; of a command, of the folder that it runs in, and of each file that it reads. */
  readonly paths: readonly PathVerdict[];
  readonly command?: ApprovalVerdict;
  readonly isTrusted: boolean;
}

/**
 * May that happen, and who says so? Decided from what would be done, never from what the model says of it. What is refused for one path is refused; what
 * is not automatic by a rule that is named is asked.
 */
export function verdictOn(content: ApprovalContent | undefined, given: JudgedCall): ApprovalVerdict {
  if (!given.isTrusted)
    return { verdict: 'refuse', rule: 'untrusted-workspace', reason: 'the agent is off until the workspace is trusted' };
  for (const path of given.paths) if (path.verdict === 'refuse') return path;
  if (content?.type === 'command' && given.command?.verdict === 'refuse') return given.command;
  for (const path of given.paths) if (path.verdict === 'ask') return { verdict: 'ask', rule: path.rule, reason: path.reason };
  switch (content?.type) {
    case undefined:
      return { verdict: 'automatic', rule: 'reading' };
    case 'read':
      return given.paths.length > 0 ? { verdict: 'automatic', rule: 'reading' } : ask('not-judged', 'nobody looked at that path');
    case 'changes':
      return verdictOnChanges(content, given);
    case 'command':
      return verdictOnCommand(content, given);
    case 'external':
      return ask('external-tool', 'what a tool of somebody else does is not known');
  }
}

type Content<Type extends ApprovalContent['type']> = Extract<ApprovalContent, { readonly type: Type }>;

function verdictOnChanges({ changes }: Content<'changes'>, { mode, paths }: JudgedCall): ApprovalVerdict {
  const judged = new Set(paths.flatMap((path) => (path.verdict === 'ordinary' ? [path.path] : [])));
  if (changes.length === 0 || !changes.every(({ path }) => judged.has(path))) return ask('not-judged', 'nobody looked at one of the paths');
  if (mode === 'every-step') return ask('every-step', 'each change is asked');
  const doubt = changes.map(doubtOfChanges).find((each) => each !== undefined);
  return doubt ? ask(doubt.rule, doubt.reason) : { verdict: 'automatic', rule: 'ordinary-edit' };
}

/** Where each step is asked, so is what was approved before; the user's own list counts only where it is to. */
function verdictOnCommand({ command, folder, shown }: Content<'command'>, given: JudgedCall): ApprovalVerdict {
  if (!given.command) return ask('not-judged', 'nobody looked at the command');
  const isFolderJudged = folder === '.' || given.paths.some((path) => path.verdict === 'ordinary' && path.path === folder);
  if (!isFolderJudged) return ask('not-judged', 'nobody looked at the folder that it would run in');
  if (given.command.verdict !== 'automatic') return given.command;
  if (given.mode === 'every-step') return ask('every-step', 'each command is asked');
  const { rule } = given.command;
  if (given.mode === 'edits' && rule !== 'approved-test') return ask('commands-are-asked', 'each command is asked');
  if (revealInvisible(command) !== command || shown !== command) return ask('invisible-character', 'the command is not what it looks like');
  return { verdict: 'automatic', rule };
}

function ask(rule: string, reason: string): ApprovalVerdict {
  return { verdict: 'ask', rule, reason };
}
