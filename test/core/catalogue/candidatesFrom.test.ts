import { describe, expect, it } from 'vitest';
import { candidatesFrom, mergeCatalogues } from '../../../src/core/catalogue/index.ts';
import { catalogue, endpoint, model, price } from './rows.ts';

const names = (candidates: ReturnType<typeof candidatesFrom>): readonly string[] => candidates.map(({ model: { id } }) => id);
const today = '2026-11-22';

describe('The candidates of a catalogue', () => {
  const [keyed, open] = [endpoint('keyed'), endpoint('open', { needsKey: false })];
  const rows = catalogue([keyed, open], [model('keyed', 'a'), model('open', 'b'), model('nowhere', 'c')]);

  it('are the models of endpoints that need no key, or have one', () => {
    expect(names(candidatesFrom(rows, { today, hasKey: () => false }))).toEqual(['b']);
    expect(names(candidatesFrom(rows, { today, hasKey: ({ id }) => id === 'keyed' }))).toEqual(['a', 'b']);
  });

  it('have the price of the day, and nothing of the catalogue besides', () => {
    const [old, current] = [price(3), price(2, { validFrom: '2026-07-30' })];
    const row = model('open', 'b', { prices: [old, current], contextTokens: 1000, source: current.source });
    expect(candidatesFrom(catalogue([open], [row]), { today, hasKey: () => false })).toEqual([
      { model: { id: 'b', tier: 'medium', canChat: true, contextTokens: 1000, price: current }, endpoint: open },
    ]);
  });

  it('have no price where no list is in force yet', () => {
    const row = model('open', 'b', { prices: [price(3, { validFrom: '2027-01-01' })] });
    expect(candidatesFrom(catalogue([open], [row]), { today, hasKey: () => false })[0]?.model).not.toHaveProperty('price');
  });

  it('fill holes in conversations where they are small, can chat, were not trained for holes, and answer at once', () => {
    const small = (id: string, more: Parameters<typeof model>[2] = {}) => model('open', id, { tier: 'small', ...more });
    const rows = [
      small('plain'),
      small('trained', { fillInTheMiddle: { type: 'suffix' } }),
      small('embeds', { canChat: false }),
      small('thinks', { quirks: { reasoning: true } }),
      small('thinks at least a little', { efforts: ['low', 'high'] }),
      small('need not think', { efforts: ['none', 'low'], quirks: { reasoning: true } }),
      small('hardly thinks', { efforts: ['minimal', 'low'] }),
      small('near', { tier: 'local' }),
      model('open', 'larger'),
      small('old', { onRequest: true }),
    ];
    const candidates = candidatesFrom(catalogue([open], rows), { today, hasKey: () => false });
    expect(candidates.map(({ model: { id, fillInTheMiddle } }) => [id, fillInTheMiddle?.type])).toEqual([
      ['plain', 'chat'],
      ['trained', 'suffix'],
      ['embeds', undefined],
      ['thinks', undefined],
      ['thinks at least a little', undefined],
      ['need not think', 'chat'],
      ['hardly thinks', 'chat'],
      ['near', 'chat'],
      ['larger', undefined],
    ]);
  });

  it('leave out what is offered on request only, until a row of the user names it', () => {
    const base = catalogue([open], [model('open', 'old', { onRequest: true })]);
    const asked = mergeCatalogues(base, { endpoints: [], models: [{ endpoint: 'open', id: 'old' }] });
    expect([base, asked].map((of) => names(candidatesFrom(of, { today, hasKey: () => false })))).toEqual([[], ['old']]);
  });
});
