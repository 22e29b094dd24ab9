// Fails on user-visible text that is not translatable; with --write, brings l10n/bundle.l10n.json up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSources } from './source/sources.ts';
import { localizedStrings, rawStrings } from './source/userText.ts';

const root = path.resolve(import.meta.dirname, '..');
const bundleFile = path.join(root, 'l10n/bundle.l10n.json');
const sources = readSources(root, 'src');
const bundle = `${JSON.stringify(Object.fromEntries(localizedStrings(sources).map((text) => [text, text])), null, 2)}\n`;
if (process.argv.includes('--write')) {
  mkdirSync(path.dirname(bundleFile), { recursive: true });
  writeFileSync(bundleFile, bundle);
}
const problems = [...rawStrings(sources)];
if (!existsSync(bundleFile) || readFileSync(bundleFile, 'utf8') !== bundle)
  problems.push('l10n/bundle.l10n.json is not up to date: run `npm run l10n`');
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'strings: all user-visible text is translatable' : `strings: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
