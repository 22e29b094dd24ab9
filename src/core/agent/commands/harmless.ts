import { foldName, isSecretFile } from '../paths/index.ts';
import { type CommandDoubt, doubt } from './doubt.ts';
import { findPredicates, type HarmlessCommand, harmlessCommands, tellVersion } from './harmlessTable.ts';
import { isVersion } from './needsUser.ts';
import { mayLeadOut } from './outside.ts';
import { readArguments } from './readArguments.ts';
import type { SubCommand, Word } from './splitCommand.ts';

/** The name under which a command is harmless with all its arguments; or why one of them makes it otherwise. Undefined: it is not known. */
export function harmlessReason(command: SubCommand): string | CommandDoubt | undefined {
  const words = withoutPager(command.words);
  const [program = '', second = ''] = words.map(({ text }) => text);
  if (tellVersion.has(program) && isVersion(words.slice(1).map(({ text }) => text))) return `${program} ${second}`;
  if (program === 'find') return doubtOfFind(words.slice(1)) ?? program;
  if (program === 'sed') return doubtOfSed(words.slice(1)) ?? 'sed -n';
  const found = findHarmless(words);
  return found && (doubtOfArguments(found.name, found.harmless, found.rest) ?? found.name);
}

/** The paths that a command opens, or looks into. Of a pattern, the folder that it begins with. */
export function pathsOf({ words }: SubCommand): readonly string[] {
  const rest = words.slice(1);
  switch (words[0]?.text) {
    // Git does not follow links: it tells where they lead.
    case 'git':
      return [];
    case 'sed':
      return rest.slice(2).map(folderOfGlob);
    case 'find': {
      const predicates = rest.findIndex(({ text }) => text.startsWith('-'));
      return (predicates < 0 ? rest : rest.slice(0, predicates)).map(folderOfGlob);
    }
  }
  const found = findHarmless(words);
  if (!found || found.harmless.operands === 'text' || found.harmless.operands === 'none') return [];
  const read = readArguments(found.rest, found.harmless);
  return 'rule' in read ? [] : read.operands.slice(startOfPaths(found.harmless, read.given)).map(folderOfGlob);
}

function folderOfGlob({ text, isGlob }: Word): string {
  return isGlob ? text.replace(/[^/]*[*?].*$/, '') || '.' : text;
}

interface Found {
  readonly name: string;
  readonly harmless: HarmlessCommand;
  readonly rest: readonly Word[];
}

function findHarmless(words: readonly Word[]): Found | undefined {
  const [program = '', second = ''] = words.map(({ text }) => text);
  const name = program === 'git' ? `git ${second}` : program;
  const harmless = harmlessCommands.get(name);
  return harmless && { name, harmless, rest: words.slice(program === 'git' ? 2 : 1) };
}

function withoutPager(words: readonly Word[]): readonly Word[] {
  return words[0]?.text === 'git' && words[1]?.text === '--no-pager' ? [...words.slice(0, 1), ...words.slice(2)] : words;
}

/** Where a pattern was not given by an option, it is the first operand. */
function startOfPaths({ operands }: HarmlessCommand, given: ReadonlySet<string>): 0 | 1 {
  return operands === 'pattern-contents' && !given.has('e') && !given.has('regexp') && !given.has('files') ? 1 : 0;
}

