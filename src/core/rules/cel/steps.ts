import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './syntaxTree.ts';

/** So many files a prompt is taken to be drawn from, in bounding what a condition can take. An assumption. */
const assumedFiles = 100;

const loops: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter']);

/** How many steps a condition takes at the most: a repository's file must not make each request wait. */
export function stepsOf(node: ASTNode): number {
  const steps = sum(childrenOf(node).map(stepsOf)) + 1;
  if (node.op === 'in') return steps + lengthOf(node.args[1]);
  if (node.op !== 'rcall' || !loops.has(node.args[0])) return steps;
  const [, list, body] = node.args;
  return 1 + stepsOf(list) + lengthOf(list) * sum(body.map(stepsOf));
}

function lengthOf(list: ASTNode): number {
  if (list.op === 'list') return list.args.length;
  if (list.op === '+') return sum(list.args.map(lengthOf));
  if (list.op === 'rcall') return lengthOf(list.args[1]);
  return assumedFiles;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
