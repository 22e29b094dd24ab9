/** Says whether a text fits a pattern. */
export type Fits = (text: string) => boolean;

const mostCharacters = 300;
const mostAlternatives = 64;

/**
 * A pattern for names: `*` is any run of characters, `?` is one, `{a,b}` is either; all else is meant as it stands. Letter case does not
 * count. Hand-written, because a workspace writes such patterns: matching takes time in proportion to pattern x text at the worst, where a
 * regular expression of several stars can take for ever; and brackets are names of folders (`app/[id]/(shop)`) rather than syntax.
 */
export function nameGlob(pattern: string): Fits {
  const alternatives = alternativesOf(pattern.normalize('NFC').toLowerCase());
  return (text) => {
    const name = text.normalize('NFC').toLowerCase();
    return alternatives.some((alternative) => fitsName(name, alternative));
  };
}

/**
 * A pattern for paths, read as in a `.gitignore`: without a slash it holds in every folder, with one it begins at the workspace folder; what
 * fits a folder fits all that is in it. `**` is any number of folders, and `*` stays within a name.
 */
export function pathGlob(pattern: string): Fits {
  const normalized = pattern.normalize('NFC').toLowerCase().replaceAll('\\', '/');
  const alternatives = alternativesOf(normalized).map((alternative) => {
    const names = alternative.split('/').filter((name) => name !== '' && name !== '.');
    const isAnchored = alternative.replace(/\/+$/, '').includes('/');
    const [only, ...others] = names;
    if (!isAnchored && only !== undefined && only !== '**' && others.length === 0) return anyNameFits(only);
    const patterns = [...(isAnchored ? [] : ['**']), ...names, '**'];
    const plain = names.filter((name) => !/[*?]/.test(name));
    return (written: readonly string[]) => plain.every((name) => written.includes(name)) && fitsInOrder(written, patterns, '**', fitsName);
  });
  return (path) => spellings(path).some((names) => alternatives.some((fits) => fits(names)));
}

/** Most patterns are a name, or the end of one: paths are read so often that it counts. */
function anyNameFits(pattern: string): (names: readonly string[]) => boolean {
  if (!/[*?]/.test(pattern)) return (names) => names.includes(pattern);
  const end = pattern.slice(1);
  if (pattern.startsWith('*') && !/[*?]/.test(end)) return (names) => names.some((name) => name.endsWith(end));
  return (names) => names.some((name) => fitsName(name, pattern));
}

/** What is wrong with a pattern, in words that say what to write; undefined where nothing is. */
export function globProblem(pattern: string): string | undefined {
  if (pattern.trim() === '') return 'must not be empty';
  if (pattern.startsWith('!')) return 'must say what it is for, not what it is not for: take the "!" away';
  if (pattern.length > mostCharacters) return `must not be longer than ${mostCharacters} characters`;
  return expandBraces(pattern) ? undefined : `must not stand for more than ${mostAlternatives} alternatives in braces`;
}

type Spellings = readonly (readonly string[])[];

/** Lists of patterns ask for the same path one after the other. */
let last: { readonly path: string; readonly spellings: Spellings } | undefined;

function spellings(path: string): Spellings {
  if (last?.path !== path) last = { path, spellings: readSpellings(path) };
  return last.spellings;
}

/** A path as it is written, and as Windows opens it: dots and spaces at the end of a name, and streams, are nothing to it. */
function readSpellings(path: string): Spellings {
  const written = namesOf(path);
  const opened = written.map((name) => name.replace(/:.*$/, '').replace(/[. ]+$/, '')).filter((name) => name !== '');
  return opened.length === written.length && opened.every((name, index) => name === written[index]) ? [written] : [written, opened];
}

function namesOf(path: string): readonly string[] {
  const names: string[] = [];
  for (const name of path.normalize('NFC').toLowerCase().split(/[/\\]/)) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

function alternativesOf(pattern: string): readonly string[] {
  const alternatives = expandBraces(pattern);
  if (!alternatives) throw new RangeError(`The pattern ${pattern} has more than ${mostAlternatives} alternatives`);
  return alternatives;
}

/** `a{b,c}d` as `abd` and `acd`; braces without a comma, or without an end, are meant as they stand. */
function expandBraces(pattern: string): readonly string[] | undefined {
  const expanded: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choices = choicesOf(next);
    if (choices) open.push(...choices);
    else expanded.push(next);
    if (open.length + expanded.length > mostAlternatives) return undefined;
  }
  return expanded;
}

/** The pattern with its first braces replaced by each of their choices. */
function choicesOf(pattern: string): readonly string[] | undefined {
  for (let start = pattern.indexOf('{'); start >= 0; start = pattern.indexOf('{', start + 1)) {
    let depth = 0;
    const cuts = [start];
    for (let index = start; index < pattern.length; index += 1) {
      const character = pattern[index];
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      if (character === ',' && depth === 1) cuts.push(index);
      if (depth > 0) continue;
      if (cuts.length === 1) break;
      const ends = [...cuts.slice(1), index];
      return cuts.map((cut, choice) => pattern.slice(0, start) + pattern.slice(cut + 1, ends[choice]) + pattern.slice(index + 1));
    }
  }
  return undefined;
}

function fitsName(name: string, pattern: string): boolean {
  return fitsInOrder(name, pattern, '*', fitsCharacter);
}

function fitsCharacter(character: string, pattern: string): boolean {
  return pattern === '?' || pattern === character;
}

/**
 * Do the items fit the patterns one by one, where `star` stands for any number of items? It is enough to go back to the last star: whatever an
 * earlier one could take more, the later one can take as well.
 */
function fitsInOrder(
  items: ArrayLike<string>,
  patterns: ArrayLike<string>,
  star: string,
  fits: (item: string, pattern: string) => boolean,
): boolean {
  let item = 0;
  let at = 0;
  let afterStar = -1;
  let starTakesTo = 0;
  while (item < items.length) {
    const pattern = patterns[at];
    if (pattern === star) {
      at += 1;
      afterStar = at;
      starTakesTo = item;
    } else if (pattern !== undefined && fits(items[item] ?? '', pattern)) {
      item += 1;
      at += 1;
    } else if (afterStar >= 0) {
      starTakesTo += 1;
      item = starTakesTo;
      at = afterStar;
    } else {
      return false;
    }
  }
  while (patterns[at] === star) at += 1;
  return at === patterns.length;
}
