import * as v from 'valibot';
import { taskKinds } from '../task/index.ts';
import type { DataPolicy } from './dataPolicy.ts';
import { globProblem, nameGlob } from './globs.ts';
import { type Precision, precisions } from './precisions.ts';

export interface DataPolicyReading {
  readonly policy: DataPolicy;
  /** One line for each thing that is wrong, by its place: `retention: must be ...`. */
  readonly problems: readonly string[];
}

/**
 * A data policy out of the settings. A field that is wrong is named, and the others hold; but because nobody knows what it was to forbid, it
 * opens nothing: the policy says that it is unreadable, and then only models on this machine are left. `null` counts as not set.
 */
export function readDataPolicy(value: unknown): DataPolicyReading {
  return readAt('policy', '', value);
}

const glob = v.pipe(
  v.string('must be a text'),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? globProblem(dataset.value) : undefined;
    if (problem) addIssue({ message: problem });
  }),
);

const kindGlob = v.pipe(
  glob,
  v.check(
    (pattern) => taskKinds.some(nameGlob(pattern)),
    `fits no kind of request: write one of ${taskKinds.join(', ')}, or a pattern such as "agent.*"`,
  ),
);

const deniedNames = v.array(glob, 'must be a list of names such as ["deepseek"]');
const allowedNames = v.pipe(
  v.array(glob, 'must be a list of names such as ["anthropic"]'),
  v.nonEmpty('must name at least one; take the field out to allow all'),
);
const place = v.pipe(v.string('must be a text'), v.trim(), v.nonEmpty('must not be empty'));
const deniedPlaces = v.array(place, 'must be a list such as ["CN"]');
const allowedPlaces = v.pipe(
  v.array(place, 'must be a list such as ["eu"]'),
  v.nonEmpty('must name at least one; take the field out to allow all'),
);
const precision = v.picklist(precisions, `must be one of ${precisions.join(', ')}`);
const tableNamed = (message: string) =>
  v.custom<Readonly<Record<string, unknown>>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), message);
const table = tableNamed('must be a table');

/** Dollars as integer nano-dollars. */
const usd = v.pipe(
  v.number('must be an amount in US dollars such as 0.5'),
  v.minValue(0, 'must not be below 0'),
  // By the decimals, because multiplying rounds a second time.
  v.transform((dollars) => Number(dollars.toFixed(9).replace('.', ''))),
  v.safeInteger('must be an amount in US dollars such as 0.5'),
);

/** A table whose keys and values are read one by one: a record of valibot leaves out keys such as `constructor` without a word. */
function tableOf<Value>(key: v.GenericSchema<string, string>, value: v.GenericSchema<unknown, Value>, message: string) {
  return v.pipe(
    tableNamed(message),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const entries = Object.entries(dataset.value).map(([name, written]) => {
        const [readKey, readValue] = [v.safeParse(key, name), v.safeParse(value, written)];
        const [issue] = [...(readKey.issues ?? []), ...(readValue.issues ?? [])];
        if (issue) addIssue({ message: `${JSON.stringify(name)} ${issue.message}` });
        return { name, readValue };
      });
      const read = entries.flatMap(({ name, readValue }) => (readValue.success ? [[name, readValue.output] as const] : []));
      return read.length === entries.length ? Object.fromEntries(read) : NEVER;
    }),
  );
}

type ReadField = v.GenericSchema<unknown, Partial<DataPolicy>>;