function doubtOfArguments(name: string, harmless: HarmlessCommand, rest: readonly Word[]): CommandDoubt | undefined {
  const read = readArguments(rest, harmless);
  if ('rule' in read) return read;
  const { operands, values, given } = read;
  const paths = operands.slice(startOfPaths(harmless, given));
  if (harmless.operands === 'none' && operands.length > 0) return doubt('argument', `${name} is given ${operands[0]?.text}`);
  if (name === 'cd' && (paths.length !== 1 || paths[0]?.isGlob))
    return doubt('changes-folder', 'it does not say into which folder it changes');
  const globs = values.find(({ option, value }) => /^(?:g|i?glob|include)$/.test(option) && !isHarmlessGlob(value));
  if (globs) return doubt('secret', `${globs.value} may choose files that are kept from models`);
  if (values.some(({ option, value }) => /^(?:format|pretty)$/.test(option) && /%G/.test(value)))
    return doubt('option', 'it would check signatures');
  // With them a terminal is steered: its links, its clipboard, what it tells of a command.
  if (/^(?:echo|printf)$/.test(name) && operands.some(({ text }) => /\\(?![nt])/.test(text)))
    return doubt('backslash', 'it may write control characters');
  if (harmless.operands === 'text') return undefined;
  const out = paths.find(({ text }) => mayLeadOut(text) || text.includes('\\') || (text.includes(':') && !name.startsWith('git ')));
  if (out) return doubt('outside', `${out.text} may be outside the workspace`);
  if (!harmless.operands.endsWith('contents')) return undefined;
  if (paths.some(({ isGlob }) => isGlob)) return doubt('glob', 'it reads whatever files fit a pattern');
  if (name.startsWith('git ') && paths.some(({ text }) => /[*?[(!]/.test(text))) return doubt('glob', 'git reads whatever fits a pattern');
  const secret = paths.find(({ text }) => [text, ...text.split(':')].some((piece) => isSecretFile(foldName(piece))));
  if (secret) return doubt('secret', `${secret.text} may hold secrets`);
  const isRecursive = name === 'grep' && (given.has('r') || given.has('recursive'));
  const isNarrowed =
    values.some(({ option }) => option === 'include') || (paths.length > 0 && paths.every(({ text }) => folderOfCode.test(text)));
  return isRecursive && !isNarrowed ? doubt('secret', 'it reads all files, also those that are kept from models') : undefined;
}

/** Where there is code, and next to never a file of secrets. */
const folderOfCode =
  /(?:^|\/)(?:src|tests?|__tests__|specs?|lib|docs?|include|sources?|components|examples?|bench|internal|pkg|[\w-]+\.(?:ts|tsx|js|jsx|py|go|rs|md))\/?$/;

const extension =
  '(?:[cm]?[jt]sx?|py|go|rs|java|kt|swift|c|h|cc|cpp|hpp|cs|rb|php|scala|dart|lua|ex|exs|vue|svelte|html|css|scss|mdx?|sql|proto|graphql|txt)';
const globOfCode = new RegExp(`^[\\w*/-]*\\*\\.(?:${extension}|\\{${extension}(?:,${extension})*\\})$`);

/** A pattern fits hidden files too: only such as end like code are known to fit no secrets. */
function isHarmlessGlob(glob: string): boolean {
  return glob.startsWith('!') || globOfCode.test(glob);
}

function doubtOfFind(rest: readonly Word[]): CommandDoubt | undefined {
  let isValue = false;
  for (const { text, isGlob } of rest) {
    if (isValue) isValue = false;
    else if (text.startsWith('-')) {
      const name = text.slice(1);
      isValue = findPredicates.has(`${name}=`);
      if (!isValue && !findPredicates.has(name)) return doubt('option', `find ${text} does more than find`);
    } else if (mayLeadOut(text) || /[\\:]/.test(text) || isGlob) return doubt('outside', `${text} may be outside the workspace`);
  }
  return undefined;
}

/** `sed` runs and writes by its scripts: only the printing of lines is known. */
function doubtOfSed([option, script, ...files]: readonly Word[]): CommandDoubt | undefined {
  if (option?.text !== '-n' || !/^(?:\d{1,9}|\$)(?:,(?:\d{1,9}|\$))?p$/.test(script?.text ?? ''))
    return doubt('option', 'sed does more than print lines');
  const wrong = files.find(({ text, isGlob }) => isGlob || text.startsWith('-') || mayLeadOut(text) || /[\\:]/.test(text));
  if (wrong) return doubt('outside', `${wrong.text} may be another file than it looks`);
  const secret = files.find(({ text }) => isSecretFile(foldName(text)));
  return secret && doubt('secret', `${secret.text} may hold secrets`);
}
