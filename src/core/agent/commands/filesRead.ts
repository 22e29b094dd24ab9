import { contentsOf } from './harmless.ts';
import { splitCommand } from './splitCommand.ts';

/**
 * The files that a harmless command tells the contents of, and the folder that it changes to, relative to the workspace folder. Links of the repository
 * may lead anywhere, which a command's text does not show: each is to be judged as any file that is read, and what is no ordinary file makes the
 * command the user's to decide.
 */
export function filesRead(command: string, folder = '.'): readonly string[] {
  const split = splitCommand(command, 'posix');
  if ('rule' in split) return [];
  const [first] = split.commands;
  const moved = first?.words[0]?.text === 'cd' ? [first.words[1]?.text ?? '.'] : [];
  const paths = split.commands.flatMap(contentsOf).filter((path) => path !== '-');
  return [...new Set([...moved, ...paths.map((path) => joined([...moved, path]))])].map((path) => joined([folder, path]));
}

function joined(names: readonly string[]): string {
  return names.filter((name) => name !== '' && name !== '.').join('/') || '.';
}
