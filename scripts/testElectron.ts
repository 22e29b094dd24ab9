/**
 * Runs the suites of test/host inside a desktop VS Code, which @vscode/test-electron downloads for @vscode/test-cli: the same compiled suites as
 * `npm test` runs in code-server's extension host. What follows `--` goes to vscode-test, for example `-- --code-version 1.104.0`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startEngine } from '../test/engine/startEngine.ts';
import { buildExtension } from './rig/buildExtension.ts';
import { buildHostTests } from './rig/buildHostTests.ts';
import { createDesktopProfile } from './rig/desktopProfile.ts';
import { root } from './rig/paths.ts';

await buildExtension();
await buildHostTests();
const engine = await startEngine();
const profile = await createDesktopProfile({ engineUrl: engine.url });
const vscodeTest = path.join(root, 'node_modules/@vscode/test-cli/out/bin.mjs');
const child = spawn(process.execPath, [vscodeTest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...profile.env },
});
const [code] = (await once(child, 'exit')) as [number | null];
await engine.stop();
await profile.remove();
process.exit(code ?? 1);
