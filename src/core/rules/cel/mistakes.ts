import type { ASTNode } from '@marcbachmann/cel-js';
import type { Mistake } from './condition.ts';
import { factNames, isFactGroup, knownValues } from './facts.ts';
import { nodesOf } from './syntaxTree.ts';

/**
 * What a condition may call. CEL's `matches` is left out, because JavaScript's regular expressions can take for ever on a name that a
 * repository chose; `map` and `cel.bind`, because with them a short condition grows a long text.
 */
const functions: ReadonlySet<string> = new Set(['size']);
const methods: ReadonlySet<string> = new Set([
  ...['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii', 'upperAscii'],
  ...['exists', 'all', 'exists_one', 'filter'],
]);

/** The first name that a condition does not know, before its types are looked at: those would complain of what follows from it. */
export function mistakeInNames(ast: ASTNode): Mistake | undefined {
  for (const node of nodesOf(ast)) {
    if (node.op === 'call' && !functions.has(node.args[0])) return unknownCall(node, node.args[0], node.start);
    if (node.op === 'rcall' && !methods.has(node.args[0])) return unknownCall(node, node.args[0], node.args[1].end);
    if (node.op === '[]' || node.op === '[?]') {
      const [object, key] = node.args;
      if (object.op === 'id' && isFactGroup(object.args) && !(key.op === 'value' && typeof key.args === 'string')) {
        const example = factNames(object.args)[0];
        return { range: rangeOf(key), message: `the name of a fact must be written out, such as ${object.args}.${example}` };
      }
    }
  }
  return undefined;
}

/** The first text that a fact is compared with and can never be. */
export function mistakeInValues(ast: ASTNode): Mistake | undefined {
  for (const node of nodesOf(ast)) {
    if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') continue;
    const [left, right] = node.args;
    const mistake = impossibleText(left, right) ?? (node.op === 'in' ? undefined : impossibleText(right, left));
    if (mistake) return mistake;
  }
  return undefined;
}

function impossibleText(fact: ASTNode, value: ASTNode): Mistake | undefined {
  const name = nameOf(fact);
  const known = name === undefined || !Object.hasOwn(knownValues, name) ? undefined : knownValues[name];
  if (!known) return undefined;
  const texts = value.op === 'list' ? value.args : [value];
  const impossible = texts.find(({ op, args }) => op === 'value' && typeof args === 'string' && !known.includes(args));
  if (!impossible) return undefined;
  return { range: rangeOf(impossible), message: `${name} is never '${String(impossible.args)}': it is one of ${known.join(', ')}` };
}

/** `task.kind`, where a node is such a fact. */
function nameOf(node: ASTNode): string | undefined {
  if (node.op !== '.') return undefined;
  const [object, key] = node.args;
  return object.op === 'id' ? `${object.args}.${key}` : undefined;
}

function unknownCall({ input, end }: ASTNode, name: string, from: number): Mistake {
  const at = input.indexOf(name, from);
  const range = at >= 0 && at < end ? { start: at, end: at + name.length } : { start: from, end };
  return { range, message: `there is no ${name}() here; a condition can use ${[...methods].map((known) => `${known}()`).join(', ')}` };
}

function rangeOf({ start, end }: ASTNode): Mistake['range'] {
  return { start, end };
}
