import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../rig/paths.ts';
import { editorProcesses, endProcesses, listProcesses } from '../rig/processTable.ts';
import { runCommand } from '../rig/runCommand.ts';
import type { OpenEditor } from './editor.ts';

export interface DesktopOptions {
  /** The program `code`. */
  readonly code: string;
  readonly userData: string;
  readonly extensions: string;
  readonly workspace: string;
}

/** Opens a new VS Code, apart from any other that runs: its settings, extensions and windows are in folders of our own. */
export function openDesktop({ code, userData, extensions, workspace }: DesktopOptions): OpenEditor {
  const options = [
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
    `--extensionDevelopmentPath=${root}`,
    '--new-window',
    '--wait',
  ];
  const child = launch(code, [...options, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), workspace]);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) =>
      exitCode === 0 || exitCode === null ? resolve() : reject(new Error(`${code} ended with ${exitCode}`)),
    );
  });
  return {
    ended,
    async stop() {
      if (process.platform === 'win32') {
        // The launcher waits for the window, and what it started is still known as its child.
        if (child.exitCode === null) await runCommand('taskkill', ['/PID', String(child.pid), '/T', '/F']).catch(() => '');
        return;
      }
      // The editor has left its launcher's process group long ago. What marks every part of it is the folder of its data.
      const isRunning = child.exitCode === null && child.signalCode === null;
      await endProcesses(editorProcesses(await listProcesses(), userData));
      if (isRunning && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function launch(code: string, codeArguments: readonly string[]): ChildProcess {
  // Inside a VS Code terminal these would make `code` talk to that window instead of starting its own.
  const outer = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name));
  const env = Object.fromEntries(outer);
  if (process.platform !== 'win32') return spawn(code, codeArguments, { env, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  // code.cmd is a batch file, which only the shell starts; the quotes keep paths with spaces whole.
  const line = [path.normalize(code), ...codeArguments].map((part) => `"${part}"`).join(' ');
  return spawn(line, { env, stdio: ['ignore', 'ignore', 'inherit'], shell: true });
}
