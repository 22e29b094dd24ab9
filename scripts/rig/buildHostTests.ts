import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './paths.ts';

/** Bundles the tests that run inside an extension host, and returns the module whose `run()` the host calls. */
export async function buildHostTests(): Promise<string> {
  const outdir = path.join(root, 'out/test/host');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: ['test/host/index.ts', ...globSync('test/host/suite/**/*.test.ts', { cwd: root })],
    absWorkingDir: root,
    outbase: 'test/host',
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    // The host provides `vscode`; mocha finds parts of itself by their place on disk.
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
