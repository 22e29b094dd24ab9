import { type Fits, globProblem, pathGlob } from '../../policy/index.ts';

/**
 * What the lines of a `.gitignore` keep out, for a path relative to its folder (https://git-scm.com/docs/gitignore#_pattern_format). Rather too
 * much: an exception (`!`) counts for nothing, and what is not understood fits all that it could.
 */
export function ignoreRules(text: string): Fits {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => readings(line.trim()))
    .map(pathGlob);
  return (path) => rules.some((fits) => fits(path));
}

/** A rule as git reads it, and where it has braces, of which git knows nothing, as its author may have meant it. */
function readings(rule: string): readonly string[] {
  if (/^(?:#|!)/.test(rule) || namesNothing.test(rule)) return [];
  const wide = rule.replaceAll(special, widened);
  return rule.includes('{') && globProblem(rule) === undefined ? [wide, rule] : [wide];
}

/** The folder itself, or nothing. */
const namesNothing = /^(?:\.?\/)*\.?$/;

/** A character behind a backslash, one of a few plain characters in brackets, braces, and brackets of any other kind with all that follows. */
const special = /\\(?:.|$)|\[[\w. -]+\]|[{}]|\[.*$/gu;

/** What fits at least as much: one ASCII character is one here as there, and of anything else it is not sure. */
function widened(found: string): string {
  if (found === '\\/') return '/';
  return /^(?:\\[ -~]|\[[\w. -]+\]|[{}])$/.test(found) ? '?' : '*';
}
