import type { ASTNode } from '@marcbachmann/cel-js';

/** The node and all under it, the outermost first, each before those to its right. */
export function nodesOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = [];
  // By a list of its own: a sum of many is as deep as it is long.
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    open.push(...childrenOf(next).toReversed());
  }
  return found;
}

export function childrenOf({ args }: ASTNode): readonly ASTNode[] {
  const children: ASTNode[] = [];
  for (const part of Array.isArray(args) ? args : [args]) {
    if (Array.isArray(part)) children.push(...part.filter(isNode));
    else if (isNode(part)) children.push(part);
  }
  return children;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
