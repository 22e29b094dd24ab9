import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import { findModel, priceOn } from '../../../src/core/catalogue/index.ts';
import { costOf } from '../../../src/core/money/index.ts';
import { listPrices } from './literalRows.ts';
import { literals } from './literals.ts';

describe('The cost of an attempt, worked by hand', () => {
  it.each(literals)('$name: $expectedNanoUsd nano-dollars', ({ usage, row, terms, expectedNanoUsd }) => {
    expect(costOf(usage, row, terms)).toBe(expectedNanoUsd);
  });

  it('is worked out for forty-five cases and more, no two of one name', () => {
    expect(literals.length).toBeGreaterThanOrEqual(45);
    expect(new Set(literals.map(({ name }) => name)).size).toBe(literals.length);
  });

  it.each(listPrices)('uses the price list that the catalogue has for $id', ({ endpoint, id, row }) => {
    const { validFrom: _validFrom, source: _source, ...prices } = row;
    const { validFrom, source, ...listed } = priceOn(findModel(builtInCatalogue, endpoint, id)?.prices ?? [], '2026-11-22') ?? {};
    expect(listed).toEqual(prices);
  });
});
