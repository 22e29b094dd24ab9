import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCheckpoints, type WorkspaceCheckpoints } from '../../../src/providers/checkpoints/index.ts';

/** A workspace folder and its checkpoints beside it. */
export interface World {
  readonly root: string;
  readonly folder: string;
  readonly dirty: Set<string>;
  readonly warnings: string[];
  readonly checkpoints: WorkspaceCheckpoints;
  /** The editor tells that the user changed something. */
  tell(name: string): void;
  /** The user saves it in the editor. */
  save(name: string, text: string): void;
  /** How many listen to what the user saves. */
  readonly listeners: () => number;
  /** Another window later: nothing but what is on the disk. */
  reopened(): WorkspaceCheckpoints;
  write(name: string, text: string | Uint8Array): void;
  remove(name: string): void;
  /** All files by name, with their texts; a link as `-> target`, an executable with `*` behind its name. */
  files(): Readonly<Record<string, string>>;
}

export function world(inFolder: (name: string) => string, hasGit: 'git' | 'no git', files: Readonly<Record<string, string>> = {}): World {
  const [root, folder] = [inFolder('workspace'), inFolder('checkpoints')];
  mkdirSync(root, { recursive: true });
  const dirty = new Set<string>();
  const warnings: string[] = [];
  const listening = new Set<(name: string) => void>();
  const reopened = (): WorkspaceCheckpoints =>
    createCheckpoints({
      ...{ folder, root, taskId: 'task', mostFiles: 20 },
      isDirty: (name) => dirty.has(name),
      git: hasGit === 'git' ? 'git' : undefined,
      warn: (text) => warnings.push(text),
      watchUser: (changed) => {
        listening.add(changed);
        return () => void listening.delete(changed);
      },
    });
  const write = (name: string, text: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const tell = (name: string): void => {
    for (const changed of listening) changed(name);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    ...{ root, folder, dirty, warnings, reopened, write },
    checkpoints: reopened(),
    listeners: () => listening.size,
    tell,
    save: (name, text) => {
      write(name, text);
      tell(name);
    },
    remove: (name) => rmSync(path.join(root, name), { recursive: true }),
    files: () => filesIn(root),
  };
}

function filesIn(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = lstatSync(path.join(root, name));
      if (found.isSymbolicLink()) return [[name, `-> ${readlinkSync(path.join(root, name))}`]];
      if (!found.isFile()) return [];
      return [[(found.mode & 0o100) === 0 ? name : `${name}*`, readFileSync(path.join(root, name), 'utf8')]];
    }),
  );
}
