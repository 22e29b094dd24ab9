import path from 'node:path';
import { rigFolder, root } from '../../../scripts/rig/paths.ts';
import { runCommand } from '../../../scripts/rig/runCommand.ts';

/** Packs an extension of a few lines of JavaScript, which measurements or tests need beside ours, and returns its .vsix. */
export async function packSmallExtension(folder: string): Promise<string> {
  const vsix = path.join(rigFolder, `${path.basename(folder)}.vsix`);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await runCommand(process.execPath, [vsce, ...options], { cwd: path.join(root, folder) });
  return vsix;
}
