import { diffArrays } from 'diff';

/** A file's lines, each with the request that wrote it; undefined: it was there before, or the user wrote it. */
export interface AttributedText {
  readonly lines: readonly AttributedLine[];
}

export interface AttributedLine {
  readonly text: string;
  readonly requestId: string | undefined;
}

/** Nobody's yet. */
export function attributed(text: string | undefined): AttributedText {
  return { lines: linesOf(text).map((line) => ({ text: line, requestId: undefined })) };
}

/**
 * The file as it became: what stayed keeps its writer, what is new is that request's, or nobody's. A line that was only indented differently stayed: that is
 * what formatters do.
 */
export function after({ lines }: AttributedText, text: string | undefined, requestId?: string): AttributedText {
  const next = linesOf(text);
  const stayed = matchesOf(
    lines.map((line) => line.text.trim()),
    next.map((line) => line.trim()),
  );
  return { lines: next.map((line, index) => ({ text: line, requestId: writerOf(lines, stayed.get(index), requestId) })) };
}

function writerOf(lines: readonly AttributedLine[], before: number | undefined, requestId: string | undefined): string | undefined {
  return before === undefined ? requestId : lines[before]?.requestId;
}

/** Where two versions have more lines than that different, lines that are the same are taken as the same wherever they stand: the difference takes square time. */
const mostEdits = 500;

/** The place before, by the place after, of each line that stayed. */
function matchesOf(before: readonly string[], next: readonly string[]): ReadonlyMap<number, number> {
  const changes = diffArrays([...before], [...next], { maxEditLength: mostEdits });
  if (!changes) return sameAnywhere(before, next);
  const matches = new Map<number, number>();
  let [at, nextAt] = [0, 0];
  for (const { added, removed, count } of changes) {
    if (added) nextAt += count;
    else if (removed) at += count;
    else for (let line = 0; line < count; line += 1) matches.set(nextAt++, at++);
  }
  return matches;
}

function sameAnywhere(before: readonly string[], next: readonly string[]): ReadonlyMap<number, number> {
  const places = new Map<string, number[]>();
  for (const [index, line] of before.entries()) {
    const same = places.get(line);
    if (same) same.push(index);
    else places.set(line, [index]);
  }
  const matches = new Map<number, number>();
  for (const [index, line] of next.entries()) {
    const place = places.get(line)?.shift();
    if (place !== undefined) matches.set(index, place);
  }
  return matches;
}

/** However the document ends its lines. */
function linesOf(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}
