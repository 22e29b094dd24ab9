import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension } from './rig/buildExtension.ts';
import { root } from './rig/paths.ts';
import { tryCommand } from './rig/runCommand.ts';

/** Builds the extension and packs it as `farthing-VERSION.vsix` in the project's folder, whose path it returns. A warning is a failure. */
export async function packageVsix(): Promise<string> {
  await buildExtension();
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  const vsix = path.join(root, `${name}-${version}.vsix`);
  await rm(vsix, { force: true });
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  // --no-dependencies: the bundle in dist/ has everything, and node_modules must not be packed.
  const packing = ['package', '--no-dependencies', '--allow-missing-repository', '--out', vsix];
  const { output, code } = await tryCommand(process.execPath, [vsce, ...packing], { cwd: root });
  if (code !== 0 || /\bWARN(ING)?\b/.test(output)) {
    await rm(vsix, { force: true });
    throw new Error(`vsce package ${code === 0 ? 'warned' : 'failed'}:\n${output}`);
  }
  return vsix;
}

if (import.meta.main) console.log(await packageVsix());
