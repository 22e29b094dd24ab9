import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from './runCommand.ts';

export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** The arguments joined with spaces, as Chromium's own processes write theirs anyway. */
  readonly commandLine: string;
}

export async function listProcesses(): Promise<readonly RunningProcess[]> {
  if (process.platform !== 'linux') return parsePs(await runCommand('ps', ['-axww', '-o', 'pid=,ppid=,command=']));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return (await Promise.all(pids.map(readProcess))).filter((entry) => entry !== undefined);
}

/** The processes that were given this very folder as their --user-data-dir, and everything they started. */
export function editorProcesses(processes: readonly RunningProcess[], userDataFolder: string): readonly RunningProcess[] {
  const options = [`--user-data-dir ${userDataFolder} `, `--user-data-dir=${userDataFolder} `];
  const isMarked = ({ commandLine }: RunningProcess): boolean => options.some((option) => `${commandLine} `.includes(option));
  const found = new Set(processes.filter((entry) => entry.pid !== process.pid && isMarked(entry)));
  // A set that grows while it is walked is walked to its end.
  for (const parent of found) for (const child of processes) if (child.parentPid === parent.pid) found.add(child);
  return [...found];
}

/** Asks each to end, waits five seconds, and ends what is left. Nothing that has the same number by then but is another process is touched. */
export async function endProcesses(wanted: readonly RunningProcess[]): Promise<void> {
  signalAll(wanted, 'SIGTERM');
  const deadline = Date.now() + 5000;
  let left = await stillRunning(wanted);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(50);
    left = await stillRunning(left);
  }
  signalAll(left, 'SIGKILL');
}

async function stillRunning(wanted: readonly RunningProcess[]): Promise<readonly RunningProcess[]> {
  const now = new Map((await listProcesses()).map((entry) => [entry.pid, entry.commandLine]));
  return wanted.filter((entry) => now.get(entry.pid) === entry.commandLine);
}

function signalAll(processes: readonly RunningProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has gone.
    }
  }
}

async function readProcess(pid: number): Promise<RunningProcess | undefined> {
  try {
    const [commandLine, stat] = await Promise.all([readFile(`/proc/${pid}/cmdline`, 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    // "pid (name) state parent ...", and the name may hold spaces and parentheses of its own.
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    return { pid, parentPid: Number(parentPid), commandLine: commandLine.replaceAll('\0', ' ').trim() };
  } catch {
    return undefined;
  }
}

function parsePs(output: string): readonly RunningProcess[] {
  return output.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parentPid: Number(match[2]), commandLine: (match[3] ?? '').trim() }];
  });
}
