import * as vscode from 'vscode';
import type { Timers } from '../../../core/completion/index.ts';
import { workspacePlaceOf } from '../../../platform/workspacePlace.ts';
import { type GitRepository, gitApi } from './git.ts';
import { isIgnoredByFiles } from './ignoredByFiles.ts';

/** So many answers are remembered, and then asked anew. */
const most = { answers: 2_000 } as const;

const times = {
  /** An answer serves no longer: not all that makes a file ignored tells of it (`core.excludesFile`, `info/exclude`). */
  ageMs: 60_000,
  /** Half of it: what is used is asked anew meanwhile, so that context does not come and go. */
  freshMs: 30_000,
  /** A repository tells of each file that is saved: answers are asked anew at most so often. */
  betweenMs: 2_000,
  /** What is too old is waited for so long. */
  waitMs: 80,
} as const;

interface Answer {
  readonly isIgnored: boolean;
  /** When it was asked: what changed since is not in it. */
  readonly askedMs: number;
}

export interface IgnoredFilesPorts {
  readonly timers: Timers;
  readonly now: () => number;
}

/** Which files git ignores: those are not for others to see. Git itself is asked, where the editor has it; else its files are read. */
export class IgnoredFiles {
  readonly #ports: IgnoredFilesPorts;
  readonly #answers = new Map<string, Answer>();
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #watched = new Set<GitRepository>();
  /** Counts what may have changed all answers: an answer of before is none. */
  #generation = 0;
  #staleBeforeMs = Number.NEGATIVE_INFINITY;
  #batch: { readonly addresses: string[]; readonly ignored: Promise<ReadonlySet<string>> } | undefined;
  #cancelRefresh: (() => void) | undefined;
  #isDisposed = false;

  constructor(ports: IgnoredFilesPorts) {
    this.#ports = ports;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const forget = (): void => this.#forget();
    this.#subscriptions.push(watcher, watcher.onDidChange(forget), watcher.onDidCreate(forget), watcher.onDidDelete(forget));
    void gitApi().then((git) => {
      if (!git || this.#isDisposed) return;
      for (const repository of git.repositories) this.#watch(repository);
      this.#subscriptions.push(
        git.onDidOpenRepository((repository) => {
          this.#watch(repository);
          this.#forget();
        }),
      );
    });
  }

