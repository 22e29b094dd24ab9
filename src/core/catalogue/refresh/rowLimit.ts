import type { SourceReading } from './sourceRow.ts';

/**
 * More rows than this are nobody's price list: OpenRouter has about 500 models, and the collection genai-prices about 2,000. They are read at one
 * go, and the editor's other extensions wait meanwhile.
 */
const mostRows = 10_000;

/** A model's cliffs, hours and dated lists are looked through for each other: nobody has as many. */
export const mostParts = 50;

/** Why a list is refused as a whole, if it has too many rows. */
export function tooMany(count: number): Extract<SourceReading, { readonly outcome: 'unusable' }> | undefined {
  if (count <= mostRows) return undefined;
  return { outcome: 'unusable', reason: `it has ${count} rows, and at most ${mostRows} are read` };
}
