import { type CommandDoubt, doubt } from './doubt.ts';
import { readQuoted } from './readQuoted.ts';

export type CommandSystem = 'posix' | 'windows';

export interface Word {
  /** Without its quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
  /** The shell puts the names of files in its place. */
  readonly isGlob: boolean;
}

export interface SubCommand {
  /** At least one; the first is plain: letters and digits. */
  readonly words: readonly Word[];
  /** What stands between it and the next one. */
  readonly next?: Operator;
}

export type Operator = '&&' | '||' | ';' | '|';

/** Longer ones are read by nobody to the end, nor is what stands behind a long blank. */
const mostCharacters = 2_000;
const longBlank = / {8,}/;

/** Errors go to where the output goes; and either goes nowhere, where that is no file. */
const harmlessRedirections: Readonly<Record<'posix' | 'any', RegExp>> = {
  posix: /^(?:2>&1|[12]?> ?\/dev\/null)(?= |$|[;|&])/,
  any: /^2>&1(?= |$|[;|&])/,
};

/** What means nothing to bash, zsh, fish, PowerShell and cmd within an unquoted word. */
const plainCharacter = /[A-Za-z0-9_./:=,+@%~-]/;

/** Whoever writes a list of them in a word puts words in it, in PowerShell. */
const list = /^,|,,|,[-/]|,$/;

/**
 * The line as its commands. Only what bash, zsh, fish, PowerShell and, unless the system is known to have none, cmd read in the same way is
 * understood: plain words, plain quotes, and `&&`, `||`, `;`, `|`. Anything else is a doubt, by name where it has one.
 */
export function splitCommand(line: string, system?: CommandSystem): { readonly commands: readonly SubCommand[] } | CommandDoubt {
  const problem = doubtOfLine(line, system);
  if (problem) return problem;
  const commands: SubCommand[] = [];
  let words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (line[at] === ' ') {
      at += 1;
      continue;
    }
    const rest = line.slice(at);
    const redirection = words.length > 0 ? harmlessRedirections[system === 'posix' ? 'posix' : 'any'].exec(rest)?.[0] : undefined;
    if (redirection) {
      at += redirection.length;
      continue;
    }
    const operator = operatorAt(rest);
    if (operator !== undefined) {
      if (words.length === 0) return doubt('unreadable', 'a command is missing in it');
      commands.push({ words, next: operator });
      words = [];
      at += operator.length;
      continue;
    }
    if (/^(?:[;|]|&&)/.test(rest)) return doubt('unreadable', 'it holds an operator that not every shell knows');
    const read = readWord(line, at, system);
    if ('rule' in read) return read;
    const wrong = words.length === 0 ? doubtOfCommandWord(read.word) : doubtOfWord(read.word);
    if (wrong) return wrong;
    words.push(read.word);
    at = read.end;
  }
  if (words.length === 0) return doubt('unreadable', 'a command is missing in it');
  return { commands: [...commands, { words }] };
}

function doubtOfLine(line: string, system: CommandSystem | undefined): CommandDoubt | undefined {
  if (line.trim() === '') return doubt('empty', 'there is no command');
  if (line.length > mostCharacters) return doubt('too-long', `it is longer than ${mostCharacters} characters`);
  if (/[\r\n]/.test(line)) return doubt('newline', 'it holds more than one line');
  if (/[^\x20-\x7e]/.test(line)) return doubt('odd-character', 'it holds characters that shells read differently, or that are not seen');
  if (longBlank.test(line)) return doubt('long-blank', 'it holds a long blank, behind which something could be overlooked');
  if (line.includes('`')) return doubt('substitution', 'it holds a backtick');
  if (system !== 'posix' && /%[^%\s]{2,}%/.test(line)) return doubt('expansion', 'it holds a variable of cmd');
  return undefined;
}

/** Undefined: none begins there. A single `&` is none that we know. */
function operatorAt(rest: string): Operator | undefined {
  const run = /^[;|&]+/.exec(rest)?.[0];
  return run === '&&' || run === '||' || run === ';' || run === '|' ? run : undefined;
}

