/**
 * Runs the tests of test/host inside a desktop VS Code, which @vscode/test-electron downloads: the same compiled suites as `npm test` runs in
 * code-server's extension host. `npm run test:electron -- --version 1.104.0` takes a certain version.
 */
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { startEngine } from '../test/engine/startEngine.ts';
import { buildExtension } from './rig/buildExtension.ts';
import { buildHostTests } from './rig/buildHostTests.ts';
import { root } from './rig/paths.ts';

const { values } = parseArgs({ options: { version: { type: 'string', default: 'stable' } } });
await buildExtension();
const extensionTestsPath = await buildHostTests();
const engine = await startEngine();
const code = await runTests({
  version: values.version,
  extensionDevelopmentPath: root,
  extensionTestsPath,
  extensionTestsEnv: { FARTHING_HOST_ENGINE_URL: engine.url },
  launchArgs: ['--disable-extensions', '--disable-workspace-trust'],
});
await engine.stop();
process.exit(code);
