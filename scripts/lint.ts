// `npm run lint`: Biome, and the check for text that cannot be translated. Both run, whatever the first says; a failure of either is one of
// lint's. Looks in this project unless another folder is named.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './rig/paths.ts';

const [folder = root] = process.argv.slice(2);
const checks = [
  ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  ['scripts/checkStrings.ts', folder],
] as const;
const codes = checks.map(
  ([file, ...checkArguments]) =>
    spawnSync(process.execPath, [path.join(root, file), ...checkArguments], { cwd: folder, stdio: 'inherit' }).status,
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
