// Fails on user-visible text that is not translatable; with --write, brings l10n/bundle.l10n.json up to date. Looks in this project unless
// another folder is named.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root as thisProject } from './rig/paths.ts';
import { readSources } from './source/sources.ts';
import { localizedStrings, rawStrings } from './source/userText.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean', default: false } } });
const [root = thisProject] = positionals;
const bundleFile = path.join(root, 'l10n/bundle.l10n.json');
const sources = readSources(root, 'src');
const bundle = `${JSON.stringify(Object.fromEntries(localizedStrings(sources).map((text) => [text, text])), null, 2)}\n`;
if (values.write) {
  mkdirSync(path.dirname(bundleFile), { recursive: true });
  writeFileSync(bundleFile, bundle);
}
const problems = [...rawStrings(sources)];
if (!existsSync(bundleFile) || readFileSync(bundleFile, 'utf8') !== bundle)
  problems.push('l10n/bundle.l10n.json is not up to date: run `npm run l10n`');
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'strings: all user-visible text is translatable' : `strings: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
