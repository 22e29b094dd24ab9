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

export function jsonTree(text: string): JsonTree {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowEmptyContent: true });
  const firstError = Math.min(...errors.map(({ offset }) => offset), Number.POSITIVE_INFINITY);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const isClosed = ({ type, offset, length }: Node): boolean =>
    type === 'object' && length > 1 && offset + length <= firstError && text[offset + length - 1] === '}';
  return {
    root,
    brokenLine: errors.length === 0 ? undefined : lineAt(Math.min(firstError, text.length)),
    lineOf: ({ offset }) => lineAt(offset),
    valueOf: (node) => (isClosed(node) ? getNodeValue(node) : undefined),
  };
}

/** A property of an object, whether or not the object was read to its end. */
export function childOf(node: Node | undefined, name: string): Node | undefined {
  const property = node?.children?.find(({ type, children }) => type === 'property' && children?.[0]?.value === name);
  return property?.children?.[1];
}

/** What an array has, or nothing. */
export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.type === 'array' ? (node.children ?? []) : []);
