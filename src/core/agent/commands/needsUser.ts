import { type CommandDoubt, doubt } from './doubt.ts';
import { networkPrograms, offlineCommands, wrappers } from './programs.ts';
import type { SubCommand } from './splitCommand.ts';

/** What no list makes automatic: what runs something else, and what is there to reach other machines. */
export function needsUser({ words }: SubCommand): CommandDoubt | undefined {
  const [program, ...rest] = words.map(({ text }) => text);
  const name = programName(program ?? '');
  if (wrappers.has(name)) return doubt('wrapper', `${name} runs what else is written there`);
  if (networkPrograms.has(name)) return doubt('network', `${name} is there to reach other machines`);
  const offline = offlineCommands.get(name);
  if (!offline || isVersion(rest)) return undefined;
  const [command] = name === 'git' && rest[0] === '--no-pager' ? rest.slice(1) : rest;
  if (command?.startsWith('-')) return doubt('option-first', `${name} is given an option before its command`);
  if (command !== undefined && offline.has(command)) return undefined;
  return doubt('network', `${[name, command].filter(Boolean).join(' ')} may reach other machines, or change what is run later`);
}

/** Without letter case, what Windows lets out, and versions: `Python3.11.exe` is `python`. */
export function programName(word: string): string {
  const name = word.toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
  return name.replace(/^(node|python|pip|perl|ruby|php|lua|java|bash|zsh|awk)[-\d.]+$/, '$1');
}

export function isVersion(rest: readonly string[]): boolean {
  return rest.length === 1 && /^(?:--version|-v|-V)$/.test(rest[0] ?? '');
}
