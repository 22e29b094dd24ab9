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
  'budget.pressure': ['normal', 'economy', 'local-only', 'stop'],
};

/** A fact as a condition reads it. */
type Fact = string | bigint | readonly string[];

/** Where a fact is among all of them. */
const places = factGroups.flatMap((group) => factNames(group).map((name) => ({ group, name })));

/** Undefined: there is no such fact. */
export function placeOf(group: FactGroup, name: string): number | undefined {
  const place = places.findIndex((each) => each.group === group && each.name === name);
  return place < 0 ? undefined : place;
}

/** The facts of a request as conditions read them: made once for it, however many rules are asked, and each fact when the first one asks it. */
export class CelFacts {
  readonly #given: RuleFacts;
  readonly #read: (Fact | undefined)[] = [];
  #groups: Readonly<Record<FactGroup, FactsOfGroup>> | undefined;

  constructor(given: RuleFacts) {
    this.#given = given;
  }

  /** Throws where it is missing after all. */
  at(place: number): Fact {
    return this.#read[place] ?? this.#readAt(place);
  }

  /** As cel-js takes them. */
  get groups(): Readonly<Record<FactGroup, FactsOfGroup>> {
    this.#groups ??= { task: new TaskFacts(this), budget: new BudgetFacts(this), time: new TimeFacts(this) };
    return this.#groups;
  }

  #readAt(place: number): Fact {
    const { group, name } = places[place] ?? noPlace(place);
    const given: Readonly<Record<string, string | number | readonly string[] | undefined>> = this.#given[group];
    const value = given[name];
    if (value === undefined) throw new ReferenceError(`${group}.${name} is missing`);
    const fact = typeof value === 'number' ? wholeNumber(value) : value;
    this.#read[place] = fact;
    return fact;
  }
}

export function celFacts(given: RuleFacts): CelFacts {
  return new CelFacts(given);
}

/** Classes of their own, because cel-js would turn a plain object into one of its own again for every condition. */
class FactsOfGroup {
  readonly facts: CelFacts;

  constructor(facts: CelFacts) {
    this.facts = facts;
  }
}
class TaskFacts extends FactsOfGroup {}
class BudgetFacts extends FactsOfGroup {}
class TimeFacts extends FactsOfGroup {}

export const factClasses = { task: TaskFacts, budget: BudgetFacts, time: TimeFacts } as const satisfies Record<
  FactGroup,
  typeof FactsOfGroup
>;

for (const [place, { group, name }] of places.entries()) {
  Object.defineProperty(factClasses[group].prototype, name, {
    get(this: FactsOfGroup) {
      return this.facts.at(place);
    },
  });
}

function noPlace(place: number): never {
  throw new RangeError(`there is no fact ${place}`);
}

/** A prediction that is no number must not end a request. */
function wholeNumber(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}
