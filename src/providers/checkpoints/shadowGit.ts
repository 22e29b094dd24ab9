import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, lstat, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { foldName, isSecretFile } from '../../core/agent/paths/index.ts';
import { type FileState, isAbsence, mostKeptBytes } from './fileState.ts';
import { createGit, type Git, GitError } from './git.ts';

/** Files and bytes that a first look at a workspace reads at the most: what is larger would keep the user waiting for minutes. */
const mostFilesAtFirst = 20_000;
const mostBytes = 500_000_000;

export interface ShadowGitPlace {
  readonly program: string;
  /** Outside the workspace; shared by all tasks in this workspace. */
  readonly gitFolder: string;
  readonly root: string;
  /** Of this task alone. */
  readonly index: string;
  /** A name for refs: those of this task lie below it. */
  readonly refs: string;
  readonly mostFiles?: number | undefined;
}

export interface TreeChange {
  readonly path: string;
  readonly from: FileState;
  readonly to: FileState;
}

/**
 * A repository of our own beside the workspace's, which holds what its files were like: what git ignores, files that are there to hold secrets, large ones and nested
 * repositories left out. Bytes are kept as they are: no attribute of the repository changes them.
 */
export class ShadowGit {
  readonly #place: ShadowGitPlace;
  readonly #git: Git;
  #ready: Promise<void> | undefined;
  #last: { readonly tree: string; readonly commit: string } | undefined;
  #captures = 0;

  constructor(place: ShadowGitPlace) {
    this.#place = place;
    this.#git = createGit(place);
  }

