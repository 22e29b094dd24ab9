import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Real code and prose: what lies in this repository. */
export function repositoryTexts(): readonly { readonly file: string; readonly text: string }[] {
  const files = globSync(['{src,test,scripts,bench}/**/*.{ts,mjs,js,json,md}', '*.{md,json,js}', 'docs/**/*.md'], { cwd: root });
  return files
    .filter((file) => !file.includes('node_modules'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}
