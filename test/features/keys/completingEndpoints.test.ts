import { describe, expect, it } from 'vitest';
import { completingEndpoints } from '../../../src/features/keys/completingEndpoints.ts';
import { model } from '../../core/catalogue/rows.ts';

describe('A key is enough to complete code', () => {
  it('where a model was trained to fill holes, or a small one fills them in conversations, and is chosen unasked', () => {
    const rows = [
      model('trained', 'a', { fillInTheMiddle: { type: 'suffix' } }),
      model('small', 'b', { tier: 'small' }),
      model('larger', 'c'),
      model('thinking', 'd', { tier: 'small', efforts: ['low', 'high'] }),
      model('asked for', 'e', { tier: 'small', onRequest: true }),
    ];
    expect([...completingEndpoints(rows)]).toEqual(['trained', 'small']);
  });
});
