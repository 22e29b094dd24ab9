import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The part of esbuild's metafile that is read here. */
export interface BuildMetafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

/**
 * What the licences of the bundled packages ask for: each package with its version, its licence and that licence's text. A package without a
 * licence file throws, as it must not be shipped.
 */
export function thirdPartyNotices(root: string, { outputs }: BuildMetafile): string {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].toSorted().map((folder) => notice(path.join(root, folder)));
  return [intro, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`).concat('\n');
}

const intro = 'Farthing is built with the packages below. Each is used under its own licence.';

/** A package may bring packages of its own along, so the last `node_modules` is the one that counts. */
function packageFolder(input: string): string | undefined {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const files = readdirSync(folder).toSorted();
  const licences = files.filter((file) => /^(?:licen[cs]e|copying)(?:[-.].*)?$/i.test(file));
  if (typeof license !== 'string' || licences.length === 0)
    throw new Error(`${name} ${version} is bundled, but names no licence or has no licence file: it cannot be shipped.`);
  const notices = files.filter((file) => /^notice(?:\..*)?$/i.test(file));
  const texts = [...licences, ...notices].map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
