import * as v from 'valibot';
import type { Catalogue } from './catalogue.ts';
import type { UserCatalogue, UserModel } from './userCatalogue.ts';
import { userEndpoint, userModel } from './userRows.ts';

export interface UserCatalogueReading {
  readonly catalogue: UserCatalogue;
  /** One line for each thing that is wrong, by its place: `models[2].price.input: must be ...`. */
  readonly problems: readonly string[];
}

/**
 * The user's rows out of the settings. Prices are USD per million tokens, as numbers or decimal strings, and become nano-dollars exactly. A
 * row that is wrong is left out and named; the others count all the same. With `base`, a model at an endpoint that neither knows is wrong.
 */
export function readUserCatalogue(value: unknown, base?: Catalogue): UserCatalogueReading {
  const settings = v.safeParse(v.looseObject({ endpoints: v.optional(v.unknown()), models: v.optional(v.unknown()) }), value ?? {});
  if (!settings.success) return { catalogue: { endpoints: [], models: [] }, problems: ['must be an object with endpoints and models'] };

  const endpoints = readRows('endpoints', settings.output.endpoints, userEndpoint);
  const models = readRows('models', settings.output.models, userModel);
  const known = base && new Set([...base.endpoints, ...endpoints.rows.map(({ row }) => row)].map(({ id }) => id));
  const isStray = ({ endpoint }: UserModel): boolean => known !== undefined && !known.has(endpoint);
  return {
    catalogue: {
      endpoints: endpoints.rows.map(({ row }) => row),
      models: models.rows.map(({ row }) => row).filter((row) => !isStray(row)),
    },
    problems: [
      ...endpoints.problems,
      ...models.problems,
      ...models.rows.filter(({ row }) => isStray(row)).map(({ place, row }) => `${place}.endpoint: there is no endpoint "${row.endpoint}"`),
    ],
  };
}

interface Rows<Row> {
  readonly rows: readonly { readonly place: string; readonly row: Row }[];
  readonly problems: readonly string[];
}

function readRows<Row>(list: string, values: unknown, schema: v.GenericSchema<unknown, Row>): Rows<Row> {
  if (!Array.isArray(values)) return { rows: [], problems: values === undefined || values === null ? [] : [`${list}: must be a list`] };
  const read = values.map((value: unknown, index) => ({ place: `${list}[${index}]`, result: v.safeParse(schema, value) }));
  return {
    rows: read.flatMap(({ place, result }) => (result.success ? [{ place, row: result.output }] : [])),
    problems: read.flatMap(({ place, result }) => (result.success ? [] : result.issues.map((issue) => problemAt(place, issue)))),
  };
}

function problemAt(place: string, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path === null ? place : `${place}.${path}`}: ${issue.message}`;
}
