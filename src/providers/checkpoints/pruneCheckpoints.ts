import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { nameOf, refsOf } from './createCheckpoints.ts';
import { createGit } from './git.ts';

/** Objects that nothing leads to are kept so long: another window may be about to use them. */
const graceTime = '1.hour.ago';

interface Pruning {
  readonly git?: string;
  /** Tasks that were worked on since stay: another window may have begun one just now. A day where it is not given. */
  readonly graceMs?: number;
}

const dayMs = 86_400_000;

/** Removes the checkpoints of all tasks but these, in all workspaces, and what only they needed. */
export async function pruneCheckpoints(folder: string, keptTaskIds: readonly string[], pruning: Pruning = {}): Promise<void> {
  const kept = new Set(keptTaskIds.map(nameOf));
  for (const workspace of await namesIn(folder)) await pruneWorkspace(path.join(folder, workspace), kept, pruning);
}

async function pruneWorkspace(
  folder: string,
  kept: ReadonlySet<string>,
  { git: program = 'git', graceMs = dayMs }: Pruning,
): Promise<void> {
  const tasks = await namesIn(path.join(folder, 'tasks'));
  const removed: string[] = [];
  for (const task of tasks) if (!kept.has(task) && (await isOlder(path.join(folder, 'tasks', task), graceMs))) removed.push(task);
  if (removed.length === tasks.length) {
    // Whoever begins a task makes the repository first, and then the task's folder.
    if (await isOlderFolder(folder, graceMs)) await rm(folder, { recursive: true, force: true });
    return;
  }
  if (removed.length === 0) return;
  for (const task of removed) await rm(path.join(folder, 'tasks', task), { recursive: true, force: true });
  const gitFolder = path.join(folder, 'files.git');
  const git = createGit({ program, gitFolder, root: gitFolder });
  try {
    const refs = (await git(['for-each-ref', '--format=%(refname)', ...removed.map((task) => `${refsOf(task)}/`)])).toString().split('\n');
    const gone = refs.filter((ref) => ref !== '');
    if (gone.length === 0) return;
    await git(['update-ref', '--stdin'], { input: gone.map((ref) => `delete ${ref}\n`).join('') });
    // It may hold what is gone by now.
    await rm(path.join(gitFolder, 'farthing-index'), { force: true });
    await git(['gc', '--quiet', `--prune=${graceTime}`]);
  } catch {
    // Without git there is nothing of git to remove; what could not be is removed the next time that a task goes.
  }
}

/** Each checkpoint and each piece of work adds a line to the journal. */
async function isOlder(task: string, ms: number): Promise<boolean> {
  const found = (await stat(path.join(task, 'journal.jsonl')).catch(() => undefined)) ?? (await stat(task));
  return Date.now() - found.mtimeMs >= ms;
}

/** What was made in it, or went, changed it. */
async function isOlderFolder(folder: string, ms: number): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs >= ms;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}
