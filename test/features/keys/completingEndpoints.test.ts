import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import { fillsHolesBy } from '../../../src/core/catalogue/index.ts';
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

  it('for all built-in providers but those of whose models none fills holes, not even one that is asked for', () => {
    const { models, endpoints } = builtInCatalogue;
    const enough = completingEndpoints(models);
    const others = endpoints.map(({ id }) => id).filter((id) => !enough.has(id));
    const filling = models.filter((each) => others.includes(each.endpoint) && fillsHolesBy(each) !== undefined);
    expect([others, filling.map(({ id }) => id)]).toEqual([['gemini', 'qwen', 'xai'], []]);
  });
});
