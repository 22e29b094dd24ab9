/** One file's part of a unified diff. */
export interface DiffOfFile {
  /** All names that the file has or had, relative to the repository, with `/`. */
  readonly paths: readonly string[];
  readonly text: string;
}

/** Of one file's changes. */
const mostCharacters = 6_000;

/**
 * A diff of git, file by file. A part whose names cannot be read for sure is left out: nobody could say whether it may be seen. Binary parts
 * say nothing, and conflicts (`diff --cc`) are no such parts.
 */
export function diffFiles(diff: string): readonly DiffOfFile[] {
  return diff
    .replaceAll('\r\n', '\n')
    .split(/^(?=diff --)/m)
    .flatMap((part) => {
      const hunk = /^@@ /m.exec(part)?.index;
      if (hunk === undefined) return [];
      // Lines of the file itself may look like a header, but come after it.
      const paths = pathsOf(part.slice(0, hunk));
      return paths ? [{ paths, text: shortened(part.slice(0, endOfHunks(part, hunk))) }] : [];
    });
}

/** What git says between files (of a submodule, of an unmerged path) is not this one's. */
function endOfHunks(part: string, hunk: number): number {
  const other = /^[^ +\-\\@\n]/m.exec(part.slice(hunk))?.index;
  return other === undefined ? part.length : hunk + other;
}

/** Of a large change the beginning, at a line's end; and nothing where its lines are as long as a tool writes them. */
function shortened(text: string): string {
  const line = text.lastIndexOf('\n', mostCharacters);
  return text.length <= mostCharacters ? text : text.slice(0, Math.max(0, line));
}

/**
 * Undefined where they are written in a way that is not understood: in quotes, or with prefixes of the user's own. Whether there are prefixes
 * depends on settings (`diff.noprefix`, `diff.mnemonicPrefix`), and a folder may be called like one: all lines have to agree.
 */
function pathsOf(header: string): readonly string[] | undefined {
  const [first = '', ...lines] = header.split('\n');
  const both = /^diff --git (.+)$/.exec(first)?.[1];
  const after = (start: RegExp): string | undefined => lines.find((line) => start.test(line))?.replace(start, '');
  const [from, to] = [after(/^(?:rename|copy) from /), after(/^(?:rename|copy) to /)];
  const names = both === undefined || both.includes('"') ? undefined : namesIn(both, from, to);
  if (!names) return undefined;
  // A tab ends a name with blanks.
  const [old, now] = [after(/^--- /)?.replace(/\t$/, ''), after(/^\+\+\+ /)?.replace(/\t$/, '')];
  const agrees = (name: string | undefined, side: Side): boolean => name === '/dev/null' || name === side.prefix + side.path;
  return agrees(old, names.old) && agrees(now, names.now) ? [...new Set([names.old.path, names.now.path])] : undefined;
}

interface Side {
  readonly prefix: string;
  readonly path: string;
}

/** As git writes them: none, the usual ones, and those of `diff.mnemonicPrefix` for a commit, the index, the working tree and an object. */
const prefixes = [
  ['', ''],
  ['a/', 'b/'],
  ...['c/', 'i/', 'w/', 'o/'].flatMap((old) => ['c/', 'i/', 'w/', 'o/'].filter((now) => now !== old).map((now) => [old, now] as const)),
] as const;

/** The two names in a part's first line: one file's, unless other lines say that it had another name. */
function namesIn(both: string, from: string | undefined, to: string | undefined): { readonly old: Side; readonly now: Side } | undefined {
  for (const [old, now] of prefixes) {
    const path = both.slice(old.length, old.length + (both.length - old.length - now.length - 1) / 2);
    const names = { old: { prefix: old, path: from ?? path }, now: { prefix: now, path: to ?? path } };
    if (both === `${old}${names.old.path} ${now}${names.now.path}`) return names;
  }
  return undefined;
}
