import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.ts';
import { runCommand } from './runCommand.ts';

/** Runs npm in a folder under this process's own Node (24), whatever Node the machine's npm came with. */
export async function npm(npmArguments: readonly string[], folder: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const all = [...npmArguments, ...quiet];
  if (process.platform === 'win32') await runCommand('cmd', ['/d', '/s', '/c', 'npm', ...all], { cwd: folder, env: npmEnvironment() });
  else await runCommand('npm', all, { cwd: folder, env: npmEnvironment() });
}

function npmEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // An outer `npm start` tells its scripts about itself; an inner npm would take some of that as orders about where to install.
    const isOuterNpm =
      /^npm_(package|lifecycle|command|node|exec)/.test(name) ||
      /^npm_config_(local_prefix|global_prefix|prefix|noproxy|node_gyp)$/.test(name);
    if (!isOuterNpm && name !== 'INIT_CWD') env[name] = value;
  }
  env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`;
  // The machine's npm configuration may point at another Node's headers; native modules must be built against those of the Node that loads them.
  const nodeFolder = path.resolve(path.dirname(process.execPath), '..');
  if (nodeFolder.startsWith(root) && existsSync(path.join(nodeFolder, 'include/node/node.h'))) env.npm_config_nodedir = nodeFolder;
  return env;
}
