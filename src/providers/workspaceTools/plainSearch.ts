import { mostHits, type SearchHit, type SearchQuestion, type SearchReport } from '../../core/agent/tools/index.ts';

/** A search takes no longer, in milliseconds. */
export const searchMs = 20_000;

export function lateAfter(ms: number): () => boolean {
  const endMs = performance.now() + ms;
  return () => performance.now() > endMs;
}

/** What an expression has and a text has not. */
const special = /[\\^$.*+?()[\]{}|]/;

export interface SearchedFiles {
  readonly paths: readonly string[];
  /** There are more than these. */
  readonly isCut: boolean;
  /** Undefined where it has no text. */
  readonly text: (path: string) => Promise<string | undefined>;
  /** It took long enough: what is found by then is told. */
  readonly isLate: () => boolean;
}

/**
 * Searches without ripgrep, for texts only: an expression that somebody else wrote can keep JavaScript busy for ever, and is not tried.
 */
export async function plainSearch(files: SearchedFiles, question: SearchQuestion, signal: AbortSignal): Promise<SearchReport> {
  const { pattern, isRegex, takes } = question;
  if (isRegex && special.test(pattern)) {
    return { outcome: 'failed', reason: 'Expressions cannot be searched for here, because ripgrep was not found: search for a text.' };
  }
  const hits: SearchHit[] = [];
  let { isCut } = files;
  for (const file of files.paths) {
    signal.throwIfAborted();
    if (files.isLate()) return { outcome: 'searched', hits, isCut: true };
    if (!takes(file)) continue;
    const text = await files.text(file);
    if (!text?.includes(pattern)) continue;
    const found = hitsIn(file, text, pattern);
    isCut ||= found.length > mostHits.inFile;
    hits.push(...found.slice(0, mostHits.inFile));
    if (hits.length >= mostHits.all) return { outcome: 'searched', hits: hits.slice(0, mostHits.all), isCut: true };
  }
  return { outcome: 'searched', hits, isCut };
}

function hitsIn(file: string, text: string, pattern: string): readonly SearchHit[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) =>
      line.includes(pattern) ? [{ path: file, line: index + 1, text: line.slice(0, mostHits.lineCharacters) }] : [],
    );
}
