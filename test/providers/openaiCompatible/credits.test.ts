import { describe, expect, it } from 'vitest';
import { hasCreditsIn } from '../../../src/providers/openaiCompatible/credits.ts';

describe('An account', () => {
  it.each([
    [{ data: { total_credits: 10, total_usage: 9.99 } }, true],
    [{ data: { total_credits: 10, total_usage: 10 } }, false],
    [{ is_available: true, balance_infos: [{ currency: 'USD', total_balance: '1.00' }] }, true],
    [{ is_available: false, balance_infos: [] }, false],
    [{ data: { total_credits: '10' } }, undefined],
    ['<html>', undefined],
    [null, undefined],
  ])('of which is told %j has money: %s', (told, expected) => {
    expect(hasCreditsIn(told)).toBe(expected);
  });
});
