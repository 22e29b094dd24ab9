import { compareDecimals, type Decimal, readDecimal, sumOf } from './decimal.ts';
import type { CheckedRow, FocusFinding } from './focusFinding.ts';

/** What of a request its rows have come to so far. */
interface RequestSum {
  /** Undefined where one of them is no number, which was found already. */
  readonly sum: Decimal | undefined;
  /** What its last row says that it cost, and where that stands. */
  readonly told: string;
  readonly line: number;
}

const nothing: Decimal = { units: 0n, scale: 0 };

/** What only several rows together show, of rows that come one by one. */
export class FocusSums {
  readonly #requests = new Map<string, RequestSum>();
  readonly #skuOfPrice = new Map<string, string>();

  /** What the row shows beside those before it. */
  add({ line, fields }: CheckedRow): readonly FocusFinding[] {
    this.#addCost(line, fields);
    const [sku, skuPrice] = [fields.get('SkuId'), fields.get('SkuPriceId')];
    if (!sku || !skuPrice) return [];
    const parent = this.#skuOfPrice.get(skuPrice) ?? sku;
    this.#skuOfPrice.set(skuPrice, parent);
    return parent === sku ? [] : [{ line, column: 'SkuPriceId', message: `"${skuPrice}" belongs to two SkuIds` }];
  }

  /** The rows of one request sum to what the request cost: one that is lost, or there twice, is missed here. */
  findings(): readonly FocusFinding[] {
    return [...this.#requests].flatMap(([entryId, { sum, told, line }]): readonly FocusFinding[] => {
      const cost = readDecimal(told);
      // What is no number was found already.
      if (!cost || !sum || compareDecimals(sum, cost) === 0) return [];
      return [{ line, column: 'BilledCost', message: `the rows of request ${entryId} do not sum to what it cost` }];
    });
  }

  #addCost(line: number, fields: CheckedRow['fields']): void {
    const entryId = fields.get('x_EntryId') ?? '';
    if (entryId === '') return;
    const before = this.#requests.get(entryId);
    const soFar = before ? before.sum : nothing;
    const cost = readDecimal(fields.get('BilledCost') ?? '');
    const sum = soFar && cost && sumOf([soFar, cost]);
    this.#requests.set(entryId, { sum, told: fields.get('x_RequestBilledCost') ?? '', line });
  }
}
