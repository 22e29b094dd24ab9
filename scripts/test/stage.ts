import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rigFolder, root } from '../rig/paths.ts';

/** Node keeps what it compiled of packages here: the many short processes of checks and units need not compile it again. */
export const compileCache = { NODE_COMPILE_CACHE: path.join(rigFolder, 'compile-cache') };

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface StageResult extends Counts {
  /** Shown in full when something failed. */
  readonly output: string;
}

export interface Stage {
  readonly name: string;
  /** Parts of the rig that must be there first; they are installed while earlier stages run. */
  readonly needs: readonly Requirement[];
  /** It runs together with the ones beside it that say so: nothing in them hangs on how long it takes. */
  readonly together?: 'checks';
  readonly run: () => Promise<StageResult>;
}

export type Requirement = 'engine' | 'code-server' | 'browser';

/** A check without tests in it counts as one. */
export async function runCheck(file: string, ...checkArguments: readonly string[]): Promise<StageResult> {
  const { code, output } = await runScript(file, checkArguments, compileCache);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
}

/** A Node script of the project's, with everything that it prints. A signal that ends this process ends the script first. */
export function runScript(
  file: string,
  scriptArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, file), ...scriptArguments], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const passOn = (signal: NodeJS.Signals): void => {
      child.kill(signal);
      child.once('exit', () => process.exit(130));
    };
    process.once('SIGINT', passOn).once('SIGTERM', passOn).once('SIGHUP', passOn);
    child.once('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn).off('SIGHUP', passOn);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A failed exit without a failed test (a file that does not load, say) is a failure all the same, and so is a run without any test. */
export function withHonestFailure(counts: Counts, code: number, output: string): StageResult {
  if (counts.passed + counts.failed + counts.skipped === 0) return { ...counts, failed: 1, output: `${output}\nNo test ran.` };
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, output };
  return { ...counts, output };
}

export async function readJson<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
