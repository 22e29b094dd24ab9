import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findProvider } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { passedOverText } from '../../../../scripts/catalogue/passedOverText.ts';
import { builtInCatalogue } from '../../../../src/core/catalogue/data/index.ts';
import { genaiProviders } from '../../../../src/core/catalogue/refresh/genaiProviders.ts';
import { emptyState, offersOf, parseSource, takeUp } from '../../../../src/core/catalogue/refresh/index.ts';

const today = '2026-11-22';
const sources = ['genai-prices'];
/** As the collection publishes it: the package has the same objects. */
const collection = JSON.stringify(genaiProviders.map(({ providerId }) => findProvider({ providerId })));

describe('The collection that the catalogue was made of', () => {
  it('brings nothing new, nothing dearer, nothing cheaper, and no row is refused', () => {
    const reading = parseSource('genai-prices', collection, builtInCatalogue, today);
    if (reading.outcome !== 'read') throw new Error(reading.reason);
    const answer = { type: 'rows', source: 'genai-prices', rows: reading.rows, checkedAtMs: 0, readOn: today } as const;
    const { state, rises } = takeUp(emptyState, builtInCatalogue, sources, answer, today);
    const offers = offersOf(state, builtInCatalogue, { sources, today });
    expect({
      known: reading.rows.length > 100,
      refused: reading.refused,
      rises: rises.map(({ endpoint, id, before, now }) => ({ endpoint, id, before, now })),
      offers: offers.map(({ kind, row, before, prices }) => ({ kind, endpoint: row.endpoint, id: row.id, before, prices })),
    }).toEqual({ known: true, refused: [], rises: [], offers: [] });
  });

  it('is told apart from what it had and the catalogue was made without, in a file that nobody edits by hand', () => {
    const file = readFileSync(path.resolve(import.meta.dirname, '../../../../src/core/catalogue/refresh/passedOver.ts'), 'utf8');
    expect(file === passedOverText(), 'run `npm run catalogue`').toBe(true);
  });
});
