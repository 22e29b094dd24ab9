import { nameGlob, stripInvisible } from '../../policy/index.ts';
import { wrappers } from './programs.ts';

/**
 * The entry that a line is denied by. `isPlain`: a command of it, wrapped or not, begins with the entry's words; else they only stand somewhere in
 * it, in that order, or shells may put them there. Read loosely, so that quotes, backslashes, paths, letter case and what else shells take away hide nothing.
 */
export function deniedBy(line: string, deny: readonly string[]): { readonly entry: string; readonly isPlain: boolean } | undefined {
  if (deny.length === 0) return undefined;
  const readings = [looseCommands(line, '\\'), looseCommands(line, '')];
  const entries = deny.map((entry) => ({ entry, words: looseCommands(entry, '').flat() })).filter(({ words }) => words.length > 0);
  const plain = entries.find(({ words }) => readings.some((commands) => commands.some((command) => beginsWith(command, words))));
  if (plain) return { entry: plain.entry, isPlain: true };
  const somewhere = entries.find(({ words }) =>
    readings.some((commands) => holds(commands.flat(), words) || commands.some((command) => mayBecome(command, words))),
  );
  return somewhere && { entry: somewhere.entry, isPlain: false };
}

/** `separator`: what a backslash is to programs' paths; empty where it is what hides a letter. */
function looseCommands(line: string, separator: '\\' | ''): readonly (readonly string[])[] {
  const text = stripInvisible(line)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\$\{?ifs\b[^}\s]*\}?/g, ' ')
    .replace(/["'^]/g, '')
    .replace(/\\(?=\n)\n?|\\/g, separator);
  return text
    .split(/[;|&(){}`\n\r]+|\$\(/)
    .map((command) =>
      command
        .split(/[\s<>,]+/)
        .filter((word) => word !== '')
        .map(programName),
    )
    .filter((words) => words.length > 0);
}

/** Without its folder, and what Windows lets out. */
function programName(word: string): string {
  return (word.split(/[/\\]/).at(-1) || word).replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
}

function beginsWith(command: readonly string[], entry: readonly string[]): boolean {
  const first = command.indexOf(entry[0] ?? '');
  if (first < 0) return false;
  const isWrapped = command.slice(0, first).every((word, index, before) => {
    return wrappers.has(word) || /^-|=|^\d/.test(word) || (before[index - 1] ?? '').startsWith('-');
  });
  return isWrapped && holds(command.slice(first), entry);
}

/** Options may stand between its words, and be written in one or apart. */
function holds(words: readonly string[], entry: readonly string[]): boolean {
  const names = entry.filter((word) => !word.startsWith('-'));
  let at = 0;
  for (const word of words) if (word === names[at]) at += 1;
  if (at < names.length) return false;
  const options = entry.filter((word) => word.startsWith('-'));
  if (options.length === 0 || names.length === 0) return options.every((option) => words.includes(option));
  // `rm -rf` is `rm -r -f`, and may be `rm --recursive --force`: any option of it is near enough.
  return words.some((word) => word.startsWith('-'));
}

/** Shells put names of files in a pattern's place: `git pus?` is `git push` where there is a file of that name. */
function mayBecome(command: readonly string[], entry: readonly string[]): boolean {
  const [program, ...names] = entry.filter((word) => !word.startsWith('-'));
  const at = program === undefined ? -1 : command.indexOf(program);
  if (at < 0 || names.length === 0) return false;
  const words = command.slice(at + 1).filter((word) => !word.startsWith('-'));
  return names.every((name, index) => words[index] !== undefined && nameGlob(words[index])(name));
}
