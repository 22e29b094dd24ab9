import type { AskedPath } from '../paths/index.ts';

export interface SearchQuestion {
  readonly folder: AskedPath;
  readonly pattern: string;
  readonly isRegex: boolean;
  /** Says of a path (from that folder, with `/`) whether it is searched. What git ignores is not asked about. */
  readonly takes: (path: string) => boolean;
}

/** Looks through files for a text or an expression. Letter case counts. */
export interface WorkspaceSearch {
  search(question: SearchQuestion, signal: AbortSignal): Promise<SearchReport>;
}

export type SearchReport =
  /** `isCut`: there may be more. It was ended early, or not everything could be looked into. */
  | { readonly outcome: 'searched'; readonly hits: readonly SearchHit[]; readonly isCut: boolean }
  /** In words for the model: a wrong expression, or one that cannot be looked for here. */
  | { readonly outcome: 'failed'; readonly reason: string };

export interface SearchHit {
  /** From the searched folder, with `/`. */
  readonly path: string;
  /** One-based. */
  readonly line: number;
  /** Of a long line the beginning. */
  readonly text: string;
}

/** What a search brings at the most: more is answered by a narrower pattern. */
export const mostHits = { all: 200, inFile: 40, lineCharacters: 300 } as const;
