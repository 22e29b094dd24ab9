import type { ApprovalVerdict } from '../approval.ts';
import { entryFor } from './allowList.ts';
import { deniedBy } from './denied.ts';
import { type CommandDoubt, doubt } from './doubt.ts';
import { harmlessReason } from './harmless.ts';
import { needsUser } from './needsUser.ts';
import { type CommandSystem, type SubCommand, splitCommand } from './splitCommand.ts';

export interface CommandLists {
  /** Words that a command may begin with, `npm test`: the user's. An entry that says too much counts for nothing, see `allowListProblems`. */
  readonly allow: readonly string[];
  /** Words that no command may begin with, nor hold. */
  readonly deny: readonly string[];
  /** What the user approved by its whole text. */
  readonly approvedTests: readonly string[];
  /** Undefined: what is dangerous in any shell of any system counts. */
  readonly system?: CommandSystem;
  /** Relative to the workspace folder; undefined, empty or `.`: it is that folder. */
  readonly folder?: string;
}

/** More commands in one line are read by nobody. */
const mostSubCommands = 8;

/**
 * May the agent run that without asking? What is denied comes first. Else each command of the line must be harmless with all its arguments, or begin
 * as the user's list says, and the line as a whole must be one that every shell reads as we do; all else is asked. Nothing that is there to reach the
 * network is automatic, whatever the list says (CVE-2025-55284). The model has no say in it.
 */
export function judgeCommand(command: string, lists: CommandLists): ApprovalVerdict {
  const denied = deniedBy(command, lists.deny);
  if (denied) return { verdict: denied.isPlain ? 'refuse' : 'ask', rule: 'denied', reason: `your list denies "${denied.entry}"` };
  if (command.trim() !== '' && lists.approvedTests.includes(command)) return { verdict: 'automatic', rule: 'approved-test' };
  const split = splitCommand(command, lists.system);
  if ('rule' in split) return asked(split);
  const { commands } = split;
  if (commands.length > mostSubCommands) return asked(doubt('too-many-commands', `it holds more than ${mostSubCommands} commands`));
  const whole = doubtOfWhole(commands, lists.folder);
  if (whole) return asked(whole);
  const rules: string[] = [];
  for (const each of commands) {
    const verdict = judgeOne(each, lists.allow);
    if (typeof verdict !== 'string') return asked(verdict);
    rules.push(verdict);
  }
  return { verdict: 'automatic', rule: [...new Set(rules)].join(', ') };
}

/** It only looks, whoever runs it: no list has a say in it. */
export function isHarmless(command: string, folder?: string): boolean {
  return judgeCommand(command, { allow: [], deny: [], approvedTests: [], ...(folder !== undefined && { folder }) }).verdict === 'automatic';
}

/** The rule by which it is automatic, or why it is not. */
function judgeOne(command: SubCommand, allow: readonly string[]): string | CommandDoubt {
  const mustAsk = needsUser(command);
  if (mustAsk) return mustAsk;
  const harmless = harmlessReason(command);
  if (harmless !== undefined) return typeof harmless === 'string' ? `harmless: ${harmless}` : harmless;
  const allowed = entryFor(command, allow);
  if (typeof allowed === 'string') return `your list: ${allowed}`;
  return allowed ?? doubt('not-in-list', `your list does not name "${command.words[0]?.text ?? ''}"`);
}

/**
 * A folder that the agent could have filled is a repository to git, if it looks like one, and git runs what is set there: git is asked about but in
 * the workspace folder itself.
 */
function doubtOfWhole(commands: readonly SubCommand[], folder: string | undefined): CommandDoubt | undefined {
  const moves = commands.filter(({ words }) => words[0]?.text === 'cd');
  const first = commands[0]?.words[0]?.text;
  if (moves.length > 1 || (moves.length === 1 && (first !== 'cd' || commands[0]?.next !== '&&'))) {
    return doubt('changes-folder', 'it changes the folder in the midst of it');
  }
  const isElsewhere = moves.length > 0 || (folder !== undefined && folder !== '' && folder !== '.');
  if (isElsewhere && commands.some(({ words }) => words[0]?.text === 'git')) {
    return doubt('git-elsewhere', 'git would run in a folder that may have settings of its own');
  }
  return undefined;
}

function asked({ rule, reason }: CommandDoubt): ApprovalVerdict {
  return { verdict: 'ask', rule, reason };
}
