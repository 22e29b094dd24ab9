import path from 'node:path';
import { root } from './paths.ts';
import { runCommand } from './runCommand.ts';

/** Builds dist/, the extension as an editor loads it. */
export async function buildExtension(): Promise<void> {
  await runCommand(process.execPath, [path.join(root, 'esbuild.js')], { cwd: root });
}
