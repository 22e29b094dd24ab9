import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import { findModel } from '../../../src/core/catalogue/index.ts';
import { catalogue, endpoint, model } from './rows.ts';

describe('A model of the catalogue', () => {
  const rows = catalogue(
    [endpoint('emu'), endpoint('other')],
    [
      model('emu', 'emu-maple-1'),
      model('emu', 'emu-maple-1-5'),
      model('emu', 'gpt-9'),
      model('emu', 'gpt-9-2025-08-07'),
      model('other', 'else'),
    ],
  );

  it.each([
    ['emu-maple-1', 'emu-maple-1'],
    ['emu-maple-1-5', 'emu-maple-1-5'],
    ['emu-maple-1-20260929', 'emu-maple-1'],
    ['emu-maple-1-2026-09-29', 'emu-maple-1'],
    ['emu-maple-1@20260929', 'emu-maple-1'],
    ['emu-maple-1-5-20260929', 'emu-maple-1-5'],
    // A snapshot with a row of its own keeps it.
    ['gpt-9-2025-08-07', 'gpt-9-2025-08-07'],
    ['gpt-9-2025-08-08', 'gpt-9'],
    // Not by how it begins, nor by anything else that looks alike.
    ['emu-maple-1-6', undefined],
    ['emu-maple-1-turbo', undefined],
    ['emu-maple', undefined],
    ['EMU-MAPLE-1', undefined],
    ['emu-maple-1-2509', undefined],
    ['emu-maple-1-12345678', undefined],
    ['else', undefined],
    ['', undefined],
  ])('is found by the exact id %s, a snapshot date cut off: %s', (id, expected) => {
    expect(findModel(rows, 'emu', id)?.id).toBe(expected);
  });

  it('is not its older sister: claude-sonnet-5-5 reads at half of what claude-sonnet-5 does', () => {
    const reads = ['claude-sonnet-5', 'claude-sonnet-5-5', 'claude-sonnet-5-5-20260928', 'claude-sonnet-5-6'].map(
      (id) => findModel(builtInCatalogue, 'anthropic', id)?.prices?.at(-1)?.cacheRead,
    );
    expect(reads).toEqual([200_000_000, 100_000_000, 100_000_000, undefined]);
  });

  it('keeps the price of a dated snapshot that differs: gpt-4o-2024-05-13 is twice as dear', () => {
    const inputs = ['gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o-2024-05-13'].map(
      (id) => findModel(builtInCatalogue, 'openai', id)?.prices?.at(-1)?.uncachedInput,
    );
    expect(inputs).toEqual([2_500_000_000, 2_500_000_000, 5_000_000_000]);
  });
});
