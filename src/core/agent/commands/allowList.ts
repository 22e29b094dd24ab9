import { foldName, isSecretFile, protectionOf } from '../paths/index.ts';
import { type CommandDoubt, doubt } from './doubt.ts';
import { needsUser, programName } from './needsUser.ts';
import { mayLeadOut } from './outside.ts';
import { interpreters, offlineCommands } from './programs.ts';
import { type SubCommand, splitCommand, type Word } from './splitCommand.ts';

/** Longer entries are none. */
const mostCharacters = 200;

/** They run the program behind them, which the entry must name. */
const runners = /^(?:poetry|uv|pipenv|hatch) run$|^bundle exec$|^(?:npm|pnpm|yarn|bun) (?:run|run-script)$|^deno task$/;

export interface AllowListProblem {
  readonly entry: string;
  readonly reason: string;
}

/** The entries that count for nothing, with the reason: to be told to the user who wrote them. */
export function allowListProblems(entries: readonly string[]): readonly AllowListProblem[] {
  return entries.flatMap((entry) => {
    const read = readEntry(entry);
    return 'rule' in read ? [{ entry, reason: read.reason }] : [];
  });
}

/** The entry that a command begins with; or why its other arguments make it another command. Undefined: none names it. */
export function entryFor(command: SubCommand, entries: readonly string[]): string | CommandDoubt | undefined {
  let problem: CommandDoubt | undefined;
  for (const entry of entries) {
    const read = readEntry(entry);
    if ('rule' in read || !read.words.every((word, index) => command.words[index]?.text === word)) continue;
    const wrong = doubtOfRest(command.words.slice(read.words.length), read.words);
    if (!wrong) return read.words.join(' ');
    problem ??= wrong;
  }
  return problem;
}

/** An entry is words, compared one by one: there is no pattern in it that could take for ever, or mean more than it says. */
function readEntry(entry: string): { readonly words: readonly string[] } | CommandDoubt {
  if (entry.length > mostCharacters) return doubt('too-long', `it is longer than ${mostCharacters} characters`);
  const split = splitCommand(entry.trim());
  if ('rule' in split) return split;
  const [command, ...others] = split.commands;
  if (!command || others.length > 0) return doubt('several', 'it holds several commands: list them one by one');
  if (command.words.some(({ isGlob, isQuoted }) => isGlob || isQuoted))
    return doubt('pattern', 'it holds a pattern or quotes: only plain words count');
  const mustAsk = needsUser(command);
  if (mustAsk) return doubt(mustAsk.rule, `${mustAsk.reason}: it is always asked`);
  const words = command.words.map(({ text }) => text);
  const [program = '', second] = words;
  const name = programName(program);
  if (second === undefined && (interpreters.has(name) || offlineCommands.has(name))) {
    return doubt('too-much', `${program} does anything: say which of its commands`);
  }
  if (runners.test(words.join(' '))) return doubt('too-much', 'it runs anything: say what');
  if (interpreters.has(name) && second?.startsWith('-') && !isTestModule(words)) {
    return doubt('too-much', `${program} ${second} runs anything: say which script`);
  }
  return { words };
}

/** `python -m pytest` is how its tests are run. */
function isTestModule([program = '', option, module = '']: readonly string[]): boolean {
  return (
    /^py(?:thon)?[23]?$/.test(program) && option === '-m' && /^(?:pytest|unittest|mypy|ruff|black|flake8|pylint|compileall)$/.test(module)
  );
}

/** By such options programs run, load, write or reach something else than what the user meant. */
const powerfulOption = new RegExp(
  (
    'exec shell eval conf plugin require import load output outfile outdir script hook pager editor cmd command tool init ' +
    'env prefix cwd dir write fix upload url host port proxy registry install remote setup save delete force update print ' +
    'parser resolver transform runner preset inspect debug open serve global manifest root project file node-option vm java ' +
    'linker flags pre$ rule module allow unsafe template'
  ).replaceAll(' ', '|'),
  'i',
);
const reporters =
  /^--?(?:reporters?|format|formatter)=(?:dot|verbose|default|basic|json|tap|junit|spec|list|min|stylish|unix|compact|pretty|summary)$/;
const harmlessLetters = /^-[tvkqxnlhgam\d]+$/;
const goOptions = /^-(?:run|count|race|short|bench|benchtime|benchmem|timeout|parallel|failfast|cover|cpu|skip)(?:=|$)/;

function doubtOfRest(rest: readonly Word[], entry: readonly string[]): CommandDoubt | undefined {
  // Before `--`, npm takes options of its own.
  const ownEnd = rest.findIndex(({ text }) => text === '--');
  for (const [index, { text }] of rest.entries()) {
    if (/:\/\/|^[\w.-]+@[\w.-]+:/.test(text)) return doubt('network', `${text} is on another machine`);
    if (mayLeadOut(text)) return doubt('outside', `${text} may be outside the workspace`);
    const guarded = guardedFile(text);
    if (guarded !== undefined) return doubt('guarded-file', `${guarded} is not an ordinary file`);
    const isNpmOwn = entry[0] === 'npm' && (ownEnd < 0 || index < ownEnd);
    if (text.startsWith('-') && text !== '--' && !isHarmlessOption(text, isNpmOwn))
      return doubt('option', `${text} may make it another command`);
    if (!text.startsWith('-') && (entry[0] === 'make' || entry[0] === 'gmake') && text.includes('='))
      return doubt('option', `${text} sets a variable of make`);
    if (/^(?:go|cargo)$/.test(entry[0] ?? '') && text.includes('@')) return doubt('network', `${text} may be loaded from elsewhere`);
    if (text.startsWith('+')) return doubt('option', `${text} chooses another tool chain`);
  }
  return undefined;
}

/** What holds secrets, or steers the editor, git, agents or shells, is the user's to decide, whatever is done to it. */
function guardedFile(text: string): string | undefined {
  return [text, ...text.split(/[=:,]/)].find((piece) => isSecretFile(foldName(piece)) || protectionOf(foldName(piece)) !== undefined);
}

function isHarmlessOption(text: string, isNpmOwn: boolean): boolean {
  if (isNpmOwn) return /^(?:--silent|-s|--if-present|--workspaces|-ws)$/.test(text);
  if (text.startsWith('--')) {
    const name = /^--[A-Za-z][A-Za-z0-9-]*/.exec(text)?.[0];
    if (name === undefined) return false;
    if (/^--(?:reporters?|format|formatter)$/.test(name)) return reporters.test(text);
    return /^--test(?:Path|Name)Patterns?$/.test(name) || !powerfulOption.test(name);
  }
  return harmlessLetters.test(text) || goOptions.test(text);
}
