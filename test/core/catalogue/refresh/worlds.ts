import type { Catalogue } from '../../../../src/core/catalogue/index.ts';
import { priceOn } from '../../../../src/core/catalogue/index.ts';
import {
  type Decision,
  decide,
  emptyState,
  type Offer,
  offersOf,
  type PriceSource,
  parseSource,
  type RefreshState,
  type RefusedRow,
  type Rise,
  refreshedCatalogue,
  takeUp,
} from '../../../../src/core/catalogue/refresh/index.ts';
import type { PriceRow } from '../../../../src/core/money/index.ts';
import { catalogue, endpoint, model } from '../rows.ts';

export const today = '2026-11-22';
export const list = 'https://prices.example/list.json';

const source = { url: 'https://vendor.example/pricing', readOn: '2026-11-01' };

/** Dollars per million tokens, in and out. */
export const dollars = (input: number, output: number, more: Partial<PriceRow> = {}): PriceRow => ({
  validFrom: '2026-01-01',
  source,
  uncachedInput: Math.round(input * 1e9),
  output: Math.round(output * 1e9),
  ...more,
});

/** A vendor's model at 2 and 10 dollars, and one at OpenRouter at 1 and 5. */
export const base: Catalogue = catalogue(
  [endpoint('vendor'), endpoint('openrouter')],
  [
    model('vendor', 'coder', { prices: [dollars(2, 10, { cacheRead: 200_000_000 })] }),
    model('openrouter', 'maker/coder', { prices: [dollars(1, 5)], source: { url: '', readOn: '2026-11-01' } }),
  ],
);

/** What is refreshed over some days, without a disk or a network. */
export class World {
  readonly base: Catalogue;
  /** What the setting names at this moment. */
  sources: readonly PriceSource[];
  state: RefreshState = emptyState;
  today = today;

  constructor(sources: readonly PriceSource[] = [list], over: Catalogue = base) {
    this.sources = sources;
    this.base = over;
  }

  get catalogue(): Catalogue {
    return refreshedCatalogue(this.base, this.state, this.sources, this.today);
  }

  get offers(): readonly Offer[] {
    return offersOf(this.state, this.base, { sources: this.sources, today: this.today });
  }

  /** The source answers so. */
  hear(body: unknown, source = this.sources[0] ?? list): { rises: readonly Rise[]; refused: readonly RefusedRow[]; unusable?: string } {
    const reading = parseSource(source, typeof body === 'string' ? body : JSON.stringify(body), this.catalogue, this.today);
    if (reading.outcome === 'unusable') return { rises: [], refused: [], unusable: reading.reason };
    const seen = { type: 'rows', source, rows: reading.rows, checkedAtMs: 0, readOn: this.today } as const;
    const { state, rises } = takeUp(this.state, this.base, this.sources, seen, this.today);
    this.state = state;
    return { rises, refused: reading.refused };
  }

  /** The source answers that nothing is new (304). */
  hearNothing(source = this.sources[0] ?? list): readonly Rise[] {
    const seen = { type: 'unchanged', source, checkedAtMs: 0, readOn: this.today } as const;
    const { state, rises } = takeUp(this.state, this.base, this.sources, seen, this.today);
    this.state = state;
    return rises;
  }

  answer(decision: Partial<Decision>): void {
    this.state = decide(this.state, this.base, { accepted: [], declined: [], ...decision }, this.today);
  }

  price(id = 'coder', endpointId = 'vendor', day = this.today): PriceRow | undefined {
    return priceOn(this.catalogue.models.find((one) => one.id === id && one.endpoint === endpointId)?.prices ?? [], day);
  }

  /** In dollars: what counts of a price. */
  costs(id = 'coder', endpointId = 'vendor', day = this.today): readonly (number | undefined)[] {
    const row = this.price(id, endpointId, day);
    return [row?.uncachedInput, row?.output, row?.cacheRead].map((amount) => amount && amount / 1e9);
  }
}

/** A list of the user's own with one model. */
export const listed = (price: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  models: [{ endpoint: 'vendor', id: 'coder', price, ...more }],
});
