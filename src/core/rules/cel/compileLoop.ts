import type { ASTNode } from '@marcbachmann/cel-js';
import type { CelFacts } from './facts.ts';
import type { Ask, Part, Scope } from './part.ts';
import { type CelValue, listOf } from './value.ts';

const loops = { exists, all, exists_one: existsOne, filter } as const;

export function isLoop(method: string): method is keyof typeof loops {
  return Object.hasOwn(loops, method);
}

/** What the variable of a loop stands for: conditions are asked one after another, and none within itself. */
interface Variable {
  value: CelValue;
}

/** `compile` makes the list and the condition on its elements ready. */
export function compileLoop(
  [method, receiver, call]: readonly [string, ASTNode, readonly ASTNode[]],
  scope: Scope,
  compile: (node: ASTNode, scope: Scope) => Part | undefined,
): Part | undefined {
  const [name, body, ...others] = call;
  if (!isLoop(method) || name?.op !== 'id' || !body || others.length > 0) return undefined;
  const variable: Variable = { value: '' };
  const list = compile(receiver, scope)?.ask;
  const holds = compile(body, new Map(scope).set(name.args, variable))?.ask;
  if (!list || !holds) return undefined;
  const run = loops[method];
  return { ask: (facts) => run(listOf(list(facts)), variable, holds, facts) };
}

function exists(list: readonly CelValue[], variable: Variable, holds: Ask, facts: CelFacts): boolean {
  return isAny(list, true, variable, holds, facts);
}

function all(list: readonly CelValue[], variable: Variable, holds: Ask, facts: CelFacts): boolean {
  return !isAny(list, false, variable, holds, facts);
}

/** What cannot be answered for one element counts only where no other one decides. */
function isAny(list: readonly CelValue[], decisive: boolean, variable: Variable, holds: Ask, facts: CelFacts): boolean {
  let failure: unknown;
  for (const element of list) {
    variable.value = element;
    try {
      if (holds(facts) === decisive) return true;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

function existsOne(list: readonly CelValue[], variable: Variable, holds: Ask, facts: CelFacts): boolean {
  return filter(list, variable, holds, facts).length === 1;
}

function filter(list: readonly CelValue[], variable: Variable, holds: Ask, facts: CelFacts): readonly CelValue[] {
  return list.filter((element) => {
    variable.value = element;
    return holds(facts) === true;
  });
}