  /** A commit of the files as they are now; one at a time. */
  async capture(label: string): Promise<string> {
    this.#ready ??= this.#prepare();
    await this.#ready;
    try {
      return await this.#commit(label);
    } catch (error) {
      if (!(error instanceof GitError) || error.reason === 'missing') throw error;
      // An index whose objects were pruned, or that was torn by a crash, is only a memory of what was looked at.
      await rm(this.#place.index, { force: true });
      return await this.#commit(label);
    }
  }

  /** What is different between two commits, renames as what they are made of. */
  async changes(from: string, to: string): Promise<readonly TreeChange[]> {
    if (from === to) return [];
    const output = await this.#git(['diff-tree', '-r', '-z', '--no-renames', '--raw', from, to]);
    const parts = output.toString().split('\0');
    const changes: TreeChange[] = [];
    for (let index = 0; index + 1 < parts.length; index += 2) {
      const [oldMode = '', newMode = '', oldHash = '', newHash = ''] = (parts[index] ?? '').slice(1).split(' ');
      changes.push({ path: parts[index + 1] ?? '', from: stateIn(oldMode, oldHash), to: stateIn(newMode, newHash) });
    }
    return changes;
  }

  /** Undefined where it was never kept. */
  async content(hash: string): Promise<Buffer | undefined> {
    return await this.#git(['cat-file', 'blob', hash]).catch(() => undefined);
  }

  async #prepare(): Promise<void> {
    const { gitFolder, index } = this.#place;
    if (!(await isFile(path.join(gitFolder, 'HEAD')))) await makeRepository(this.#place);
    // A task may run its tests before anything of it is kept.
    await mkdir(path.dirname(index), { recursive: true, mode: 0o700 });
    await rm(`${index}.lock`, { force: true });
    if (!(await isFile(index))) await copyIndex(this.#sharedIndex, index);
  }

  /** What the last task in this workspace saw: files that are as they were then are not read again. */
  get #sharedIndex(): string {
    return path.join(this.#place.gitFolder, 'farthing-index');
  }

  async #commit(label: string): Promise<string> {
    const { index, refs } = this.#place;
    const changed = await this.#changedSinceIndex();
    const { gone, there } = await sortOut(this.#place.root, changed, this.#place.mostFiles ?? mostFilesAtFirst);
    if (gone.length > 0) await this.#updateIndex(['--force-remove'], gone);
    if (there.length > 0) await this.#updateIndex(['--add', '--remove', '--replace'], there);
    const tree = text(await this.#git(['write-tree'], { index }));
    if (this.#last?.tree === tree) return this.#last.commit;
    const commit = text(await this.#git(['commit-tree', tree], { input: label }));
    this.#captures += 1;
    await this.#git(['update-ref', `${refs}/${Date.now()}-${this.#captures}`, commit]);
    this.#last = { tree, commit };
    await copyIndex(index, this.#sharedIndex);
    return commit;
  }

  async #changedSinceIndex(): Promise<readonly string[]> {
    const { index, root } = this.#place;
    const excluded = path.join(root, '.git', 'info', 'exclude');
    const hasOwn = await isFile(excluded);
    const output = await this.#git(
      ['ls-files', '-z', '--others', '--modified', '--deleted', '--exclude-standard', ...(hasOwn ? [`--exclude-from=${excluded}`] : [])],
      { index },
    );
    return [...new Set(output.toString().split('\0'))].filter(
      (each) => each !== '' && !each.endsWith('/') && !isSecretFile(foldName(each)),
    );
  }

  async #updateIndex(options: readonly string[], paths: readonly string[]): Promise<void> {
    await this.#git(['update-index', '-z', ...options, '--stdin'], {
      index: this.#place.index,
      input: paths.map((each) => `${each}\0`).join(''),
    });
  }
}

/** Made beside its place and moved there whole: another window may be making it too, and the first one counts. */
async function makeRepository({ program, gitFolder, root }: ShadowGitPlace): Promise<void> {
  const making = `${gitFolder}.${randomUUID()}`;
  await mkdir(path.join(making, 'info'), { recursive: true, mode: 0o700 });
  try {
    // These come before every attribute that a repository has.
    await writeFile(path.join(making, 'info', 'attributes'), '* -text -eol -ident -filter !working-tree-encoding\n');
    await createGit({ program, gitFolder: making, root })(['init', '--quiet', '--template=', '--object-format=sha256']);
    await rename(making, gitFolder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (!(await isFile(path.join(gitFolder, 'HEAD')))) throw error;
  }
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

const text = (output: Buffer): string => output.toString().trim();

function stateIn(mode: string, hash: string): FileState {
  switch (mode) {
    case '000000':
      return 'missing';
    case '100644':
      return `file:${hash}`;
    case '100755':
      return `executable:${hash}`;
    case '120000':
      return `link:${hash}`;
    default:
      return 'other';
  }
}

interface Sorted {
  /** Not there, or nothing that is kept. */
  readonly gone: readonly string[];
  readonly there: readonly string[];
}

async function sortOut(root: string, paths: readonly string[], mostFiles: number): Promise<Sorted> {
  if (paths.length > mostFiles) throw new Error(`the workspace has more than ${mostFiles} files`);
  const gone: string[] = [];
  const there: string[] = [];
  let bytes = 0;
  const atOnce = 64;
  for (let from = 0; from < paths.length; from += atOnce) {
    const some = paths.slice(from, from + atOnce);
    const sizes = await Promise.all(some.map((each) => keptSize(path.join(root, each))));
    for (const [index, each] of some.entries()) {
      const size = sizes[index];
      (size === undefined ? gone : there).push(each);
      bytes += size ?? 0;
    }
    if (bytes > mostBytes) throw new Error(`the workspace has more than ${mostBytes} bytes`);
  }
  return { gone, there };
}

/** Undefined: it is not to be kept. */
async function keptSize(file: string): Promise<number | undefined> {
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) return 0;
    if (!found.isFile() || found.size > mostKeptBytes) return undefined;
    await access(file, constants.R_OK);
    return found.size;
  } catch {
    return undefined;
  }
}

/** With an older date, to the second: git reads again what may have changed just then. */
async function copyIndex(from: string, to: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(from);
    const temporary = `${to}.${randomUUID()}`;
    await copyFile(from, temporary);
    const seconds = Math.floor(mtimeMs / 1000);
    await utimes(temporary, seconds, seconds);
    await rename(temporary, to);
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
}
