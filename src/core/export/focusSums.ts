import { compareDecimals, readDecimal, sumOf } from './decimal.ts';
import type { CheckedRow, FocusFinding } from './focusFinding.ts';

/** What only several rows together show. */
export function checkFocusSums(rows: readonly CheckedRow[]): readonly FocusFinding[] {
  return [...requestSums(rows), ...skuParents(rows)];
}

/** The rows of one request sum to what the request cost: one that is lost, or there twice, is missed here. */
function requestSums(rows: readonly CheckedRow[]): readonly FocusFinding[] {
  const requests = Map.groupBy(rows, ({ fields }) => fields.get('x_EntryId') ?? '');
  return [...requests].flatMap(([entryId, ofRequest]): readonly FocusFinding[] => {
    const last = ofRequest.at(-1);
    if (entryId === '' || !last) return [];
    const costs = ofRequest.map(({ fields }) => readDecimal(fields.get('BilledCost') ?? ''));
    const told = readDecimal(last.fields.get('x_RequestBilledCost') ?? '');
    // What is no number was found already.
    if (!told || costs.includes(undefined)) return [];
    const sum = sumOf(costs.flatMap((cost) => cost ?? []));
    if (compareDecimals(sum, told) === 0) return [];
    return [{ line: last.line, column: 'BilledCost', message: `the rows of request ${entryId} do not sum to what it cost` }];
  });
}

function skuParents(rows: readonly CheckedRow[]): readonly FocusFinding[] {
  const parents = new Map<string, string>();
  return rows.flatMap(({ line, fields }): readonly FocusFinding[] => {
    const [sku, skuPrice] = [fields.get('SkuId'), fields.get('SkuPriceId')];
    if (!sku || !skuPrice) return [];
    const parent = parents.get(skuPrice) ?? sku;
    parents.set(skuPrice, parent);
    return parent === sku ? [] : [{ line, column: 'SkuPriceId', message: `"${skuPrice}" belongs to two SkuIds` }];
  });
}
