import type { ASTNode } from '@marcbachmann/cel-js';
import { compileNode } from './compileNode.ts';
import type { CelFacts } from './facts.ts';

/**
 * A checked condition as plain functions: all rules are asked for each request, and cel-js takes much longer for each. Gives what
 * cel-js gives, and throws where it throws (not the same error). Undefined where the condition holds something that only cel-js knows.
 */
export function compileCondition(ast: ASTNode): ((facts: CelFacts) => boolean) | undefined {
  const ask = compileNode(ast, new Map())?.ask;
  return ask && ((facts) => ask(facts) === true);
}
