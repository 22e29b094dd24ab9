import * as v from 'valibot';

/** How many days the history goes back, today included. */
export const historyRanges = [7, 30, 90, 365] as const;

export type HistoryRange = (typeof historyRanges)[number];

export const filterNames = ['model', 'kind', 'workspace', 'language', 'tier', 'provider'] as const;

export type FilterName = (typeof filterNames)[number];

/** What history is narrowed to; a name that is missing is not narrowed. An empty text is what was asked without a workspace or language. */
export type Filters = { readonly [Name in FilterName]?: string | undefined };

/** What the user looks at. The page tells it and remembers it; the host reads no more from the ledger than it needs. */
export interface View {
  readonly tab: 'today' | 'history' | 'policy';
  readonly range: HistoryRange;
  readonly filters: Filters;
  /** The ids of the requests whose details are open. */
  readonly open: readonly string[];
}

/** So many requests are open at the most: details are large, and each is read from the ledger. */
const mostOpen = 5;

const id = v.pipe(v.string(), v.maxLength(100));
/** Names of models and folders are other people's: some are long. */
const filter = v.optional(v.pipe(v.string(), v.maxLength(300)));

export const viewShape = v.strictObject({
  tab: v.picklist(['today', 'history', 'policy']),
  range: v.picklist(historyRanges),
  filters: v.strictObject({ model: filter, kind: filter, workspace: filter, language: filter, tier: filter, provider: filter }),
  open: v.pipe(v.array(id), v.maxLength(mostOpen), v.readonly()),
});

export const firstView: View = { tab: 'today', range: 30, filters: {}, open: [] };
