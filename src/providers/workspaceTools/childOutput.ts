import { spawn } from 'node:child_process';

export interface ChildToRead {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** Told of each record; false: that is enough. */
  readonly take: (record: string) => boolean;
  /** What ends a record. */
  readonly separator: '\n' | '\0';
  /** A child that takes longer is ended. */
  readonly timeoutMs: number;
}

export interface ChildEnd {
  /** Undefined: it was ended, by us or by a signal. */
  readonly exitCode: number | undefined;
  readonly isCut: boolean;
  readonly errors: string;
}

/** A record longer than this is none, and the child is ended: nothing may fill the memory. */
const mostRecordCharacters = 1_000_000;

/** Reads what a program writes, record by record, until it is over or there is enough. Rejects where it cannot be started, or `signal` says so. */
export async function readChild(child: ChildToRead, signal: AbortSignal): Promise<ChildEnd> {
  signal.throwIfAborted();
  const running = spawn(child.program, child.arguments, {
    cwd: child.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', RIPGREP_CONFIG_PATH: '' },
  });
  let errors = '';
  let rest = '';
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    running.kill('SIGKILL');
  };
  const timer = setTimeout(cut, child.timeoutMs);
  const abort = (): void => void running.kill('SIGKILL');
  signal.addEventListener('abort', abort);
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (isCut) return;
    const records = (rest + text).split(child.separator);
    rest = records.pop() ?? '';
    if (rest.length > mostRecordCharacters || !records.every(child.take)) cut();
  });
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(0, 4_000);
  });
  try {
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      running.on('error', reject).on('close', (code) => resolve(code ?? undefined));
    });
    signal.throwIfAborted();
    if (!isCut && rest !== '') child.take(rest);
    return { exitCode: isCut ? undefined : exitCode, isCut, errors };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
