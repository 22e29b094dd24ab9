import * as v from 'valibot';
import type { Tool, ToolCall } from '../../task/index.ts';
import type { AgentCall } from '../call.ts';
import { ownToolNames } from './definitions.ts';

/** What is wrong with a call, in words for the model. */
export interface CallProblem {
  readonly problem: string;
}

/**
 * What a model asks to be done. Where it errs in a way that leaves no doubt, it is understood: numbers and truth values as texts, null for what is
 * left out, one block without its list, arguments in a code fence. Of a name that is none of our own, the tools must say whether they know it.
 */
export function readCall({ name, argumentsText }: ToolCall, offered?: readonly Tool[]): AgentCall | CallProblem {
  if (offered && !offered.some((tool) => tool.name === name)) {
    return {
      problem: `There is no tool ${JSON.stringify(name.slice(0, 64))} here. Use one of: ${offered.map((tool) => tool.name).join(', ')}.`,
    };
  }
  const input = parsed(argumentsText);
  if (input === undefined) return { problem: `The arguments of ${name} are not a JSON object. Send them again, as one valid JSON object.` };
  if (!ownToolNames.has(name)) return { tool: 'external', name, input };
  const read = v.safeParse(calls, { ...withoutNulls(input), tool: name }, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  // A missing key is told of by the object that it is missing in.
  const { type, received, message }: Pick<v.BaseIssue<unknown>, 'type' | 'received' | 'message'> = issue;
  const wrong = type === 'object' && received === 'undefined' ? 'is missing' : message;
  return { problem: `The arguments of ${name} are wrong: ${v.getDotPath(issue) ?? 'they'} ${wrong}.` };
}

const aText = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const anyText = v.string('must be a text');
/** Lines are counted from 1; a model that says 0 means the first. */
const aLine = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(/^\d+$/), v.transform(Number))], 'must be a number'),
  v.safeInteger('must be a whole number'),
  v.transform((line) => Math.max(1, line)),
);
const aSwitch = v.union(
  [
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((word) => word === 'true'),
    ),
  ],
  'must be true or false',
);
const texts = v.union(
  [
    v.array(v.string()),
    v.pipe(
      v.string(),
      v.transform((one) => (one === '' ? [] : [one])),
    ),
  ],
  'must be a list of texts',
);
const block = v.object({ search: anyText, replace: anyText }, 'must be an object with "search" and "replace"');
const blocks = v.pipe(
  v.unknown(),
  v.transform((given) => {
    const list = typeof given === 'string' ? parsedJson(given) : given;
    return Array.isArray(list) ? list : [list];
  }),
  v.array(block),
  v.nonEmpty('must hold at least one block'),
);

const entry = <Name extends string, Entries extends v.ObjectEntries>(tool: Name, entries: Entries) =>
  v.object({ tool: v.literal(tool), ...entries });

const calls = v.variant('tool', [
  v.pipe(
    entry('read', { path: aText, from_line: v.optional(aLine), to_line: v.optional(aLine) }),
    v.transform(
      ({ tool, path, from_line, to_line }): AgentCall => ({
        tool,
        path,
        ...(from_line !== undefined && { fromLine: from_line }),
        ...(to_line !== undefined && { toLine: to_line }),
      }),
    ),
  ),
  // Of the root, models say '', '/' or nothing.
  v.pipe(
    entry('list', { path: v.optional(anyText, '.') }),
    v.transform(({ tool, path }): AgentCall => ({ tool, path: path === '' || path === '/' ? '.' : path })),
  ),
  v.pipe(
    entry('search', { pattern: aText, is_regex: v.optional(aSwitch, false), glob: v.optional(anyText) }),
    v.transform(({ tool, pattern, is_regex, glob }): AgentCall => ({ tool, pattern, isRegex: is_regex, ...(glob && { glob }) })),
  ),
  v.pipe(
    entry('edit', { path: aText, blocks }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('create', { path: aText, text: anyText }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('delete', { path: aText }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('rename', { path: aText, to: aText }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('run', { command: aText, folder: v.optional(anyText) }),
    v.transform(({ tool, command, folder }): AgentCall => ({ tool, command, ...(folder && { folder }) })),
  ),
  v.pipe(
    entry('diagnostics', { path: v.optional(anyText) }),
    v.transform(({ tool, path }): AgentCall => ({ tool, ...(path && { path }) })),
  ),
  v.pipe(
    entry('test', { command: v.optional(anyText) }),
    v.transform(({ tool, command }): AgentCall => ({ tool, ...(command && { command }) })),
  ),
  v.pipe(
    entry('ask', { question: aText, choices: v.optional(texts, []) }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('delegate', { title: aText, instructions: aText, paths: v.optional(texts, []) }),
    v.transform((call): AgentCall => call),
  ),
  v.pipe(
    entry('finish', { summary: v.optional(anyText, '') }),
    v.transform((call): AgentCall => call),
  ),
]);

/** No arguments at all are none: some providers send an empty text then. */
function parsed(argumentsText: string): Readonly<Record<string, unknown>> | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(argumentsText)?.[1] ?? argumentsText;
  if (fenced.trim() === '') return {};
  const value = parsedJson(fenced);
  // Some models write the object as a text within JSON.
  const object = typeof value === 'string' ? parsedJson(value) : value;
  return typeof object === 'object' && object !== null && !Array.isArray(object) ? { ...object } : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutNulls(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
