import { isIdentifier, isNode, type Source, type SyntaxNode, visit } from './sources.ts';

/** A name of a file: where it counts, and every expression it is known to stand for. */
interface Binding {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly values: SyntaxNode[];
}

/** Finds what a name stands for, as far as the file itself says: initial values, defaults, later assignments, functions. */
export class Bindings {
  readonly #bindings: Binding[] = [];

  constructor({ parsed }: Source) {
    this.#declareIn(parsed.program as unknown as SyntaxNode, parsed.program as unknown as SyntaxNode);
    visit(parsed.program, (node) => {
      if (node.type === 'AssignmentExpression' && isIdentifier(node.left) && isNode(node.right))
        this.#find(node.left)?.values.push(node.right);
    });
  }

  valuesOf(identifier: SyntaxNode): readonly SyntaxNode[] {
    return this.#find(identifier)?.values ?? [];
  }

  /** The innermost of the scopes around the identifier that know its name. */
  #find(identifier: SyntaxNode): Binding | undefined {
    return this.#bindings
      .filter(({ name, from, to }) => name === identifier.name && from <= identifier.start && identifier.start < to)
      .toSorted((a, b) => a.to - a.from - (b.to - b.from))[0];
  }

  #declareIn(node: unknown, scope: SyntaxNode): void {
    if (Array.isArray(node)) {
      for (const child of node) this.#declareIn(child, scope);
      return;
    }
    if (!isNode(node)) return;
    const inner = opensScope(node) ? node : scope;
    if (node.type === 'VariableDeclarator') this.#declare(node.id, inner, node.init);
    if (node.type === 'FunctionDeclaration') this.#declare(node.id, scope, node);
    if (/^(?:Import\w*Specifier|ClassDeclaration)$/.test(node.type)) this.#declare(node.local ?? node.id, scope);
    if (node.type === 'CatchClause') this.#declare(node.param, inner);
    if (Array.isArray(node.params)) for (const parameter of node.params) this.#declare(parameter, inner);
    for (const value of Object.values(node)) if (typeof value === 'object') this.#declareIn(value, inner);
  }

  #declare(pattern: unknown, { start, end }: SyntaxNode, initial?: unknown): void {
    for (const { name, value } of namesIn(pattern, initial))
      this.#bindings.push({ name, from: start, to: end as number, values: isNode(value) ? [value] : [] });
  }
}

/** The names a pattern declares, each with the value it begins with where that can be told. */
function namesIn(pattern: unknown, value?: unknown): readonly { readonly name: string; readonly value?: unknown }[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: String(pattern.name), value }];
    case 'AssignmentPattern':
      return namesIn(pattern.left, pattern.right);
    case 'ObjectPattern':
      return (pattern.properties as SyntaxNode[]).flatMap((property) => namesIn(property.value ?? property.argument));
    case 'ArrayPattern':
      return (pattern.elements as unknown[]).flatMap((element) => namesIn(element));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter);
    default:
      return [];
  }
}

const opensScope = ({ type }: SyntaxNode): boolean =>
  /^(?:BlockStatement|For\w*Statement|SwitchStatement|CatchClause|ArrowFunctionExpression|Function\w+)$/.test(type);
