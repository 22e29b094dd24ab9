import type { RefusedRow, Rise } from '../core/catalogue/refresh/index.ts';

/** What became of asking one source. `failed`: nothing of it counts, and what counted before still does. */
export type SourceReport =
  | { readonly source: string; readonly outcome: 'unchanged' }
  | { readonly source: string; readonly outcome: 'failed'; readonly reason: string }
  | { readonly source: string; readonly outcome: 'read'; readonly rises: readonly Rise[]; readonly refused: readonly RefusedRow[] };

export interface RefreshReport {
  readonly sources: readonly SourceReport[];
}
