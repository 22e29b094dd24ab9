import type { Endpoint, Model, Quirks } from './candidate.ts';
import type { Catalogue, CatalogueModel } from './catalogue.ts';
import type { UserCatalogue, UserEndpoint, UserModel } from './userCatalogue.ts';

/**
 * The user's rows over the built-in ones: by endpoint, and by endpoint and model, what a row of the user says wins and what it leaves open
 * stays. New rows come last, in the user's order. Several rows of one model add up, so that its prices may be dated.
 */
export function mergeCatalogues(base: Catalogue, user: UserCatalogue): Catalogue {
  const endpoints = new Map(base.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  for (const row of user.endpoints) endpoints.set(row.id, endpointFrom(row, endpoints.get(row.id)));

  const models = new Map(base.models.map((model) => [keyOf(model), model]));
  for (const [key, rows] of Map.groupBy(user.models, keyOf)) models.set(key, modelFrom(rows, models.get(key)));
  return { endpoints: [...endpoints.values()], models: [...models.values()] };
}

const keyOf = ({ endpoint, id }: Pick<CatalogueModel, 'endpoint' | 'id'>): string => JSON.stringify([endpoint, id]);

/**
 * What was documented of a known endpoint is true of its own address only: elsewhere, behind a proxy say, it is unknown again. What it keeps to
 * when it is asked counts only where it is asked as the known one is.
 */
function endpointFrom(row: UserEndpoint, known: Endpoint | undefined): Endpoint {
  const billing = row.billing ?? known?.billing ?? 'metered';
  const defaults = { provider: row.id, adapter: 'openai-compatible', billing, needsKey: billing === 'metered' };
  if (!known) return { ...defaults, ...row };
  const { enforces, ...unasked } = known;
  const { region: _region, retention: _retention, jurisdiction: _jurisdiction, training: _training, ...protocol } = unasked;
  const isAtHome = originOf(row) === originOf(known);
  const endpoint = { ...(isAtHome ? unasked : protocol), ...row, ...quirksOf(known, row) };
  return { ...endpoint, ...(isAtHome && enforces && isAskedAs(known, endpoint) && { enforces }) };
}

/** Does it get the user's preferences by the same adapter, in the same words? */
function isAskedAs(known: Endpoint, { adapter, quirks }: Endpoint): boolean {
  return adapter === known.adapter && quirks?.preferences === known.quirks?.preferences;
}

const originOf = ({ baseUrl }: Pick<Endpoint, 'baseUrl'>): string | undefined => URL.parse(baseUrl)?.origin;

function modelFrom(rows: readonly UserModel[], known: CatalogueModel | undefined): CatalogueModel {
  const { onRequest: _onRequest, ...asked } = known ?? { tier: 'medium' as const, canChat: true };
  const own = Object.assign({}, ...rows) as UserModel;
  const prices = rows.flatMap((row) => row.prices ?? []).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return { ...asked, ...own, ...quirksOf(known, own), ...(prices.length > 0 && { prices }) };
}

function quirksOf(...rows: readonly (Pick<Model, 'quirks'> | undefined)[]): Pick<Model, 'quirks'> {
  const quirks = Object.assign({}, ...rows.map((row) => row?.quirks)) as Quirks;
  return Object.keys(quirks).length > 0 ? { quirks } : {};
}
