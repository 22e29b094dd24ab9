import type { ASTNode } from '@marcbachmann/cel-js';
import { factTypes, isFactGroup } from './facts.ts';
import { anything, elementOf, fileNames, joined, joinedAll, type Shape, single, weightOf } from './shape.ts';
import { childrenOf } from './syntaxTree.ts';

const loops: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter']);

/** What the variables of the loops around a node stand for. */
type Scope = ReadonlyMap<string, Shape>;

interface Reading {
  readonly steps: number;
  readonly shape: Shape;
}

/**
 * How many steps a condition takes at the most: a repository's file must not make each request wait. Infinite where it loops over something
 * whose length nobody knows here.
 */
export function stepsOf(node: ASTNode): number {
  return read(node, new Map()).steps;
}

function read(node: ASTNode, scope: Scope): Reading {
  if (node.op === 'rcall' && loops.has(node.args[0])) return readLoop(node.args, scope);
  const parts = childrenOf(node).map((child) => read(child, scope));
  const shape = shapeOf(node, parts, scope);
  return { steps: 1 + sum(parts.map(({ steps }) => steps)) + ownStepsOf(node, parts, shape), shape };
}

function readLoop([method, receiver, call]: readonly [string, ASTNode, readonly ASTNode[]], scope: Scope): Reading {
  const list = read(receiver, scope);
  const body = call.at(-1);
  const inner = new Map(scope);
  for (const { op, args } of call.slice(0, -1)) if (op === 'id') inner.set(args, elementOf(list.shape));
  const steps = body ? read(body, inner).steps : Number.POSITIVE_INFINITY;
  return { steps: 1 + list.steps + list.shape.length * (1 + steps), shape: method === 'filter' ? list.shape : single };
}

/** What copying and comparing take on top. */
function ownStepsOf({ op }: ASTNode, parts: readonly Reading[], shape: Shape): number {
  if (op === '+') return shape.length;
  if (op === 'in' || op === '==' || op === '!=') return sum(parts.map((part) => weightOf(part.shape)));
  return 0;
}

function shapeOf(node: ASTNode, parts: readonly Reading[], scope: Scope): Shape {
  const shapes = parts.map(({ shape }) => shape);
  switch (node.op) {
    case 'id':
      return scope.get(node.args) ?? anything;
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return factShapeOf(node.args, scope) ?? elementOf(shapes[0] ?? anything);
    case '?:':
      return joinedAll(shapes.slice(1));
    case 'list':
    case 'map':
      return { length: node.args.length, element: joinedAll(shapes) };
    case '+': {
      const [left = anything, right = anything] = shapes;
      return { ...joined(left, right), length: left.length + right.length };
    }
    default:
      // All else gives texts, numbers, truth.
      return single;
  }
}

/** Of `task.paths` and `task['paths']`. */
function factShapeOf([object, key]: readonly [ASTNode, ASTNode | string], scope: Scope): Shape | undefined {
  if (object.op !== 'id' || scope.has(object.args) || !isFactGroup(object.args)) return undefined;
  const types: Readonly<Record<string, string>> = factTypes[object.args];
  const name = typeof key === 'string' ? key : String(key.args);
  return Object.hasOwn(types, name) && types[name] !== 'list<string>' ? single : fileNames;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
