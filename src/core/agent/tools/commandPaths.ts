import { globProblem, pathGlob } from '../../policy/index.ts';
import type { AskedPath } from '../paths/index.ts';
import { relativeTo } from '../paths/relativeTo.ts';
import { pathsOf } from './pathsOf.ts';
import type { ToolPorts } from './toolPorts.ts';

/** Words of one command: each is looked up. */
const mostWords = 500;
/** Files that patterns stand for. */
const mostMeant = 5_000;

/** Whatever stands between names: in a shell, in git's `HEAD:path`, in options. */
const betweenWords = /[\s'"`;|&<>()$={}:,\\]+/;
const entersFolder = /(?:\bcd|\bpushd|-C)\s+(?:--\s+)?["']?([^\s"';&|]+)/g;

/**
 * Files that a command's text names, for rules by path: what a command does nobody knows, so its words are read with a coarse eye, from its folder and from those
 * that it enters. A path too many does no harm where no rule speaks of it; a word without a dot or a slash counts where such a file is there.
 */
export async function filesNamed(ports: ToolPorts, command: string, asked: AskedPath, signal: AbortSignal): Promise<readonly string[]> {
  // A shell takes quotes out of the middle of names, too.
  const texts = [command, command.replace(/["'\\]/g, '')];
  const words = [...new Set(texts.flatMap((text) => text.split(betweenWords)))]
    .filter((word) => word !== '' && !word.startsWith('-'))
    .slice(0, mostWords);
  const folders = [asked.absolute, ...[...command.matchAll(entersFolder)].map(([, folder = '.']) => joined(asked.absolute, folder))];
  const named: string[] = [];
  for (const path of new Set(folders.flatMap((folder) => words.map((word) => joined(folder, word))))) {
    const found = await ports.files.resolve(path);
    const isName = /[./]/.test(path.slice(asked.absolute.length + 1));
    if (isName || (await ports.files.read(found, signal)).type !== 'missing') named.push(...pathsOf(ports, found));
  }
  return [...new Set([...named, ...(await filesMeant(ports, command, words, { asked, folders }, signal))])];
}

/** A search without names in front of what it found may have found it anywhere below. */
const saysNoNames = /\bgrep\b[^|;&]*\s-[A-Za-z]*h|\brg\b[^|;&]*\s-[A-Za-z]*I|--no-filename\b/;

/** What patterns of the shell stand for. */
async function filesMeant(
  ports: ToolPorts,
  command: string,
  words: readonly string[],
  { asked, folders }: { readonly asked: AskedPath; readonly folders: readonly string[] },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const patterns = words.filter((word) => /[*?[]/.test(word));
  const isAll = saysNoNames.test(command);
  if (patterns.length === 0 && !isAll) return [];
  const { paths } = await ports.files.list(asked, signal);
  const from = asked.absolute.length + 1;
  const globs = patterns.flatMap((pattern) => folders.map((folder) => joined(folder, pattern).slice(from)));
  const fits = globs.filter((glob) => globProblem(glob) === undefined).map(pathGlob);
  return paths
    .filter((path) => isAll || fits.some((fit) => fit(path)))
    .slice(0, mostMeant)
    .flatMap((path) => pathsOf(ports, { absolute: joined(asked.absolute, path), real: joined(asked.real, path) }));
}

/** Lines that say which file the text in or behind them is from: a search's, a compiler's, a test's, a difference's, those above several files. */
const tellsOf: readonly RegExp[] = [
  /^(?:---|\+\+\+) "?(?:[a-z]\/)?(.+?)"?(?:\t.*)?$/gm,
  /^==> (.+) <==$/gm,
  /^([^\s:]+):/gm,
  /^(\S.*)\n\d+[:-]/gm,
  /(?:^|[\s('"])(?:file:\/\/)?([^\s()'":]+):\d+(?::\d+)?\b/gm,
];

/** Files that an output says it is drawn from, relative to the workspace; the output as it is told, which is short. */
export function filesTold(ports: ToolPorts, text: string, { absolute: folder }: AskedPath): readonly string[] {
  const named = new Set(
    tellsOf
      .flatMap((pattern) => [...text.matchAll(pattern)].map(([, path = '']) => path))
      .filter((path) => /[./]/.test(path) && path !== '/dev/null'),
  );
  const place = ports.files.place('read');
  const told = [...named].map((path) => joined(folder, path)).filter((absolute) => relativeTo(absolute, place).length > 0);
  return [...new Set(told.flatMap((absolute) => pathsOf(ports, { absolute, real: absolute })))];
}

/** Normalised, without a look at the disk. */
function joined(folder: string, path: string): string {
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  const names: string[] = [];
  for (const name of (isAbsolute ? path : `${folder}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return /^[A-Za-z]:$/.test(names[0] ?? '') ? names.join('/') : `/${names.join('/')}`;
}
