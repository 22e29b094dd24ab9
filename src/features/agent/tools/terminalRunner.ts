import * as vscode from 'vscode';
import { BoundedOutput, type CommandReport, type CommandRunner, type CommandToRun } from '../../../core/agent/tools/index.ts';
import type { Timers } from '../../../core/completion/index.ts';
import { isWithheld, quietly } from '../../../providers/workspaceTools/environment.ts';

const times = {
  /** A shell that has not told of itself by then never will. */
  integrationMs: 3_000,
  /** A command that is interrupted has this long; then its terminal goes. */
  graceMs: 2_000,
  /** After a command's end the rest of its output is waited for so long. */
  restMs: 1_000,
} as const;

export interface TerminalRunnerPorts {
  readonly timers: Timers;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the shell cannot say when a command is over. */
  readonly otherwise: CommandRunner;
}

/**
 * Runs commands in a terminal of the user's shell, to be seen and interrupted. Each has a terminal of its own: what a command sets (a folder, an alias,
 * a variable) must not change what the next one means. The one before is closed then. The text is sent as it was approved; what the editor makes of an
 * executable with arguments is another text.
 */
export class TerminalRunner implements CommandRunner {
  readonly #ports: TerminalRunnerPorts;
  #terminal: vscode.Terminal | undefined;
  #isWithoutIntegration = false;

  constructor(ports: TerminalRunnerPorts) {
    this.#ports = ports;
  }

  async run(command: CommandToRun, signal: AbortSignal): Promise<CommandReport> {
    // Several lines are several commands to a terminal, and only the first would be waited for.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are keys to a terminal
    if (this.#isWithoutIntegration || /[\u0000-\u001F\u007F]/.test(command.command)) return this.#ports.otherwise.run(command, signal);
    this.dispose();
    const terminal = this.#open(command.folder);
    this.#terminal = terminal;
    const shell = await this.#integration(terminal, signal);
    if (signal.aborted) return { ended: 'stopped', exitCode: undefined, output: '' };
    if (!shell) {
      this.#isWithoutIntegration = true;
      this.dispose();
      return this.#ports.otherwise.run(command, signal);
    }
    return this.#execute(terminal, shell, command, signal);
  }

  dispose(): void {
    this.#terminal?.dispose();
    this.#terminal = undefined;
  }

  #open(folder: string): vscode.Terminal {
    const withheld = Object.keys(this.#ports.environment).filter(isWithheld);
    const terminal = vscode.window.createTerminal({
      name: 'Farthing',
      cwd: folder,
      env: { ...Object.fromEntries(withheld.map((name) => [name, null])), ...quietly },
      isTransient: true,
    });
    terminal.show(true);
    return terminal;
  }

  async #integration(terminal: vscode.Terminal, signal: AbortSignal): Promise<vscode.TerminalShellIntegration | undefined> {
    if (terminal.shellIntegration) return terminal.shellIntegration;
    const { promise, resolve } = Promise.withResolvers<vscode.TerminalShellIntegration | undefined>();
    const listener = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) resolve(event.shellIntegration);
    });
    const cancel = this.#ports.timers.after(times.integrationMs, () => resolve(undefined));
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      return await promise;
    } finally {
      cancel();
      listener.dispose();
      signal.removeEventListener('abort', abort);
    }
  }

  async #execute(
    terminal: vscode.Terminal,
    shell: vscode.TerminalShellIntegration,
    { command, timeoutMs }: CommandToRun,
    signal: AbortSignal,
  ): Promise<CommandReport> {
    const { timers } = this.#ports;
    const { promise: over, resolve } = Promise.withResolvers<{ readonly exitCode: number | undefined; readonly isClosed: boolean }>();
    let ended: CommandReport['ended'] = 'exited';
    const cancels: (() => void)[] = [];
    let execution: vscode.TerminalShellExecution | undefined;
    const listeners = [
      vscode.window.onDidEndTerminalShellExecution((event) => {
        if (event.execution === execution) resolve({ exitCode: event.exitCode, isClosed: false });
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        if (closed === terminal) resolve({ exitCode: undefined, isClosed: true });
      }),
    ];
    const end = (why: 'timed-out' | 'stopped'): void => {
      if (ended !== 'exited') return;
      ended = why;
      terminal.sendText('\u0003', false);
      cancels.push(timers.after(times.graceMs, () => terminal.dispose()));
    };
    const abort = (): void => end('stopped');
    signal.addEventListener('abort', abort);
    cancels.push(timers.after(timeoutMs, () => end('timed-out')));
    try {
      execution = shell.executeCommand(command);
      const output = new BoundedOutput();
      const reading = collect(execution, output);
      const { exitCode, isClosed } = await over;
      await settled(reading, timers);
      // Whoever closes the terminal stops the command.
      if (isClosed && ended === 'exited') ended = 'stopped';
      return { ended, exitCode: ended === 'exited' ? exitCode : undefined, output: output.text() };
    } finally {
      for (const cancel of cancels) cancel();
      for (const listener of listeners) listener.dispose();
      signal.removeEventListener('abort', abort);
    }
  }
}

async function collect(execution: vscode.TerminalShellExecution, output: BoundedOutput): Promise<void> {
  for await (const text of execution.read()) output.add(text);
}

async function settled(reading: Promise<void>, timers: Timers): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = timers.after(times.restMs, late.resolve);
  await Promise.race([reading.catch(() => undefined), late.promise]);
  cancel();
}
