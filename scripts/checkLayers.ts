// Fails on the first import in src/ that the layers forbid.
import path from 'node:path';
import { checkLayers } from './source/layers.ts';
import { readSources } from './source/sources.ts';

const problems = checkLayers(readSources(path.resolve(import.meta.dirname, '..'), 'src'));
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'layers: every import points down' : `layers: ${problems.length} forbidden`);
process.exitCode = problems.length === 0 ? 0 : 1;
