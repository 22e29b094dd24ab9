import { Environment } from '@marcbachmann/cel-js';
import { compileCondition } from './compileCondition.ts';
import { type CelFacts, factClasses, factGroups, factTypes } from './facts.ts';
import { mistakeInWords } from './mistakeInWords.ts';
import { mistakeInNames, mistakeInValues } from './mistakes.ts';
import { stepsOf } from './steps.ts';

/** What is wrong with a condition, and where: characters from its start, the end exclusive. */
export interface Mistake {
  readonly range: { readonly start: number; readonly end: number };
  readonly message: string;
}

/** A condition that was checked. */
export interface Condition {
  /** At the most so many steps for a request of a hundred files. */
  readonly steps: number;
  /** Throws where a list is too short or a number is divided by none. */
  holds(facts: CelFacts): boolean;
  /** In words for the user, where `holds` throws: it takes its time. */
  failureOf(facts: CelFacts): unknown;
}

export type ConditionReading =
  | { readonly outcome: 'checked'; readonly condition: Condition }
  | { readonly outcome: 'refused'; readonly mistake: Mistake };

/** No condition that a person writes comes near them. */
const limits = { maxAstNodes: 1000, maxDepth: 50, maxListElements: 200, maxMapEntries: 20, maxCallArguments: 4 };

const environment = factGroups.reduce(
  (made, group) => made.registerType(group, { ctor: factClasses[group], fields: factTypes[group] }).registerVariable(group, group),
  new Environment({ unlistedVariablesAreDyn: false, limits }),
);

/** Parses and checks a condition, so that what is left to go wrong when it is asked is next to nothing. */
export function readCondition(text: string): ConditionReading {
  try {
    const evaluate = environment.parse(text);
    const inNames = mistakeInNames(evaluate.ast);
    if (inNames) return refused(inNames);
    const { valid, type, error } = evaluate.check();
    if (!valid) return refused(mistakeInWords(text, error));
    if (type !== 'bool') {
      const what = isTypeOfFacts(type) ? 'a group of facts' : `a value of type ${type}`;
      return refused({
        range: { start: 0, end: text.length },
        message: `it gives ${what}, but must give true or false, as task.kind == 'chat' does`,
      });
    }
    const inValues = mistakeInValues(evaluate.ast);
    if (inValues) return refused(inValues);
    const holds = (facts: CelFacts): boolean => evaluate(facts.groups) === true;
    return {
      outcome: 'checked',
      condition: {
        steps: stepsOf(evaluate.ast),
        holds: compileCondition(evaluate.ast) ?? holds,
        failureOf: (facts) => failureOf(() => holds(facts)),
      },
    };
  } catch (error) {
    return refused(mistakeInWords(text, error));
  }
}

function failureOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

function refused(mistake: Mistake): ConditionReading {
  return { outcome: 'refused', mistake };
}

function isTypeOfFacts(type: string | undefined): boolean {
  return factGroups.some((group) => group === type);
}
