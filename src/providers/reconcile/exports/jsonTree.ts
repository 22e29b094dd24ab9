import { getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** A JSON text of which only what stands before its first mistake is believed. */
export interface JsonTree {
  readonly root: Node | undefined;
  /** Where it goes wrong, counted from 1; undefined where it is whole. */
  readonly brokenLine: number | undefined;
  lineOf(node: Node): number;
  /** The value of an object that was read to its end; undefined where the text went wrong before that. */
  valueOf(node: Node): unknown;
}

/** Throws a RangeError where it is nested more deeply than the stack is. */
export function jsonTree(text: string): JsonTree {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowEmptyContent: true });
  const firstError = errors.reduce((first, { offset }) => Math.min(first, offset), Number.POSITIVE_INFINITY);
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => countUpTo(starts, offset);
  const endOf = ({ offset, length }: Node): number => offset + length;
  // Where the text ends behind a part of it, an object ends with that part, and its last character is another's.
  const isClosed = (node: Node): boolean => {
    const last = node.children?.at(-1)?.children?.at(-1);
    const isItsOwn = text[endOf(node) - 1] === '}' && (!last || endOf(last) < endOf(node));
    return node.type === 'object' && node.length > 1 && endOf(node) <= firstError && isItsOwn;
  };
  return {
    root,
    brokenLine: errors.length === 0 ? undefined : lineAt(Math.min(firstError, text.length)),
    lineOf: ({ offset }) => lineAt(offset),
    valueOf: (node) => (isClosed(node) ? getNodeValue(node) : undefined),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many of them, which ascend, are no greater: found by halving. */
function countUpTo(ascending: readonly number[], greatest: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= greatest) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A property of an object, whether or not the object was read to its end. */
export function childOf(node: Node | undefined, name: string): Node | undefined {
  const property = node?.children?.find(({ type, children }) => type === 'property' && children?.[0]?.value === name);
  return property?.children?.[1];
}

/** What an array has, or nothing. */
export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.type === 'array' ? (node.children ?? []) : []);
