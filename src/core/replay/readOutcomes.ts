import { nanoUsdPerUsd } from '../money/index.ts';
import type { ModelOutcome, OutcomeTable, ReplayTask } from './outcomeTable.ts';

/** `refused`: what is wrong, a sentence each, with the line where there is one. `ignored` names fields that nobody reads. */
export type ReadOutcomes =
  | { readonly outcome: 'read'; readonly table: OutcomeTable; readonly ignored: readonly string[] }
  | { readonly outcome: 'refused'; readonly problems: readonly string[] };

interface Row {
  readonly line: number;
  readonly task: string;
  readonly kind: string;
  readonly prompt?: string;
  readonly group?: string;
  readonly model: string;
  readonly isUseful: boolean;
  readonly costNanoUsd: number;
}

const knownFields: ReadonlySet<string> = new Set(['task', 'kind', 'prompt', 'group', 'model', 'useful', 'costUsd', 'seconds']);
/** A wrong file has thousands; these are enough to see what is wrong with it. */
const mostProblems = 10;

/**
 * Reads outcomes as JSON Lines: `{"task", "kind", "prompt"?, "group"?, "model", "useful", "costUsd", "seconds"?}`, one line for each task
 * and model, in any order; `null` is as good as missing. The prompt and the group may stand in one line of a task only. A task without a
 * group is one by itself. Every task needs every model, because a policy may ask any of them.
 */
export function readOutcomes(text: string): ReadOutcomes {
  const rows: Row[] = [];
  const problems: string[] = [];
  const ignored = new Set<string>();
  // Some editors put a byte order mark in front, which is no part of the first line.
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .forEach((content, index) => {
      if (content.trim() === '') return;
      const row = readRow(content, index + 1, ignored);
      if (typeof row === 'string') problems.push(`line ${index + 1}: ${row}`);
      else rows.push(row);
    });
  problems.push(...repetitions(rows), ...contradictions(rows));
  if (rows.length === 0 && problems.length === 0) problems.push('it has no rows');
  // A line that cannot be read makes its task look incomplete.
  if (problems.length === 0) problems.push(...gaps(rows));
  const left = problems.length - mostProblems;
  if (problems.length > 0)
    return { outcome: 'refused', problems: [...problems.slice(0, mostProblems), ...(left > 0 ? [`and ${left} more`] : [])] };
  return { outcome: 'read', table: tabulate(rows), ignored: [...ignored].toSorted() };
}

/** The row, or what is wrong with it. */
function readRow(content: string, line: number, ignored: Set<string>): Row | string {
  const fields = parse(content);
  if (fields === undefined) return 'it is no JSON object';
  for (const name of Object.keys(fields)) if (!knownFields.has(name)) ignored.add(name);
  const { task, kind, prompt, group, model, useful, costUsd, seconds } = fields;
  for (const [name, value] of Object.entries({ task, kind, model })) if (!isText(value)) return lacks(name, 'a text', value);
  if (typeof useful !== 'boolean') return lacks('useful', 'true or false', useful);
  if (!isAmount(costUsd)) return lacks('costUsd', 'a number of US dollars, 0 or more', costUsd);
  for (const [name, value] of Object.entries({ prompt, group }))
    if (value !== undefined && value !== null && typeof value !== 'string') return lacks(name, 'a text', value);
  if (seconds !== undefined && seconds !== null && !isAmount(seconds)) return lacks('seconds', 'a number, 0 or more', seconds);
  return {
    line,
    task: String(task),
    kind: String(kind),
    model: String(model),
    isUseful: useful,
    costNanoUsd: Math.round(costUsd * nanoUsdPerUsd),
    ...(typeof prompt === 'string' && { prompt }),
    ...(typeof group === 'string' && { group }),
  };
}

function parse(content: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function lacks(name: string, wanted: string, value: unknown): string {
  const found = JSON.stringify(value);
  return value === undefined || value === null ? `"${name}" is missing` : `"${name}" must be ${wanted}, not ${found.slice(0, 40)}`;
}

function repetitions(rows: readonly Row[]): readonly string[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, task, model }) => {
    const key = JSON.stringify([task, model]);
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    return before === undefined ? [] : [`line ${line}: task "${task}" has model "${model}" already, in line ${before}`];
  });
}

/** A task is of one kind and in one group, or folds would not keep what they promise. */
function contradictions(rows: readonly Row[]): readonly string[] {
  const known = new Map<string, { kind: Row; group?: Row }>();
  return rows.flatMap((row) => {
    const before = known.get(row.task);
    if (before === undefined) {
      known.set(row.task, { kind: row, ...(row.group !== undefined && { group: row }) });
      return [];
    }
    if (row.kind !== before.kind.kind)
      return [`line ${row.line}: task "${row.task}" is of kind "${row.kind}", and of "${before.kind.kind}" in line ${before.kind.line}`];
    if (row.group === undefined) return [];
    before.group ??= row;
    if (row.group === before.group.group) return [];
    return [`line ${row.line}: task "${row.task}" is in group "${row.group}", and in "${before.group.group}" in line ${before.group.line}`];
  });
}

function gaps(rows: readonly Row[]): readonly string[] {
  const models = [...new Set(rows.map(({ model }) => model))];
  const found = Map.groupBy(rows, ({ task }) => task);
  return [...found].flatMap(([task, ofTask]) => {
    const missing = models.filter((model) => !ofTask.some((row) => row.model === model));
    const named = missing.map((model) => `"${model}"`).join(', ');
    return missing.length === 0 ? [] : [`task "${task}" (line ${ofTask[0]?.line}) has no row of ${named}`];
  });
}

function tabulate(rows: readonly Row[]): OutcomeTable {
  const costOf = Map.groupBy(rows, ({ model }) => model);
  const models = [...costOf]
    .map(([model, ofModel]) => ({ model, cost: ofModel.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0) }))
    .toSorted((a, b) => a.cost - b.cost || (a.model < b.model ? -1 : 1))
    .map(({ model }) => model);
  const place = new Map(models.map((model, index) => [model, index]));
  const byTask = [...Map.groupBy(rows, ({ task }) => task)];
  return {
    models,
    tasks: byTask.map(([id, ofTask]) => taskOf(id, ofTask)),
    outcomes: byTask.map(([, ofTask]) =>
      ofTask
        .toSorted((a, b) => (place.get(a.model) ?? 0) - (place.get(b.model) ?? 0))
        .map(({ isUseful, costNanoUsd }): ModelOutcome => ({ isUseful, costNanoUsd })),
    ),
  };
}

function taskOf(id: string, rows: readonly Row[]): ReplayTask {
  const prompt = rows.find((row) => row.prompt !== undefined)?.prompt;
  const group = rows.find((row) => row.group !== undefined)?.group;
  return {
    id,
    kind: rows[0]?.kind ?? '',
    group: group === undefined ? `task ${id}` : `group ${group}`,
    ...(prompt !== undefined && { prompt }),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
