import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import type { PriceSource } from './priceSource.ts';
import { readGenaiPrices } from './readGenaiPrices.ts';
import { readList } from './readList.ts';
import { readOpenRouter } from './readOpenRouter.ts';
import { absurdityOf } from './refusePrices.ts';
import { isNamable, rowKey, rowName, type SourceReading, type SourceRow } from './sourceRow.ts';

/**
 * What a source's answer says today of models. `inForce` is the catalogue as it counts now, with the user's own endpoints. Rows with a
 * negative, missing or absurd price are left out, each with its reason.
 */
export function parseSource(source: PriceSource, text: string, inForce: Catalogue, today: string): SourceReading {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { outcome: 'unusable', reason: 'it is no JSON' };
  }
  const reading = read(source, body, inForce, today);
  if (reading.outcome === 'unusable') return reading;
  const models = new Map(inForce.models.map((model) => [rowKey(model), model]));
  const judged = reading.rows.map((row) => {
    const prices = models.get(rowKey(row))?.prices ?? [];
    return { row, reason: unnamable(row) ?? absurdityOf(row.prices, priceOn(prices, today)) };
  });
  return {
    ...reading,
    rows: judged.flatMap(({ row, reason }) => (reason === undefined ? [row] : [])),
    refused: [...reading.refused, ...judged.flatMap(({ row, reason }) => (reason === undefined ? [] : [{ name: rowName(row), reason }]))],
  };
}

function read(source: PriceSource, body: unknown, inForce: Catalogue, today: string): SourceReading {
  if (source === 'genai-prices') return readGenaiPrices(body, inForce, today);
  return source === 'openrouter' ? readOpenRouter(body, inForce) : readList(body, source, inForce, today);
}

function unnamable({ id }: SourceRow): string | undefined {
  return isNamable(id) ? undefined : 'its id is not made of visible ASCII characters';
}
