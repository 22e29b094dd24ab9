import { pathsOf } from './harmless.ts';
import { splitCommand } from './splitCommand.ts';

/**
 * The files and folders that harmless commands look into, and the one that they change to, relative to the workspace folder. Links of the repository
 * may lead anywhere, which a command's text does not show: each is to be judged as any file that is read, and what is no ordinary file makes the
 * command the user's to decide.
 */
export function filesRead(command: string, folder = '.'): readonly string[] {
  const split = splitCommand(command, 'posix');
  if ('rule' in split) return [];
  const [first] = split.commands;
  const moved = first?.words[0]?.text === 'cd' ? [first.words[1]?.text ?? '.'] : [];
  const rest = moved.length > 0 ? split.commands.slice(1) : split.commands;
  const paths = rest.flatMap(pathsOf).filter((path) => path !== '-');
  return [...new Set([...moved, ...paths.map((path) => joined([...moved, path]))])].map((path) => joined([folder, path]));
}

function joined(names: readonly string[]): string {
  return names.filter((name) => name !== '' && name !== '.').join('/') || '.';
}
