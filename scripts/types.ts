// `npm run types`: what runs in Node, and what runs in a browser. Both are checked, whatever the first says.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './rig/paths.ts';

const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
const codes = ['.', 'src/webview'].map(
  (project) => spawnSync(process.execPath, [compiler, '-p', project], { cwd: root, stdio: 'inherit' }).status,
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
