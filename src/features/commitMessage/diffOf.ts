/** What a unified diff says of one file. */
export interface FileDiff {
  /** Relative to the repository, with `/`: before and after, the same unless it was renamed. None: it cannot be told which file it is. */
  readonly paths: readonly string[];
  readonly text: string;
}

/**
 * File by file. Lines end where git ends them, at `\n` alone: what a file holds begins with a sign, so that it cannot pass for the beginning of
 * another file, whatever else its lines hold.
 */
export function fileDiffs(diff: string): readonly FileDiff[] {
  return diff
    .split(/\n(?=diff --git )/)
    .filter((text) => text.startsWith('diff --git '))
    .map((text) => ({ paths: pathsOf(text), text: text.endsWith('\n') ? text : `${text}\n` }));
}

/** `a/` and `b/`, or the letters of `diff.mnemonicPrefix`. Without prefixes (`diff.noprefix`) nothing is read. */
const header = /^diff --git "?[acio1]\/.* "?[bwi2]\//;
const sameName = /^diff --git [acio1]\/(.*) [bwi2]\/\1$/;
const fileLine = /^(?:--- (?:"?[acio1]\/)|\+\+\+ (?:"?[bwi2]\/)|(?:rename|copy) (?:from|to) "?)(.*?)(")?\t?$/;

/** Where a name has blanks, the first line can be read in two ways: the lines about the file itself say it once more. */
function pathsOf(text: string): readonly string[] {
  const [first = '', ...rest] = text.split('\n');
  if (!header.test(first)) return [];
  const hunks = rest.findIndex((line) => line.startsWith('@@'));
  const told = rest.slice(0, hunks === -1 ? undefined : hunks).flatMap(pathIn);
  if (told.length > 0) return [...new Set(told)];
  // Its text is no different: an empty file, a binary one, or another mode.
  const same = sameName.exec(first)?.[1];
  return same === undefined ? [] : [same];
}

function pathIn(line: string): readonly string[] {
  const [, path, quote] = fileLine.exec(line) ?? [];
  if (path === undefined) return [];
  return [quote === undefined ? path : unquoted(path)];
}

/** As git writes names with unusual bytes: octal, and a few letters. */
function unquoted(text: string): string {
  const encoder = new TextEncoder();
  const bytes = [...text.matchAll(/\\([0-7]{3}|.)|[^\\]+/gs)].flatMap(([piece, escaped]) => {
    if (escaped === undefined) return [...encoder.encode(piece)];
    if (/^[0-7]{3}$/.test(escaped)) return [Number.parseInt(escaped, 8)];
    return [...encoder.encode(letters.get(escaped) ?? escaped)];
  });
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const letters: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
]);
