import { type Fits, pathGlob } from '../../policy/index.ts';

/**
 * Does a path fit one of the globs, which blanks separate? They are those of the policy: without a slash they hold in every folder, and what fits a
 * folder fits all that is in it. Most of them are plain names, which are looked up: with some 200 of them a path would else take a millisecond.
 */
export function fitsAny(globs: string): Fits {
  const all = globs.split(' ');
  const plain = new Set(all.filter((glob) => !/[*?{/]/.test(glob)));
  const patterns = inGroups(all.filter((glob) => !plain.has(glob))).map((group) => pathGlob(`{${group.join(',')}}`));
  return (path) =>
    path.split(/[/\\]/).some((name) => plain.has(name) || plain.has(asWindowsOpens(name))) || patterns.some((fits) => fits(path));
}

/** A path is taken apart once for each pattern, so there are few; a pattern has 64 alternatives at the most. */
function inGroups(globs: readonly string[]): readonly (readonly string[])[] {
  const size = 12;
  return Array.from({ length: Math.ceil(globs.length / size) }, (_, index) => globs.slice(index * size, (index + 1) * size));
}

function asWindowsOpens(name: string): string {
  return name.replace(/:.*$/, '').replace(/[. ]+$/, '');
}
