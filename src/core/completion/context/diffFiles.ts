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
 * say nothing.
 */
export function diffFiles(diff: string): readonly DiffOfFile[] {
  return diff
    .replaceAll('\r\n', '\n')
    .split(/^(?=diff --git )/m)
    .flatMap((text) => {
      const paths = pathsOf(text);
      return paths.length > 0 && /^@@ /m.test(text) ? [{ paths, text: shortened(text) }] : [];
    });
}

/** Of a large change the beginning, at a line's end; and nothing where its lines are as long as a tool writes them. */
function shortened(text: string): string {
  const line = text.lastIndexOf('\n', mostCharacters);
  return text.length <= mostCharacters ? text : text.slice(0, Math.max(0, line));
}

/** Empty where one of them is written in a way that is not understood, or where the part ends up naming nothing. */
function pathsOf(text: string): readonly string[] {
  // Lines of the file itself may look like a header, but come after it.
  const header = text.split(/^@@ /m, 1)[0] ?? '';
  const [first = '', ...lines] = header.split('\n');
  const names: string[] = [];
  for (const line of lines) {
    const name = /^(?:--- |\+\+\+ |(?:rename|copy) (?:from|to) )(.*)$/.exec(line)?.[1];
    if (name === undefined || name === '/dev/null') continue;
    const path = line.startsWith('rename') || line.startsWith('copy') ? name : name.replace(/^[abciow]\//, '');
    // Git puts names with unusual characters in quotes; a tab ends a name with blanks.
    if (path.startsWith('"') || path === '') return [];
    names.push(path.replace(/\t$/, ''));
  }
  return first.startsWith('diff --git ') ? [...new Set(names)] : [];
}
