import type { ASTNode } from '@marcbachmann/cel-js';
import { compileLoop, isLoop } from './compileLoop.ts';
import { isFactGroup, placeOf } from './facts.ts';
import { areEqual, type BinaryOperator, elementAt, negated, operators, sizeOf } from './operators.ts';
import { type Ask, constantFrom, constantOf, type Part, type Scope } from './part.ts';
import { type CelValue, notAnswered, textOf } from './value.ts';

/** Undefined where it holds something that only cel-js knows. */
export function compileNode(node: ASTNode, scope: Scope): Part | undefined {
  switch (node.op) {
    case 'value':
      return compileLiteral(node.args);
    case 'id': {
      const variable = scope.get(node.args);
      return variable && { ask: () => variable.value };
    }
    case '.':
    case '[]':
      return compileFact(node.args, scope) ?? (node.op === '[]' ? compileBinary(node.args, elementAt, scope) : undefined);
    case '&&':
      return compileLogic(node.args, false, scope);
    case '||':
      return compileLogic(node.args, true, scope);
    case '!_':
      return compileUnary(node.args, (value) => value === false, scope);
    case '-_':
      return compileUnary(node.args, negated, scope);
    case '?:':
      return compileChoice(node.args, scope);
    case 'list':
      return compileList(node.args, scope);
    case 'call': {
      const [name, [value, ...others]] = node.args;
      return name === 'size' && value && others.length === 0 ? compileUnary(value, sizeOf, scope) : undefined;
    }
    case 'rcall':
      return isLoop(node.args[0]) ? compileLoop(node.args, scope, compileNode) : compileMethod(node.args, scope);
    default:
      return isBinary(node) ? compileBinary(node.args, operators[node.op], scope) : undefined;
  }
}

function compileLiteral(value: unknown): Part | undefined {
  const isKnown = typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
  return isKnown ? constantOf(value) : undefined;
}

/** `task.kind` and `task['kind']`. */
function compileFact([object, key]: readonly [ASTNode, ASTNode | string], scope: Scope): Part | undefined {
  if (object.op !== 'id' || scope.has(object.args) || !isFactGroup(object.args)) return undefined;
  const name = typeof key === 'string' ? key : key.args;
  const place = typeof name === 'string' ? placeOf(object.args, name) : undefined;
  return place === undefined ? undefined : { ask: (facts) => facts.at(place) };
}

type Operands = readonly [ASTNode, ASTNode];

/** What the other side decides (`decisive`) holds even where one side cannot be answered. */
function compileLogic([first, second]: Operands, decisive: boolean, scope: Scope): Part | undefined {
  const left = compileNode(first, scope)?.ask;
  const right = compileNode(second, scope)?.ask;
  if (!left || !right) return undefined;
  const ask: Ask = (facts) => {
    try {
      if (left(facts) === decisive) return decisive;
    } catch (error) {
      if (right(facts) === decisive) return decisive;
      throw error;
    }
    return right(facts);
  };
  return { ask };
}

function compileUnary(operand: ASTNode, apply: (value: CelValue) => CelValue, scope: Scope): Part | undefined {
  const part = compileNode(operand, scope);
  if (!part) return undefined;
  const { ask, constant } = part;
  return (constant === undefined ? undefined : constantFrom(() => apply(constant))) ?? { ask: (facts) => apply(ask(facts)) };
}

function compileBinary([first, second]: Operands, apply: (left: CelValue, right: CelValue) => CelValue, scope: Scope): Part | undefined {
  const left = compileNode(first, scope);
  const right = compileNode(second, scope);
  if (!left || !right) return undefined;
  const { constant } = right;
  if (left.constant !== undefined && constant !== undefined) {
    const [one, other] = [left.constant, constant];
    const both = constantFrom(() => apply(one, other));
    if (both) return both;
  }
  const [askLeft, askRight] = [left.ask, right.ask];
  // Most of what people write compares a fact with a text or a number.
  if (apply === areEqual && constant !== undefined && typeof constant !== 'object') return { ask: (facts) => askLeft(facts) === constant };
  if (constant !== undefined) return { ask: (facts) => apply(askLeft(facts), constant) };
  return { ask: (facts) => apply(askLeft(facts), askRight(facts)) };
}

function compileChoice(args: readonly [ASTNode, ASTNode, ASTNode], scope: Scope): Part | undefined {
  const [condition, one, other] = args.map((each) => compileNode(each, scope)?.ask);
  return condition && one && other && { ask: (facts) => (condition(facts) === true ? one : other)(facts) };
}

/** An empty list is of any type, and what comes of it may be of several at once: all else here is of the one that was checked. */
function compileList(elements: readonly ASTNode[], scope: Scope): Part | undefined {
  if (elements.length === 0) return undefined;
  const parts = elements.flatMap((element) => compileNode(element, scope) ?? []);
  if (parts.length < elements.length) return undefined;
  const constants = parts.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  return constants.length === parts.length ? constantOf(constants) : { ask: (facts) => parts.map(({ ask }) => ask(facts)) };
}

const methods: Readonly<Record<string, (text: Ask, part: Ask) => Ask>> = {
  startsWith: (text, part) => (facts) => textOf(text(facts)).startsWith(textOf(part(facts))),
  endsWith: (text, part) => (facts) => textOf(text(facts)).endsWith(textOf(part(facts))),
  contains: (text, part) => (facts) => textOf(text(facts)).includes(textOf(part(facts))),
};

const methodsOfNothing: Readonly<Record<string, (value: CelValue) => CelValue>> = {
  size: sizeOf,
  lowerAscii: (text) => textOf(text).toLowerCase(),
  upperAscii: (text) => textOf(text).toUpperCase(),
};

function compileMethod([name, receiver, values]: readonly [string, ASTNode, readonly ASTNode[]], scope: Scope): Part | undefined {
  const [value] = values;
  if (!value)
    return Object.hasOwn(methodsOfNothing, name) ? compileUnary(receiver, methodsOfNothing[name] ?? notAnswered, scope) : undefined;
  const method = Object.hasOwn(methods, name) && values.length === 1 ? methods[name] : undefined;
  const [text, part] = [compileNode(receiver, scope), compileNode(value, scope)];
  return method && text && part && { ask: method(text.ask, part.ask) };
}

function isBinary(node: ASTNode): node is Extract<ASTNode, { readonly op: BinaryOperator }> {
  return Object.hasOwn(operators, node.op);
}
