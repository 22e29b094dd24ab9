import type { DataPolicy, PathUse } from './dataPolicy.ts';
import { type Fits, pathGlob } from './globs.ts';
import { secretFiles } from './secretFiles.ts';

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

/** They never leave, whatever is set. */
export const builtInPathRules: readonly PathRule[] = secretFiles.map(({ glob, fits }) => ({ glob, use: 'local', fits }));

export function pathRulesOf({ paths = {} }: DataPolicy): readonly PathRule[] {
  return Object.entries(paths).map(([glob, use]) => ({ glob, use, fits: pathGlob(glob) }));
}

/** The strictest rule that a path fits, the first of equal ones. */
export function matchPath(path: string, rules: readonly PathRule[]): PathMatch | undefined {
  const matches = rules.filter(({ fits }) => fits(path));
  const strictest = matches.find(({ use }) => use === 'nothing') ?? matches[0];
  return strictest && { use: strictest.use, path, glob: strictest.glob };
}
