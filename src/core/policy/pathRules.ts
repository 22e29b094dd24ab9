import type { DataPolicy, PathUse } from './dataPolicy.ts';
import { type Fits, pathGlob } from './globs.ts';

/** A path for which a rule holds. */
export interface PathMatch {
  readonly use: PathUse;
  readonly path: string;
  readonly glob: string;
}

/** What one glob asks of the paths that fit it. */
export interface PathRule {
  readonly glob: string;
  readonly use: PathUse;
  readonly fits: Fits;
}

/** Files that are there to hold secrets: they never leave, whatever is set. */
const secretFiles: readonly string[] = [
  ...['.env*', '*.pem', '*.p12', '*.pfx', '.npmrc', '.netrc', '_netrc', '.pypirc', '.git-credentials', '.ssh', '**/.aws/credentials'],
  ...['id_{rsa,dsa,ecdsa,ed25519}*', 'id_*.{key,ppk,bak,old}'],
];

/** Key files of SSH may have any name after `id_`; those with any other extension are code (`id_map.ts`). */
const otherKeyFile: PathRule = { glob: 'id_*', use: 'local', fits: (path) => /(?:^|[/\\])id_[^./\\]+$/i.test(path) };

export const builtInPathRules: readonly PathRule[] = [
  ...secretFiles.map((glob): PathRule => ({ glob, use: 'local', fits: pathGlob(glob) })),
  otherKeyFile,
];

export function pathRulesOf({ paths = {} }: DataPolicy): readonly PathRule[] {
  return Object.entries(paths).map(([glob, use]) => ({ glob, use, fits: pathGlob(glob) }));
}

/** The strictest rule that a path fits, the first of equal ones. */
export function matchPath(path: string, rules: readonly PathRule[]): PathMatch | undefined {
  const matches = rules.filter(({ fits }) => fits(path));
  const strictest = matches.find(({ use }) => use === 'nothing') ?? matches[0];
  return strictest && { use: strictest.use, path, glob: strictest.glob };
}
