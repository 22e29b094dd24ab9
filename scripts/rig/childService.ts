import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServiceOptions {
  readonly name: string;
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Answers with a status below 500 once the service is ready. */
  readonly readyUrl: string;
}

/** A server of ours in a process group of its own, which never outlives this process. */
export interface Service {
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Asks it to end, and after five seconds makes it. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): void;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const child = spawn(options.program, options.programArguments, {
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    // A chatty server must not fill the memory: the end of its output is what explains a failure.
    output = (output + chunk.toString()).slice(-200_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const kill = (): void => signalGroup(child, 'SIGKILL');
  endWithThisProcess(kill, ended);
  const stop = async (): Promise<void> => {
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
    // The leader may have gone and left a child behind.
    kill();
    await ended;
  };
  await waitUntilReady(options, child, () => output).catch(async (error: unknown) => {
    kill();
    throw error;
  });
  return { pid: child.pid ?? 0, output: () => output, ended, stop, kill };
}

async function waitUntilReady(options: ServiceOptions, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new Error(`${options.name} ended at its start:\n${output()}`);
    const status = await fetch(options.readyUrl, { redirect: 'manual' }).then(
      (response) => response.body?.cancel().then(() => response.status) ?? response.status,
      () => undefined,
    );
    if (status !== undefined && status < 500) return;
    await sleep(50);
  }
  throw new Error(`${options.name} was not ready after a minute:\n${output()}`);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has gone.
  }
}

const running = new Set<() => void>();
let isWatchingExit = false;

function endWithThisProcess(kill: () => void, ended: Promise<void>): void {
  running.add(kill);
  void ended.then(() => running.delete(kill));
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.on('exit', () => {
    for (const killOne of running) killOne();
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      // By default a signal ends a process without its 'exit' event. Where somebody else listens, ending is theirs.
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}
