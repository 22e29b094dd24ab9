import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import type { RestoreReport } from '../../core/agent/index.ts';
import { Copies } from './copies.ts';
import { type FileState, hashIn, lookAt } from './fileState.ts';
import { insideRoot, namesOf } from './insideRoot.ts';
import { type BeforeLine, Journal, type Touch } from './journal.ts';
import { putBack } from './putBack.ts';
import { ShadowGit } from './shadowGit.ts';
import { type TouchedFile, touchedSince, unfinishedWork } from './touched.ts';
import type { CheckpointsOptions, Touched, WatchUser, WorkspaceCheckpoints } from './workspaceCheckpoints.ts';

export function createCheckpoints(options: CheckpointsOptions): WorkspaceCheckpoints {
  return new TaskCheckpoints(options);
}

/** Where the checkpoints of a workspace folder lie. */
const workspaceFolderIn = (folder: string, root: string): string => path.join(folder, nameOf(path.resolve(root)));

/** A name for files and refs, whatever the id or the path holds. */
export const nameOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);

export const refsOf = (taskName: string): string => `refs/tasks/${taskName}`;

class TaskCheckpoints implements WorkspaceCheckpoints {
  readonly #root: string;
  readonly #isDirty: (path: string) => boolean;
  readonly #watchUser: WatchUser;
  readonly #warn: (text: string) => void;
  readonly #journal: Journal;
  readonly #copies: Copies;
  readonly #git: ShadowGit | undefined;
  #isBeyondGit = false;
  #opened: Promise<void> | undefined;
  /** One capture at a time: they share an index. */
  #captures: Promise<unknown> = Promise.resolve();

  constructor({ folder, root, taskId, isDirty = () => false, watchUser, warn = () => undefined, ...options }: CheckpointsOptions) {
    this.#root = root;
    this.#isDirty = isDirty;
    this.#watchUser = watchUser ?? (() => () => undefined);
    this.#warn = warn;
    const workspace = workspaceFolderIn(folder, root);
    const task = path.join(workspace, 'tasks', nameOf(taskId));
    this.#journal = new Journal(task);
    this.#copies = new Copies(task);
    const program = 'git' in options ? options.git : 'git';
    const place = {
      gitFolder: path.join(workspace, 'files.git'),
      root,
      index: path.join(task, 'index'),
      refs: refsOf(nameOf(taskId)),
      mostFiles: options.mostFiles,
    };
    this.#git = program === undefined ? undefined : new ShadowGit({ program, ...place });
  }

  get coverage(): 'all' | 'named-files' {
    return this.#git && !this.#isBeyondGit ? 'all' : 'named-files';
  }

  async make(label: string): Promise<string> {
    await this.#open();
    const id = randomUUID();
    // First of all: the folder of the index is the journal's.
    await this.#journal.add({ type: 'checkpoint', id, label, atMs: Date.now() });
    await this.#capture(label);
    return id;
  }

  async around<Value>(touched: Touched, work: () => Promise<Value>): Promise<Value> {
    await this.#open();
    return touched === 'unknown' ? await this.#aroundAnything(work) : await this.#aroundFiles(touched, work);
  }

