import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { BoundedOutput, type CommandReport, type CommandToRun } from '../../core/agent/tools/index.ts';
import { environmentFor } from './environment.ts';

/** A process that was asked to end has this long; then it is ended. */
const graceMs = 2_000;
/** Pipes that a process which escaped us holds open are closed so long after its parent is over. */
const pipesMs = 500;

/**
 * Runs a command by the system's shell, in a process group of its own, without input and without secrets in its environment. When it is over, timed
 * out or stopped, the whole group is ended. What left the group (a daemon) is beyond us.
 */
export async function runCommand({ command, folder, timeoutMs }: CommandToRun, signal: AbortSignal): Promise<CommandReport> {
  signal.throwIfAborted();
  const child = start(command, folder);
  const output = new BoundedOutput();
  for (const stream of [child.stdout, child.stderr]) collect(stream, output);
  let ended: CommandReport['ended'] = 'exited';
  const timers: NodeJS.Timeout[] = [];
  const end = (why: 'timed-out' | 'stopped'): void => {
    if (ended !== 'exited') return;
    ended = why;
    endTree(child, 'SIGTERM');
    timers.push(setTimeout(() => endTree(child, 'SIGKILL'), graceMs));
  };
  const abort = (): void => end('stopped');
  signal.addEventListener('abort', abort);
  timers.push(setTimeout(() => end('timed-out'), timeoutMs));
  try {
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      child.on('error', reject).on('close', (code, ending) => resolve(code ?? codeOf(ending)));
      child.on('exit', () => {
        endTree(child, 'SIGKILL');
        timers.push(
          setTimeout(() => {
            child.stdout?.destroy();
            child.stderr?.destroy();
          }, pipesMs),
        );
      });
    });
    return { ended, exitCode: ended === 'exited' ? exitCode : undefined, output: output.text() };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** What a shell says of a program that a signal ended: the shell itself may be what it ended. */
function codeOf(ending: NodeJS.Signals | null): number | undefined {
  return ending === null ? undefined : 128 + constants.signals[ending];
}

function start(command: string, folder: string): ChildProcess {
  const env = environmentFor(process.env);
  const isWindows = process.platform === 'win32';
  const [program, ...given] = isWindows ? [env.ComSpec ?? 'cmd.exe', '/d', '/s', '/c', `"${command}"`] : ['/bin/sh', '-c', command];
  return spawn(program ?? '', given, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    windowsHide: true,
    windowsVerbatimArguments: isWindows,
  });
}

function collect(stream: NodeJS.ReadableStream | null, output: BoundedOutput): void {
  const decoder = new StringDecoder('utf8');
  stream?.on('data', (bytes: Buffer) => output.add(decoder.write(bytes)));
}

function endTree({ pid }: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, how);
  } catch {
    // Nobody of the group is left.
  }
}