  /** Undefined as long as it is not known; then it is asked. */
  isIgnored = (address: string): boolean | undefined => {
    const known = this.#known(address);
    if (known === undefined || this.#isStale(known)) void this.#askAnew(address);
    return known?.isIgnored;
  };

  /** Never rejects: where nobody can say it, the file counts as ignored. */
  ask(address: string): Promise<boolean> {
    const known = this.#known(address);
    return known ? Promise.resolve(known.isIgnored) : this.#askAnew(address);
  }

  /** Asks of these what is too old to serve, and waits a little: after a pause, the next prompt is to be like the last one. */
  async refresh(): Promise<void> {
    const old = [...this.#answers.keys()].filter((address) => this.#known(address) === undefined);
    if (old.length === 0) return;
    const late = Promise.withResolvers<void>();
    const cancel = this.#ports.timers.after(times.waitMs, late.resolve);
    await Promise.race([Promise.all(old.map((address) => this.#askAnew(address))), late.promise]);
    cancel();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancelRefresh?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #known(address: string): Answer | undefined {
    const answer = this.#answers.get(address);
    return answer && this.#ports.now() - answer.askedMs <= times.ageMs ? answer : undefined;
  }

  #isStale({ askedMs }: Answer): boolean {
    return askedMs < this.#staleBeforeMs || this.#ports.now() - askedMs > times.freshMs;
  }

  #forget(): void {
    this.#generation += 1;
    this.#answers.clear();
    this.#asking.clear();
  }

  #watch(repository: GitRepository): void {
    if (this.#isDisposed || this.#watched.has(repository)) return;
    this.#watched.add(repository);
    this.#subscriptions.push(repository.state.onDidChange(() => this.#refreshSoon()));
  }

  /** What is known is asked anew, and serves until the answer is there: else each saved file would take the context away. */
  #refreshSoon(): void {
    this.#cancelRefresh ??= this.#ports.timers.after(times.betweenMs, () => {
      this.#cancelRefresh = undefined;
      this.#staleBeforeMs = this.#ports.now();
      for (const address of this.#answers.keys()) void this.#askAnew(address);
    });
  }

  #askAnew(address: string): Promise<boolean> {
    const asking = this.#asking.get(address);
    if (asking) return asking;
    const generation = this.#generation;
    const askedMs = this.#ports.now();
    const asked = this.#inBatch(address).catch(() => true);
    this.#asking.set(address, asked);
    void asked.then((isIgnored) => {
      if (generation !== this.#generation) return;
      this.#asking.delete(address);
      if (this.#answers.size >= most.answers && !this.#answers.has(address)) this.#answers.clear();
      this.#answers.set(address, { isIgnored, askedMs });
    });
    return asked;
  }

  /** All that is asked in one turn is asked together: git is a process each time. */
  async #inBatch(address: string): Promise<boolean> {
    this.#batch ??= { addresses: [], ignored: Promise.resolve().then(() => this.#askBatch()) };
    const { addresses, ignored } = this.#batch;
    addresses.push(address);
    return (await ignored).has(address);
  }

  #askBatch(): Promise<ReadonlySet<string>> {
    const addresses = this.#batch?.addresses ?? [];
    this.#batch = undefined;
    return ignoredAmong(addresses);
  }
}

/** What nobody can say something of counts as ignored. */
async function ignoredAmong(addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const git = await gitApi();
  const ignored = new Set<string>();
  const byRepository = new Map<GitRepository, FileOfRepository[]>();
  const byFiles: Promise<void>[] = [];
  for (const address of addresses) {
    const { folder, file } = fileAt(address);
    const repository = git?.getRepository(file) ?? undefined;
    if (repository?.checkIgnore) {
      const files = byRepository.get(repository) ?? [];
      byRepository.set(repository, [...files, { address, path: file.fsPath }]);
    } else if (folder) {
      const answer = isIgnoredByFiles(folder, file).catch(() => true);
      byFiles.push(answer.then((isIgnored) => void (isIgnored && ignored.add(address))));
    }
  }
  const byGit = [...byRepository].map(async ([repository, files]) => {
    // Git says nothing of any path where it cannot say something of one (behind a link, say): then each is asked alone.
    const together = await checked(repository, files);
    const found = together ?? (await Promise.all(files.map(async (file) => (await checked(repository, [file])) ?? [file.address]))).flat();
    for (const address of found) ignored.add(address);
  });
  await Promise.all([...byGit, ...byFiles]);
  return ignored;
}

interface FileOfRepository {
  readonly address: string;
  readonly path: string;
}

/** The ignored ones of these; undefined where git failed. */
async function checked(repository: GitRepository, files: readonly FileOfRepository[]): Promise<readonly string[] | undefined> {
  try {
    const ignored = await repository.checkIgnore?.(files.map(({ path }) => path));
    if (!ignored) return undefined;
    // Git may write a path another way than it was asked: then some is ignored, and nobody knows which.
    const found = files.filter(({ path }) => ignored.has(path) || (files.length === 1 && ignored.size > 0));
    return new Set(found.map(({ path }) => path)).size === ignored.size ? found.map(({ address }) => address) : undefined;
  } catch {
    return undefined;
  }
}

/** The cell of a notebook has the path of its file. */
function fileAt(address: string): { readonly folder: vscode.WorkspaceFolder | undefined; readonly file: vscode.Uri } {
  const uri = vscode.Uri.parse(address);
  const { folder } = workspacePlaceOf(uri);
  return { folder, file: folder ? folder.uri.with({ path: uri.path }) : uri.with({ fragment: '', query: '' }) };
}
