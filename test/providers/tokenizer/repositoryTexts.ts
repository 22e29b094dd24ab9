import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Real code and prose: every ninth file of this repository. All of them would take as long as all other tests of the tokenizer. */
export function repositoryTexts(): readonly { readonly file: string; readonly text: string }[] {
  const files = globSync(['{src,test,scripts,bench}/**/*.{ts,mjs,js,json,md}', '*.{md,json,js}', 'docs/**/*.md'], { cwd: root });
  return files
    .filter((file) => !file.includes('node_modules'))
    .toSorted()
    .filter((_file, index) => index % 9 === 0)
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}
