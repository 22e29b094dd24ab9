import type { PathPlace } from './judgePath.ts';

/** The path relative to each of the workspace's folders that it is in, the innermost first; the folder itself is `.`. Empty: it is in none. */
export function relativeTo(absolute: string, place: PathPlace): readonly string[] {
  return foldersOf(absolute, place).map(({ path }) => path);
}

/** A path in a folder of the workspace. */
interface PathInFolder {
  /** As the place has it. */
  readonly root: string;
  readonly path: string;
}

/** The same, with the folders. */
export function foldersOf(absolute: string, { roots, isCaseSensitive }: PathPlace): readonly PathInFolder[] {
  const compared = (names: readonly string[]): string => {
    const text = names.join('/').normalize('NFC');
    return isCaseSensitive ? text : text.toLowerCase();
  };
  const names = namesOf(absolute);
  return roots
    .map((root) => ({ root, rootNames: namesOf(root) }))
    .filter(
      ({ root, rootNames }) => startOf(root) === startOf(absolute) && compared(names.slice(0, rootNames.length)) === compared(rootNames),
    )
    .toSorted((one, other) => other.rootNames.length - one.rootNames.length)
    .map(({ root, rootNames }) => ({ root, path: names.slice(rootNames.length).join('/') || '.' }));
}

/** A share (`//server`), this machine's root, or a drive. */
function startOf(path: string): string {
  return /^\/{0,2}/.exec(path)?.[0] ?? '';
}

function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}