  async restore(checkpointId: string): Promise<RestoreReport> {
    await this.#open();
    const touched = touchedSince(await this.#journal.lines(), checkpointId);
    if (!touched) throw new Error(`there is no checkpoint ${checkpointId}`);
    // What is undone can still be found by whoever wants it back.
    await this.#capture('before undoing');
    const restored: string[] = [];
    const left: string[] = [];
    const files: Record<string, Touch> = {};
    for (const file of inOrder(touched)) {
      const outcome = await this.#restore(file);
      if (outcome === 'restored') {
        restored.push(file.path);
        files[file.path] = { before: file.after === 'unknown' ? 'other' : file.after, after: file.before };
      } else if (outcome === 'left') left.push(file.path);
    }
    if (restored.length > 0) await this.#journal.add({ type: 'after', work: randomUUID(), files });
    return { restored: restored.toSorted(), left: left.toSorted() };
  }

  async #restore({ path: relative, before, after }: TouchedFile): Promise<'restored' | 'left' | 'same'> {
    // What the agent did may be in the editor alone, where the user had unsaved changes before.
    if (this.#isDirty(relative)) return 'left';
    const now = await this.#stateOf(relative);
    if (now === before && before !== 'other') return 'same';
    if (now !== after || before === 'other') return 'left';
    const hash = hashIn(before);
    const bytes = hash === undefined ? undefined : ((await this.#copies.content(hash)) ?? (await this.#git?.content(hash)));
    try {
      await putBack(this.#root, relative, before, bytes);
      return 'restored';
    } catch (error) {
      this.#warn(`${relative} could not be brought back: ${error instanceof Error ? error.message : error}`);
      return 'left';
    }
  }

  /** Work that no window saw to its end: nobody knows who changed what of it since, so it is told as left. */
  async #open(): Promise<void> {
    this.#opened ??= this.#closeUnfinished();
    await this.#opened;
  }

  async #closeUnfinished(): Promise<void> {
    for (const { work, files, commit } of unfinishedWork(await this.#journal.lines())) {
      const to = commit === undefined ? undefined : await this.#capture('after a window was closed');
      const changed = commit === undefined || to === undefined ? [] : ((await this.#git?.changes(commit, to)) ?? []);
      const before = { ...files, ...Object.fromEntries(changed.map((change) => [change.path, change.from])) };
      await this.#journal.add({ type: 'after', work, files: mapped(before, () => 'unknown') });
    }
  }

  async #aroundFiles<Value>(paths: readonly string[], work: () => Promise<Value>): Promise<Value> {
    const names = [...new Set((await Promise.all(paths.map((each) => namesOf(this.#root, each)))).flat())];
    const before: Record<string, FileState> = {};
    for (const name of names) {
      const file = await insideRoot(this.#root, name);
      const found = file === undefined ? { state: 'other' as const } : await lookAt(file);
      await this.#copies.keep(name, found);
      before[name] = found.state;
    }
    return await this.#remembering({ files: before }, work, async () => {
      const after = new Map(await Promise.all(names.map(async (name) => [name, await this.#stateOf(name)] as const)));
      return mapped(before, (name) => after.get(name) ?? 'unknown');
    });
  }

  /** What the user changed meanwhile stays: nobody knows what of it is the work's. */
  async #aroundAnything<Value>(work: () => Promise<Value>): Promise<Value> {
    const ofUser = new Set<string>();
    const endWatch = this.#watchUser((changed) => ofUser.add(changed));
    try {
      const from = await this.#capture('before a command');
      if (from === undefined) return await work();
      return await this.#remembering({ files: {}, commit: from }, work, async () => {
        const to = await this.#capture('after a command');
        const changes = to === undefined ? [] : ((await this.#git?.changes(from, to)) ?? []);
        const names = (await Promise.all([...ofUser].map((each) => namesOf(this.#root, each)))).flat();
        const isOfUser = (file: string): boolean => names.some((name) => file === name || file.startsWith(`${name}/`));
        return Object.fromEntries(
          changes.map((change) => [change.path, { before: change.from, after: isOfUser(change.path) ? 'unknown' : change.to }]),
        );
      });
    } finally {
      endWatch();
    }
  }

  async #remembering<Value>(
    before: Pick<BeforeLine, 'files' | 'commit'>,
    work: () => Promise<Value>,
    look: () => Promise<Readonly<Record<string, Touch>>>,
  ): Promise<Value> {
    const id = randomUUID();
    await this.#journal.add({ type: 'before', work: id, ...before });
    try {
      return await work();
    } finally {
      // It happened, whatever can be remembered of it: without this line it counts as not seen to its end.
      await look()
        .then((files) => this.#journal.add({ type: 'after', work: id, files }))
        .catch(() => undefined);
    }
  }

  async #stateOf(relative: string): Promise<FileState> {
    const file = await insideRoot(this.#root, relative);
    return file === undefined ? 'other' : (await lookAt(file)).state;
  }

  /** Undefined: there is no git here, or too much for it. Then only files that are named are brought back. */
  async #capture(label: string): Promise<string | undefined> {
    const git = this.#git;
    if (!git || this.#isBeyondGit) return undefined;
    const capture = this.#captures
      .then(() => git.capture(label))
      .catch((error: unknown) => {
        if (!this.#isBeyondGit)
          this.#warn(`what commands change in ${this.#root} cannot be undone: ${error instanceof Error ? error.message : error}`);
        this.#isBeyondGit = true;
        return undefined;
      });
    this.#captures = capture;
    return await capture;
  }
}

function mapped(before: Readonly<Record<string, FileState>>, afterOf: (name: string) => Touch['after']): Readonly<Record<string, Touch>> {
  return Object.fromEntries(Object.entries(before).map(([name, state]) => [name, { before: state, after: afterOf(name) }]));
}

/** What was not there goes first, the deepest before its folder: a file may be where a folder was. */
function inOrder(files: readonly TouchedFile[]): readonly TouchedFile[] {
  const rank = ({ before, path: relative }: TouchedFile): number => (before === 'missing' ? -relative.split('/').length : 1);
  return files.toSorted((one, other) => rank(one) - rank(other));
}
