import { type SpawnOptions, spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end and returns what it printed. A failure throws with the command and the last of its output. */
export async function runCommand(command: string, commandArguments: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { output, code } = await tryCommand(command, commandArguments, options);
  if (code !== 0) throw new Error(`${[command, ...commandArguments].join(' ')} failed (${code}):\n${output.slice(-4000)}`);
  return output;
}

/** As `runCommand`, but a failure is a result. */
export function tryCommand(command: string, commandArguments: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const spawnOptions: SpawnOptions = { ...options, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = spawn(command, commandArguments, spawnOptions);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`, { cause: error })));
    child.once('close', (code, signal) => resolve({ output, code: code ?? signal ?? 1 }));
  });
}

export interface CommandResult {
  readonly output: string;
  readonly code: number | string;
}
