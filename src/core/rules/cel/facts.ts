import { type TaskOrigin, taskKinds } from '../../task/index.ts';
import type { RuleFacts } from '../rule.ts';

/** What a condition can ask, by CEL's types. Whole numbers are CEL's `int`, which is a BigInt here. */
export const factTypes = {
  task: {
    kind: 'string',
    language: 'string',
    workspace: 'string',
    trigger: 'string',
    inputTokens: 'int',
    outputTokens: 'int',
    images: 'int',
    tools: 'int',
    paths: 'list<string>',
    failingTests: 'int',
    repeatedCalls: 'int',
    stepsWithoutProgress: 'int',
    diffLines: 'int',
  },
  budget: { pressure: 'string' },
  time: { hour: 'int', weekday: 'int' },
} as const satisfies {
  readonly [Group in keyof RuleFacts]: { readonly [Name in keyof RuleFacts[Group]]: CelType<RuleFacts[Group][Name]> };
};

type CelType<Value> = Value extends string ? 'string' : Value extends number ? 'int' : 'list<string>';

export type FactGroup = keyof typeof factTypes;

export const factGroups = Object.keys(factTypes) as readonly FactGroup[];

export function isFactGroup(name: string): name is FactGroup {
  return Object.hasOwn(factTypes, name);
}

export function factNames(group: FactGroup): readonly string[] {
  return Object.keys(factTypes[group]);
}

const triggers = ['automatic', 'invoke', 'command'] as const satisfies readonly TaskOrigin['trigger'][];

/** Texts that can be nothing else: a condition that asks for another one would never hold. */
export const knownValues: Readonly<Record<string, readonly string[]>> = {
  'task.kind': taskKinds,
  'task.trigger': triggers,
  'budget.pressure': ['normal', 'economy', 'local-only'],
};

type CelValue = string | bigint | readonly string[];

/** Classes of their own, because cel-js would turn a plain object into one of its own again for every condition. */
class Facts {
  constructor(facts: Readonly<Record<string, CelValue>>) {
    Object.assign(this, facts);
  }
}
class TaskFacts extends Facts {}
class BudgetFacts extends Facts {}
class TimeFacts extends Facts {}

export const factClasses = { task: TaskFacts, budget: BudgetFacts, time: TimeFacts } as const satisfies Record<FactGroup, typeof Facts>;

/** Facts as conditions read them: made once for a request, however many rules are asked. */
export type CelFacts = Readonly<Record<FactGroup, Facts>>;

export function celFacts({ task, budget, time }: RuleFacts): CelFacts {
  return {
    task: new TaskFacts(asCel(task)),
    budget: new BudgetFacts(asCel(budget)),
    time: new TimeFacts(asCel(time)),
  };
}

function asCel(facts: RuleFacts[FactGroup]): Readonly<Record<string, CelValue>> {
  const values: Record<string, CelValue> = {};
  for (const [name, value] of Object.entries(facts) as readonly (readonly [string, string | number | readonly string[]])[]) {
    values[name] = typeof value === 'number' ? wholeNumber(value) : value;
  }
  return values;
}

/** A prediction that is no number must not end a request. */
function wholeNumber(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}
