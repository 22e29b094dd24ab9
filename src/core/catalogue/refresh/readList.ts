import type { Endpoint } from '../candidate.ts';
import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { readUserCatalogue } from '../readUserCatalogue.ts';
import type { UserModel } from '../userCatalogue.ts';
import { firstLater } from './firstLater.ts';
import { type PriceSource, sourceName } from './priceSource.ts';
import { tooMany } from './rowLimit.ts';
import {
  factNames,
  isNamable,
  type ListedEndpoint,
  type ModelFacts,
  type RefusedRow,
  rowKey,
  rowName,
  type SourceReading,
  type SourceRow,
} from './sourceRow.ts';

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
  const refusal = tooMany(endpoints.length + models.length);
  if (refusal) return refusal;

  const known = new Map(catalogue.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const providers = new Set(catalogue.endpoints.map(({ provider }) => provider.toLowerCase()));
  const addresses = endpoints.map((row: unknown) => readEndpoint(row, known, providers));
  const fresh = new Map(addresses.flatMap((result) => ('baseUrl' in result ? [[result.id, result]] : [])));
  const read = models.map((row) => readModel(row, (id) => known.has(id) || fresh.has(id)));
  const priced = read.flatMap((result) => ('reason' in result ? [] : [result]));
  const rows = [...Map.groupBy(priced, rowKey).values()].flatMap((dated) => rowOf(dated, source, fresh, today) ?? []);
  const refused = [...addresses, ...read].flatMap((result) => ('reason' in result ? [result] : []));
  if (rows.length === 0 && refused.length > 0) return { outcome: 'unusable', reason: `no row is of use: ${refused[0]?.reason}` };
  const days = priced.flatMap(({ prices = [] }) => prices.map(({ validFrom }) => validFrom));
  return { outcome: 'read', rows, refused, nextPriceOn: firstLater(days, today) };
}

function readEndpoint(
  row: unknown,
  endpoints: ReadonlyMap<string, Endpoint>,
  providers: ReadonlySet<string>,
): ListedEndpoint | RefusedRow | { readonly isKnown: true } {
  const { catalogue, problems } = readUserCatalogue({ endpoints: [row] });
  const [endpoint] = catalogue.endpoints;
  if (!endpoint) return { name: nameIn(row), reason: problems.join('; ') };
  const name = `endpoint ${endpoint.id}`;
  const known = endpoints.get(endpoint.id);
  if (known?.baseUrl === endpoint.baseUrl) return { isKnown: true };
  if (known) return { name, reason: `a list must not change an address that is known (${known.baseUrl})` };
  if (!isNamable(endpoint.id)) return { name, reason: 'its id is not made of visible ASCII characters' };
  // Its id is its provider's name, too, by which policies allow and models are known for their makers'.
  if (providers.has(endpoint.id.toLowerCase())) return { name, reason: 'a list must not call an address by the name of a known provider' };
  if (URL.parse(endpoint.baseUrl)?.protocol !== 'https:') return { name, reason: 'an address out of a list must be https' };
  if ((endpoint.billing ?? 'metered') !== 'metered')
    return { name, reason: 'only the user’s own settings may call an endpoint free of charge' };
  const { id, baseUrl, adapter, feeThousandths } = endpoint;
  return { id, baseUrl, ...(adapter !== undefined && { adapter }), ...(feeThousandths !== undefined && { feeThousandths }) };
}

/** As it will be once it is accepted. */
export function asEndpoint({ id, baseUrl, adapter = defaultAdapter, feeThousandths }: ListedEndpoint): Endpoint {
  const fee = feeThousandths === undefined ? {} : { feeThousandths };
  return { id, baseUrl, provider: id, adapter, needsKey: true, billing: 'metered', ...fee };
}

const defaultAdapter = 'openai-compatible';

function readModel(row: unknown, isEndpoint: (id: string) => boolean): UserModel | RefusedRow {
  const { catalogue, problems } = readUserCatalogue({ models: [row] });
  const [model] = catalogue.models;
  if (!model) return { name: nameIn(row), reason: problems.map((problem) => problem.replace(/^models\[0\]\.?/, '')).join('; ') };
  if (!isEndpoint(model.endpoint)) return { name: rowName(model), reason: `endpoint: there is no endpoint "${model.endpoint}"` };
  return model.prices ? model : { name: rowName(model), reason: 'it has no price' };
}

function nameIn(row: unknown): string {
  const { id, endpoint } = (row ?? {}) as { readonly id?: unknown; readonly endpoint?: unknown };
  if (typeof id !== 'string') return 'a row without an id';
  return typeof endpoint === 'string' ? rowName({ endpoint, id }) : id;
}

/** Several rows of one model are its prices by day. Undefined where none holds yet. */
function rowOf(
  dated: readonly UserModel[],
  source: PriceSource,
  fresh: ReadonlyMap<string, ListedEndpoint>,
  today: string,
): SourceRow | undefined {
  const model = Object.assign({}, ...dated) as UserModel;
  const { endpoint, id } = model;
  const inForce = priceOn(
    dated.flatMap(({ prices = [] }) => prices),
    today,
  );
  if (!inForce) return undefined;
  const { validFrom: _validFrom, source: stated, ...prices } = inForce;
  const newEndpoint = fresh.get(endpoint);
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
