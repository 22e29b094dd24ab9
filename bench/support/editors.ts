import path from 'node:path';
import type { Browser } from 'playwright-core';
import { rigFolder, root } from '../../scripts/rig/paths.ts';
import { runCommand } from '../../scripts/rig/runCommand.ts';
import { connectToBrowser, startBrowser } from '../../test/workbench/harness/browser.ts';

/** Packs the control extension and returns its .vsix. */
export async function packInstantSample(): Promise<string> {
  const vsix = path.join(rigFolder, 'instant-sample.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await runCommand(process.execPath, [vsce, ...options], { cwd: path.join(root, 'bench/instantSample') });
  return vsix;
}

/** Runs with a browser of its own, which is closed whatever happens. */
export async function withBrowser<Result>(work: (browser: Browser) => Promise<Result>): Promise<Result> {
  const server = await startBrowser();
  try {
    return await work(await connectToBrowser(server.wsEndpoint()));
  } finally {
    await server.close();
  }
}
