import type { Node } from 'jsonc-parser';
import type { ImportProblem } from '../../../core/reconcile/index.ts';
import type { RecordRead } from './exportFormat.ts';
import { Fields } from './fields.ts';
import { importedFrom, type ReadExport } from './importedFrom.ts';
import { type JsonFormat, jsonFormats } from './jsonFormats.ts';
import { childOf, itemsOf, type JsonTree, jsonTree } from './jsonTree.ts';
import { listedProblems } from './listedProblems.ts';
import { readDay } from './readDay.ts';

/** One page of an answer, or several in an array. */
export function readJsonExport(text: string): ReadExport {
  try {
    return readPages(text);
  } catch (error) {
    // The stack's end: no provider writes such a thing.
    if (error instanceof RangeError) return { outcome: 'refused', reason: 'it is nested too deeply to be read' };
    throw error;
  }
}

function readPages(text: string): ReadExport {
  const tree = jsonTree(text);
  const pages = tree.root?.type === 'array' ? itemsOf(tree.root) : tree.root ? [tree.root] : [];
  const items = pages.flatMap((page) => itemsOf(childOf(page, 'data')));
  const records = items.flatMap((item) => recordsOf(item));
  const format = formatOf(tree, records);
  if (!format) return { outcome: 'refused', reason: refusal(tree, items) };
  const [problems, ofFile]: [ImportProblem[], ImportProblem[]] = [[], []];
  const reads: RecordRead[] = [];
  for (const record of records) {
    const read = readRecord(tree, format, record);
    if (!read) continue;
    reads.push(read);
    if ('problem' in read) problems.push({ line: tree.lineOf(record.node), text: read.problem });
  }
  if (tree.brokenLine !== undefined)
    ofFile.push({ line: tree.brokenLine, text: 'the file is damaged or cut off here: nothing from here on was read' });
  if (childOf(pages.at(-1), 'has_more')?.value === true)
    ofFile.push({ line: lineOf(tree, pages.at(-1)), text: 'this is one page of several (has_more): what follows it is missing' });
  const isWhole = problems.length + ofFile.length === 0;
  return importedFrom(format, reads, { problems: listedProblems(problems, ofFile), isWhole, isInCents: false });
}

interface TimedNode {
  readonly node: Node;
  /** Of the span of time that it is in; missing where it tells its own day. */
  readonly time?: unknown;
  /** A span of time in which there is nothing. */
  readonly isEmptySpan: boolean;
}

/** The records of a span of time, or the item itself. */
function recordsOf(item: Node): readonly TimedNode[] {
  const results = childOf(item, 'results');
  if (!results) return [{ node: item, isEmptySpan: false }];
  const time: unknown = (childOf(item, 'starting_at') ?? childOf(item, 'start_time'))?.value;
  const nodes = itemsOf(results);
  return nodes.length === 0 ? [{ node: item, time, isEmptySpan: true }] : nodes.map((node) => ({ node, time, isEmptySpan: false }));
}

type JsonRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

function formatOf(tree: JsonTree, records: readonly TimedNode[]): JsonFormat | undefined {
  const isAnthropic = records.some(({ time }) => typeof time === 'string');
  for (const { node, isEmptySpan } of records) {
    const value = isEmptySpan ? undefined : tree.valueOf(node);
    if (!isRecord(value)) continue;
    const format = jsonFormats.find((one) => one.isOne(value) && (one.time === 'date' || (one.time === 'starting_at') === isAnthropic));
    if (format) return format;
  }
  return undefined;
}

/** Undefined for what was not read to its end: the file's own problem says so. */
function readRecord(tree: JsonTree, format: JsonFormat, { node, time, isEmptySpan }: TimedNode): RecordRead | undefined {
  const value = tree.valueOf(node);
  if (!isRecord(value)) return undefined;
  const day = readDay(format.time === 'date' ? value.date : time);
  if (day === undefined) return { problem: `${format.time} is no day` };
  if (isEmptySpan) return { emptyDay: day };
  if (!format.isOne(value)) return { problem: `this is no record of a ${format.name}` };
  return format.read(new Fields((name) => value[name]), day, value);
}

const lineOf = (tree: JsonTree, node: Node | undefined): number => (node ? tree.lineOf(node) : 1);

function refusal(tree: JsonTree, items: readonly Node[]): string {
  if (items.length > 0 && tree.brokenLine === undefined) return `it has nothing of a ${jsonFormats.map(({ name }) => name).join(', ')}`;
  if (tree.brokenLine !== undefined) return `it is no whole JSON (line ${tree.brokenLine}), and no record before that can be read`;
  return 'it is JSON without a list "data" of usage or costs';
}
