/**
 * `npm start`: a VS Code with Farthing in it, a sample project and a local model server, and nothing paid. It opens the desktop's `code` in a
 * profile of its own, or with `npm start -- --browser`, or without a `code`, a VS Code for the browser. `--folder` says where its profile and
 * the sample are kept.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findLocalServers } from '../src/providers/localServers/findLocalServers.ts';
import { startEngine } from '../test/engine/startEngine.ts';
import { buildExtension } from './rig/buildExtension.ts';
import { rigFolder } from './rig/paths.ts';
import { start } from './start/start.ts';

const { values } = parseArgs({ options: { browser: { type: 'boolean', default: false }, folder: { type: 'string', default: rigFolder } } });
try {
  await start(
    { inBrowser: values.browser, folder: path.resolve(values.folder) },
    {
      build: buildExtension,
      findRunningServers: () => findLocalServers({ fetch, signal: AbortSignal.timeout(3000) }),
      startEngine,
    },
  );
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
