import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Texts by their path from the repository's root, with `/`. */
export type RepositoryFiles = Readonly<Record<string, string>>;

/** A small repository on disk, which an agent works on for real. */
export interface Repository {
  /** Absolute, without links. */
  readonly root: string;
  /** Undefined where there is no such file. */
  read(file: string): string | undefined;
  write(files: RepositoryFiles): void;
  /** All that is there now. */
  files(): RepositoryFiles;
  remove(): void;
}

export function makeRepository(files: RepositoryFiles): Repository {
  // Its parent is a folder of the test's own, so that what gets out of the repository is seen.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'farthing-agent-')));
  const root = path.join(folder, 'shop');
  const write = (given: RepositoryFiles): void => {
    for (const [file, text] of Object.entries(given)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
  };
  write(files);
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(path.join(root, file), 'utf8');
    } catch {
      return undefined;
    }
  };
  return {
    root,
    read,
    write,
    files: () => Object.fromEntries(namesIn(root).map((file) => [file, read(file) ?? ''])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function namesIn(root: string): readonly string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .flatMap((entry) => (entry.isFile() ? [path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')] : []))
    .filter((file) => !file.includes('__pycache__'))
    .sort();
}
