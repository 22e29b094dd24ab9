// Loaded once there is a text with rules in it: jsonc-parser is needed for nothing else.
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Compilation, CompiledRules } from '../core/rules/cel/index.ts';
import { type ApprovalNeed, approvalNeeds, type Rule, type RuleProblem } from '../core/rules/index.ts';

const { t } = vscode.l10n;

/** What is wrong in a text, and where: characters (UTF-16) from its start, the end exclusive. */
export interface TextProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A rule that does less than it says until the user approves it, and where in the text it says so. */
export interface WaitingRule {
  readonly start: number;
  readonly end: number;
  readonly rule: Rule;
  readonly needs: readonly ApprovalNeed[];
}

export type RulesReading =
  | { readonly outcome: 'read'; readonly compiled: CompiledRules; readonly waiting: readonly WaitingRule[] }
  | { readonly outcome: 'refused'; readonly problems: readonly TextProblem[] };

type Compile = (rows: unknown) => Compilation;

/** Reads `.farthing/rules.jsonc`: a list of rules, or an object with `rules`; comments and trailing commas as they come. */
export function readRulesText(text: string, compile: Compile): RulesReading {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error || !tree) return refused([syntaxProblem(text, error)]);
  const isBare = tree.type === 'array';
  const list = isBare ? tree : findNodeAtLocation(tree, ['rules']);
  const stray = (tree.type === 'object' ? (tree.children ?? []) : []).filter(
    ({ children = [] }) => !fields.includes(String(children[0]?.value)),
  );
  if (!list || stray.length > 0) {
    const places = stray.length > 0 ? stray.flatMap(({ children = [] }) => children.slice(0, 1)) : [tree];
    return refused(places.map((node) => ({ ...markOf(node), message: noRules() })));
  }
  const compilation = compile(getNodeValue(list));
  if (compilation.outcome === 'refused') return refused(compilation.problems.map((problem) => problemIn(text, list, problem)));
  const { compiled } = compilation;
  const waiting = compiled.rules.flatMap((rule, index): readonly WaitingRule[] => {
    const needs = approvalNeeds(rule.use);
    return needs.length === 0 ? [] : [{ ...markOf(nodeAt(list, [index, ...waitingField(needs)]).node), rule, needs }];
  });
  return { outcome: 'read', compiled, waiting };
}

const fields: readonly string[] = ['rules', '$schema'];

/** What is wrong with the rules in the text of the user's settings; nothing where they are not set there. */
export function problemsInSettings(text: string, setting: string, compile: Compile): readonly TextProblem[] {
  // What else is wrong in that file is not ours to tell.
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const list = tree && findNodeAtLocation(tree, [setting]);
  if (!list) return [];
  const compilation = compile(getNodeValue(list));
  return compilation.outcome === 'refused' ? compilation.problems.map((problem) => problemIn(text, list, problem)) : [];
}

function problemIn(text: string, list: Node, { path, range, isName, message }: RuleProblem): TextProblem {
  const { node, isWhole } = nodeAt(list, path);
  const name = node.parent?.children?.[0];
  if (isWhole && isName && name) return { ...markOf(name), message };
  if (!isWhole || !range || node.type !== 'string') return { ...markOf(node), message };
  const start = rawOffset(text, node, range.start);
  return { start, end: Math.max(start + 1, rawOffset(text, node, range.end)), message };
}

/** The node of a path, or the nearest above it where that is missing. */
function nodeAt(list: Node, path: RuleProblem['path']): { readonly node: Node; readonly isWhole: boolean } {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(list, path.slice(0, length));
    if (node) return { node, isWhole: length === path.length };
  }
  return { node: list, isWhole: path.length === 0 };
}

/** Of an object or list only its opening bracket: its lines may be many. */
function markOf({ type, offset, length }: Node): { readonly start: number; readonly end: number } {
  return { start: offset, end: offset + (type === 'object' || type === 'array' ? 1 : length) };
}

/** Where the character of a JSON text stands in its literal: escapes take more than one character there. */
function rawOffset(text: string, { offset, length }: Node, index: number): number {
  const last = offset + length - 1;
  let at = offset + 1;
  for (let passed = 0; passed < index && at < last; passed += 1) at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  return Math.min(at, last);
}

function waitingField([need]: readonly ApprovalNeed[]): readonly string[] {
  return need === 'exclude-local' ? ['use', 'exclude', 'tiers'] : need === undefined ? [] : ['use', need];
}

function syntaxProblem(text: string, error: ParseError | undefined): TextProblem {
  if (!error) return { start: 0, end: 1, message: noRules() };
  const { offset, length } = error;
  // What is missing at the end of the text is marked at its last character.
  const start = Math.min(offset, Math.max(0, text.length - 1));
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return { start, end: start + Math.max(1, length), message: t('This is no JSON with comments: {0}', words) };
}

function noRules(): string {
  return t('It must be a list of rules, or an object with "rules".');
}

function refused(problems: readonly TextProblem[]): RulesReading {
  return { outcome: 'refused', problems };
}
