import type { Endpoint, EndpointFact } from '../candidate.ts';
import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { readUserCatalogue } from '../readUserCatalogue.ts';
import type { UserEndpoint, UserModel } from '../userCatalogue.ts';
import { addressOf, type PriceSource, sourceName } from './priceSource.ts';
import { factNames, type ModelFacts, type RefusedRow, rowKey, rowName, type SourceReading, type SourceRow } from './sourceRow.ts';

/**
 * A list of the user's own: `{"endpoints": [...], "models": [...]}` as in the settings. It is somebody's page all the same: it may bring new
 * addresses, over https and paid by the token, and never another address or billing for one that is known, where keys and budgets hold.
 */
export function readList(body: unknown, source: PriceSource, catalogue: Catalogue, today: string): SourceReading {
  if (typeof body !== 'object' || body === null || !Array.isArray((body as { models?: unknown }).models)) {
    return { outcome: 'unusable', reason: 'it has no list of models under `models`' };
  }
  const { endpoints = [], models } = body as { readonly endpoints?: unknown; readonly models: readonly unknown[] };
  if (!Array.isArray(endpoints)) return { outcome: 'unusable', reason: '`endpoints` is no list' };

  const addresses = endpoints.map((row: unknown) => readEndpoint(row, source, catalogue));
  const fresh = addresses.flatMap((result) => ('baseUrl' in result ? [result] : []));
  const known: Catalogue = { ...catalogue, endpoints: [...catalogue.endpoints, ...fresh.map(asEndpoint)] };
  const read = models.map((row) => readModel(row, known));
  const named = Map.groupBy(
    read.flatMap((result) => ('reason' in result ? [] : [result])),
    rowKey,
  );
  const rows = [...named.values()].flatMap((dated) => rowOf(dated, source, fresh, today) ?? []);
  const refused = [...addresses, ...read].flatMap((result) => ('reason' in result ? [result] : []));
  if (rows.length === 0 && refused.length > 0) return { outcome: 'unusable', reason: `no row is of use: ${refused[0]?.reason}` };
  return { outcome: 'read', rows, refused };
}

function readEndpoint(row: unknown, source: PriceSource, { endpoints }: Catalogue): UserEndpoint | RefusedRow | { readonly isKnown: true } {
  const { catalogue, problems } = readUserCatalogue({ endpoints: [row] });
  const [endpoint] = catalogue.endpoints;
  if (!endpoint) return { name: nameIn(row), reason: problems.join('; ') };
  const name = `endpoint ${endpoint.id}`;
  const known = endpoints.find(({ id }) => id === endpoint.id);
  if (known?.baseUrl === endpoint.baseUrl) return { isKnown: true };
  if (known) return { name, reason: `a list must not change an address that is known (${known.baseUrl})` };
  if (URL.parse(endpoint.baseUrl)?.protocol !== 'https:') return { name, reason: 'an address out of a list must be https' };
  if ((endpoint.billing ?? 'metered') !== 'metered')
    return { name, reason: 'only the user’s own settings may call an endpoint free of charge' };
  return added(endpoint, source);
}

/** What a list may say of a new address. Whatever else the settings know of endpoints is the user's own to write. */
function added(endpoint: UserEndpoint, source: PriceSource): UserEndpoint {
  const { id, baseUrl, provider, adapter, needsKey, feeThousandths, quirks, region, retention, jurisdiction } = endpoint;
  return {
    id,
    baseUrl,
    ...(provider !== undefined && { provider }),
    ...(adapter !== undefined && { adapter }),
    ...(needsKey !== undefined && { needsKey }),
    ...(feeThousandths !== undefined && { feeThousandths }),
    ...(quirks && { quirks }),
    ...(region && { region: toldBy(source, region) }),
    ...(retention && { retention: toldBy(source, retention) }),
    ...(jurisdiction && { jurisdiction: toldBy(source, jurisdiction) }),
  };
}

const toldBy = <Value>(source: PriceSource, fact: EndpointFact<Value>): EndpointFact<Value> => ({
  ...fact,
  url: addressOf(source)?.origin ?? '',
});

/** As it will be once it is accepted. */
export function asEndpoint(row: UserEndpoint): Endpoint {
  return { provider: row.id, adapter: 'openai-compatible', needsKey: true, ...row, billing: 'metered' };
}

function readModel(row: unknown, known: Catalogue): UserModel | RefusedRow {
  const { catalogue, problems } = readUserCatalogue({ models: [row] }, known);
  const [model] = catalogue.models;
  if (!model) return { name: nameIn(row), reason: problems.map((problem) => problem.replace(/^models\[0\]\.?/, '')).join('; ') };
  return model.prices ? model : { name: rowName(model), reason: 'it has no price' };
}

function nameIn(row: unknown): string {
  const { id, endpoint } = (row ?? {}) as { readonly id?: unknown; readonly endpoint?: unknown };
  if (typeof id !== 'string') return 'a row without an id';
  return typeof endpoint === 'string' ? rowName({ endpoint, id }) : id;
}

/** Several rows of one model are its prices by day. Undefined where none holds yet. */
function rowOf(dated: readonly UserModel[], source: PriceSource, fresh: readonly UserEndpoint[], today: string): SourceRow | undefined {
  const model = Object.assign({}, ...dated) as UserModel;
  const { endpoint, id } = model;
  const inForce = priceOn(
    dated.flatMap(({ prices = [] }) => prices),
    today,
  );
  if (!inForce) return undefined;
  const { validFrom: _validFrom, source: stated, ...prices } = inForce;
  const newEndpoint = fresh.find((one) => one.id === endpoint);
  return {
    endpoint,
    id,
    url: stated.url === 'settings' ? `https://${sourceName(source)}` : stated.url,
    prices,
    facts: factsOf(model),
    describesKnown: true,
    ...(newEndpoint && { newEndpoint }),
  };
}

/** What a list may say of a model. Whatever else the settings know of models is the user's own to write. */
function factsOf(model: UserModel): ModelFacts {
  return Object.fromEntries(factNames.flatMap((name) => (model[name] === undefined ? [] : [[name, model[name]]])));
}
