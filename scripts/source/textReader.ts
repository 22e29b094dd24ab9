import { Bindings } from './bindings.ts';
import { isIdentifier, isNode, type Source, type SyntaxNode } from './sources.ts';

/** A piece of text that is written in the source, and where. */
export interface WrittenText {
  readonly text: string;
  readonly start: number;
}

/** Methods that put their string and their arguments together, or hand on the string itself. */
const joiningMethods: ReadonlySet<string> = new Set(['join', 'concat', 'trim', 'trimEnd', 'trimStart', 'padStart', 'padEnd']);

/** Reads which texts of the source an expression may turn into: through branches, sums, lists, and names and functions of the same file. */
export class TextReader {
  readonly #bindings: Bindings;

  constructor(source: Source) {
    this.#bindings = new Bindings(source);
  }

  texts(value: unknown): readonly WrittenText[] {
    return this.#texts(value, new Set());
  }

  #texts(value: unknown, seen: Set<SyntaxNode>): readonly WrittenText[] {
    // A function that calls itself would be read for ever.
    if (!isNode(value) || seen.has(value)) return [];
    seen.add(value);
    const all = (...parts: readonly unknown[]): readonly WrittenText[] => parts.flatMap((part) => this.#texts(part, seen));
    const text = literalText(value);
    const own = text === undefined ? [] : [{ text, start: value.start }];
    switch (value.type) {
      case 'TemplateLiteral':
        return [...own, ...all(...(value.expressions as unknown[]))];
      case 'ConditionalExpression':
        return all(value.consequent, value.alternate);
      case 'LogicalExpression':
        return all(value.left, value.right);
      case 'BinaryExpression':
        return value.operator === '+' ? all(value.left, value.right) : [];
      case 'ArrayExpression':
        return all(...(value.elements as unknown[]));
      case 'SequenceExpression':
        return all((value.expressions as unknown[]).at(-1));
      case 'AssignmentExpression':
        return all(value.right);
      case 'ParenthesizedExpression':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return all(value.expression);
      case 'AwaitExpression':
      case 'SpreadElement':
        return all(value.argument);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return all(...returnedBy(value));
      case 'Identifier':
        return all(...this.#bindings.valuesOf(value));
      case 'MemberExpression':
        return all(...this.#members(value));
      case 'CallExpression':
        return all(...this.#called(value));
      default:
        return own;
    }
  }

  /** `words.on` and `words[state]`, where `words` is an object or a list of this file. */
  #members({ object, property, computed }: SyntaxNode): readonly unknown[] {
    const holders = isIdentifier(object) ? this.#bindings.valuesOf(object) : [object];
    return holders.map(unwrapped).flatMap((holder) => {
      if (holder?.type === 'ArrayExpression') return computed ? (holder.elements as unknown[]) : [];
      if (holder?.type !== 'ObjectExpression') return [];
      const properties = holder.properties as SyntaxNode[];
      const wanted = computed === true ? properties : properties.filter(({ key }) => keyOf(key) === keyOf(property));
      return wanted.map((entry) => entry.value);
    });
  }

  #called(call: SyntaxNode): readonly unknown[] {
    const callee = unwrapped(call.callee);
    if (isIdentifier(callee)) return this.#bindings.valuesOf(callee).filter(({ type }) => /Function/.test(type));
    if (callee?.type !== 'MemberExpression' || !joiningMethods.has(String(keyOf(callee.property)))) return [];
    return [callee.object, ...(call.arguments as unknown[])];
  }
}

/** A string, or the fixed parts of a template. */
export function literalText(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value;
  if (value.type !== 'TemplateLiteral') return undefined;
  return (value.quasis as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked).join('');
}

/** The expressions a function may return, without those of functions inside it. */
function returnedBy({ body }: SyntaxNode): readonly unknown[] {
  if (!isNode(body)) return [];
  return body.type === 'BlockStatement' ? returnsIn(body) : [body];
}

function returnsIn(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap(returnsIn);
  if (!isNode(node) || /Function|Class/.test(node.type)) return [];
  if (node.type === 'ReturnStatement') return [node.argument];
  return Object.values(node).flatMap(returnsIn);
}

function unwrapped(node: unknown): SyntaxNode | undefined {
  if (!isNode(node)) return undefined;
  return /^(?:TS\w+Expression|ParenthesizedExpression|ChainExpression)$/.test(node.type) ? unwrapped(node.expression) : node;
}

const keyOf = (key: unknown): unknown => (isNode(key) ? (key.name ?? key.value) : undefined);
