import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** A parsed TypeScript file. `file` is relative to the root, with forward slashes. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly parsed: ReturnType<typeof parseSync>;
}

/** All TypeScript files below `folder` of `root`. */
export function readSources(root: string, folder: string): readonly Source[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .toSorted()
    .map((file) => parseSource(file, readFileSync(path.join(root, file), 'utf8')));
}

export function parseSource(file: string, text: string): Source {
  return { file, text, parsed: parseSync(file, text) };
}

/** A node of the syntax tree, as far as the checks look at it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Visits every node below `node`, parents first. */
export function visit(node: unknown, visitor: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, visitor);
  } else if (isNode(node)) {
    visitor(node);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, visitor);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function isIdentifier(value: unknown): value is SyntaxNode & { readonly type: 'Identifier' } {
  return isNode(value) && value.type === 'Identifier';
}

/** `file:line`, as editors and terminals link it. */
export function place({ file, text }: Source, offset: number): string {
  return `${file}:${text.slice(0, offset).split('\n').length}`;
}