const fields: Readonly<Record<string, ReadField>> = {
  allowedProviders: v.pipe(
    allowedNames,
    v.transform((allowedProviders) => ({ allowedProviders })),
  ),
  deniedProviders: v.pipe(
    deniedNames,
    v.transform((deniedProviders) => ({ deniedProviders })),
  ),
  allowedModels: v.pipe(
    allowedNames,
    v.transform((allowedModels) => ({ allowedModels })),
  ),
  deniedModels: v.pipe(
    deniedNames,
    v.transform((deniedModels) => ({ deniedModels })),
  ),
  regions: v.pipe(
    allowedPlaces,
    v.transform((regions) => ({ regions })),
  ),
  allowedJurisdictions: v.pipe(
    allowedPlaces,
    v.transform((allowedJurisdictions) => ({ allowedJurisdictions })),
  ),
  deniedJurisdictions: v.pipe(
    deniedPlaces,
    v.transform((deniedJurisdictions) => ({ deniedJurisdictions })),
  ),
  retention: v.pipe(
    v.picklist(['zdr', 'limited'], 'must be "zdr" or "limited"'),
    v.transform((retention) => ({ retention })),
  ),
  noTraining: v.pipe(
    v.boolean('must be true or false'),
    v.transform((isSet) => (isSet ? { noTraining: isSet } : {})),
  ),
  minimumPrecision: v.pipe(
    // Not a union, whose message would not say what is wrong inside of the table.
    v.lazy((value) =>
      typeof value === 'string'
        ? precision
        : tableOf(kindGlob, precision, 'must be a table such as {"agent.*": "fp8"}, or one precision for all'),
    ),
    v.transform((minimum) => ({ minimumPrecision: typeof minimum === 'string' ? { '*': minimum as Precision } : minimum })),
  ),
  maxPricePerRequest: v.pipe(
    usd,
    v.transform((maxPricePerRequestNanoUsd) => ({ maxPricePerRequestNanoUsd })),
  ),
  paths: v.pipe(
    tableOf(glob, v.picklist(['local', 'nothing'], 'must be "local" or "nothing"'), 'must be a table such as {"secrets/**": "local"}'),
    v.transform((paths) => ({ paths })),
  ),
};

function readAt(place: string, prefix: string, value: unknown): DataPolicyReading {
  if (value === undefined || value === null) return { policy: {}, problems: [] };
  const written = v.safeParse(table, value);
  const whole = prefix === '' ? '' : `${prefix.slice(0, -1)}: `;
  if (!written.success) return { policy: { unreadable: [place] }, problems: [`${whole}must be a table such as {"retention": "zdr"}`] };
  const readings = Object.entries(written.output)
    .filter(([, field]) => field !== null && field !== undefined)
    .map(([name, field]): DataPolicyReading => {
      if (name === 'workspaces') return readWorkspaces(`${place}.workspaces`, `${prefix}workspaces`, field);
      return readField(`${place}.${name}`, `${prefix}${name}`, Object.hasOwn(fields, name) ? fields[name] : undefined, field);
    });
  const unreadable = readings.flatMap(({ policy }) => policy.unreadable ?? []);
  return {
    policy: { ...Object.assign({}, ...readings.map(({ policy }) => policy)), ...(unreadable.length > 0 && { unreadable }) },
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function readField(place: string, name: string, schema: ReadField | undefined, value: unknown): DataPolicyReading {
  if (!schema)
    return {
      policy: { unreadable: [place] },
      problems: [`${name}: there is no such field: write one of ${[...Object.keys(fields), 'workspaces'].join(', ')}`],
    };
  const read = v.safeParse(schema, value);
  if (read.success) return { policy: read.output, problems: [] };
  return { policy: { unreadable: [place] }, problems: read.issues.map((issue) => problemAt(name, issue)) };
}

function problemAt(name: string, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path === null ? name : `${name}.${path}`}: ${issue.message}`;
}

/** What is wrong inside of a workspace's policy closes that workspace only; a name of no use closes all. */
function readWorkspaces(place: string, prefix: string, value: unknown): DataPolicyReading {
  const written = v.safeParse(table, value);
  if (!written.success)
    return { policy: { unreadable: [place] }, problems: [`${prefix}: must be a table such as {"client-*": {"regions": ["eu"]}}`] };
  const readings = Object.entries(written.output).map(([name, inner]) => {
    const at = `[${JSON.stringify(name)}]`;
    const problem = globProblem(name);
    if (problem !== undefined) return { bad: `${place}${at}`, problems: [`${prefix}${at}: the name ${problem}`] };
    const { policy, problems } = readAt(`${place}${at}`, `${prefix}${at}.`, inner);
    return { entry: [name, policy] as const, problems };
  });
  const unreadable = readings.flatMap(({ bad }) => bad ?? []);
  return {
    policy: {
      workspaces: Object.fromEntries(readings.flatMap(({ entry }) => (entry ? [entry] : []))),
      ...(unreadable.length > 0 && { unreadable }),
    },
    problems: readings.flatMap(({ problems }) => problems),
  };
}