function readWord(
  line: string,
  start: number,
  system: CommandSystem | undefined,
): { readonly word: Word; readonly end: number } | CommandDoubt {
  let text = '';
  let [isQuoted, isGlob] = [false, false];
  let at = start;
  for (let character = line[at]; character !== undefined && !/[ ;|]/.test(character) && !line.startsWith('&&', at); character = line[at]) {
    if (isQuoted) return doubt('mixed-quotes', 'a quote ends within a word');
    if (character === '"' || character === "'") {
      if (text !== '' && !text.endsWith('=')) return doubt('mixed-quotes', 'a quote begins within a word');
      const quoted = readQuoted(line, at, system);
      if ('rule' in quoted) return quoted;
      text += quoted.text;
      isQuoted = true;
      at = quoted.end;
    } else {
      if (character === '*' || character === '?') isGlob = true;
      else if (!plainCharacter.test(character)) return doubtOfCharacter(character, line.slice(at));
      text += character;
      at += 1;
    }
  }
  return { word: { text, isQuoted, isGlob }, end: at };
}

const meanings: Readonly<Record<string, readonly [rule: string, reason: string]>> = {
  '>': ['redirection', 'it writes to a file'],
  '<': ['redirection', 'it reads from a file or from text'],
  '&': ['background', 'it holds a single &'],
  $: ['expansion', 'it holds a variable or a substitution'],
  '(': ['group', 'it holds parentheses'],
  ')': ['group', 'it holds parentheses'],
  '{': ['group', 'it holds braces'],
  '}': ['group', 'it holds braces'],
  '[': ['glob', 'it holds brackets'],
  ']': ['glob', 'it holds brackets'],
  '!': ['history', 'it holds an exclamation mark, which shells read as history'],
  '#': ['comment', 'it holds a comment'],
  '\\': ['backslash', 'it holds a backslash'],
  '^': ['caret', 'it holds a caret'],
};

function doubtOfCharacter(character: string, rest: string): CommandDoubt {
  if (/^\d?[<>]/.test(rest)) return doubt('redirection', 'it writes to a file or reads from one');
  const [rule, reason] = meanings[character] ?? ['unreadable', `it holds ${character}`];
  return doubt(rule, reason);
}

function doubtOfCommandWord({ text, isQuoted, isGlob }: Word): CommandDoubt | undefined {
  if (/^[A-Za-z_]\w*\+?=/.test(text)) return doubt('environment', 'it sets a variable first');
  if (isQuoted) return doubt('quoted-command', 'the name of a program is quoted');
  if (isGlob) return doubt('glob', 'the name of a program is a pattern');
  if (text.includes('/')) return doubt('program-by-path', 'it names a program by its path');
  return /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(text) ? undefined : doubt('unreadable', `${text} is no plain name of a program`);
}

function doubtOfWord({ text, isQuoted, isGlob }: Word): CommandDoubt | undefined {
  if (isQuoted && /^["'=]/.test(text)) return undefined;
  if (!isQuoted && /^[~=@%]|[=:,]~|^--%/.test(text)) return doubt('expansion', `shells put something else in the place of ${text}`);
  // A git revision, `HEAD~2`, is all that a tilde is known for.
  if (!isQuoted && /~(?![\d.:]|$)/.test(text)) return doubt('expansion', `shells put something else in the place of ${text}`);
  if (!isQuoted && list.test(text)) return doubt('list', 'PowerShell reads a comma as a list');
  // The names of files may begin like options.
  if (isGlob && !/^[A-Za-z0-9_]|^\.\/[A-Za-z0-9_]|^--[a-z-]+=[A-Za-z0-9_*]/.test(text))
    return doubt('glob', `${text} stands for names that may be options`);
  return isGlob && /(?:^|\/)\.[^/]*[*?]|\.\./.test(text) ? doubt('glob', `${text} stands for hidden files`) : undefined;
}
