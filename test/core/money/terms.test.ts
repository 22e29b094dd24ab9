import { describe, expect, it } from 'vitest';
import { costOf } from '../../../src/core/money/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { paidPrice } from '../../support/tasks.ts';

describe('A term that a provider reports', () => {
  it.each(['constructor', '__proto__', 'toString', 'unheard-of'])(
    'counts as the dearest named one where the list does not name it: %s',
    (serviceTier) => {
      const row = { ...paidPrice, serviceTiers: { batch: 500, priority: 2000 } };
      expect(costOf({ ...noUsage, uncachedInput: 1_000_000 }, row, { serviceTier })).toBe(6_000_000_000);
    },
  );
});
