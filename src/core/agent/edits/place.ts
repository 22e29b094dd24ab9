/** Where a block is to be put into a text. */
export type Place =
  /** From `start` up to `end` this text is to stand. `loosely`: but for blanks, or for characters that are not seen. */
  | { readonly found: 'exactly' | 'loosely'; readonly start: number; readonly end: number; readonly text: string }
  /** Lines, from 1, where it may be meant; none where it is not there at all. */
  | { readonly found: 'no'; readonly lines: readonly number[] };

/** So many places are looked for, where there are more than the one there should be. */
export const mostPlaces = 6;
