import type { Snapshot } from '../snapshot.ts';
import { identifiersOf, lastIdentifiers, similarityTo } from './identifiers.ts';

/** What is next to the cursor, as chunks are compared with it. */
export interface CursorWindow {
  /** How alike its identifiers are to what is near the cursor. */
  readonly similarity: ReturnType<typeof similarityTo>;
  /** Near the cursor, the nearest one first. */
  readonly names: readonly string[];
  /** The share of a text that stands in the whole of the prompt's own text: by three lines in a row, blank ones apart. */
  readonly shareOf: (text: string) => number;
}

/** What is near: about a screenful above, and a few lines below, in characters. */
const near = { before: 2_000, after: 500 } as const;
const mostNames = 24;

export function cursorWindow({ prefix, suffix }: Snapshot): CursorWindow {
  const before = prefix.slice(-near.before);
  const after = suffix.slice(0, near.after);
  let ownLines: ReadonlySet<string> | undefined;
  return {
    similarity: similarityTo(identifiersOf(before + after)),
    names: lastIdentifiers(before, mostNames),
    shareOf: (text) => {
      // The cursor may stand within a line.
      ownLines ??= new Set(runsOf(prefix + suffix));
      const own = ownLines;
      const runs = runsOf(text);
      return runs.length === 0 ? 0 : runs.filter((run) => own.has(run)).length / runs.length;
    },
  };
}

/** Each three lines in a row. */
function runsOf(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(2).map((line, index) => `${lines[index]}\n${lines[index + 1]}\n${line}`);
}
