import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../src/core/rules/cel/compileCondition.ts';
import { readCondition } from '../../../src/core/rules/cel/condition.ts';
import { celFacts, factTypes } from '../../../src/core/rules/cel/facts.ts';
import type { RuleFacts } from '../../../src/core/rules/index.ts';
import { ruleFacts } from './ruleFacts.ts';

const numRuns = Number(process.env.FC_RUNS ?? 1000);

const groups = Object.entries(factTypes);

/** cel-js by itself, with facts as plain values. */
const cel = groups.reduce(
  (made, [group, schema]) => made.registerVariable(group, { schema }),
  new Environment({ unlistedVariablesAreDyn: false }),
);

function plainFacts(facts: RuleFacts): Record<string, Record<string, unknown>> {
  const asCel = (value: unknown): unknown => (typeof value === 'number' ? BigInt(value) : value);
  return Object.fromEntries(
    groups.map(([group]) => {
      const given = Object.entries(facts[group as keyof RuleFacts]);
      return [group, Object.fromEntries(given.map(([name, value]) => [name, asCel(value)]))];
    }),
  );
}

type Answer = boolean | 'not answered';

function answerOf(ask: () => unknown): Answer {
  try {
    return ask() === true;
  } catch {
    return 'not answered';
  }
}

const texts = ["'chat'", "''", "'src/'", "'a.ts'", "'typescript'", "'😀'", 'task.language', "task['workspace']", 'task.paths[0]', 'a', 'b'];
const ints = ['0', '1', '-1', '25', '9223372036854775807', 'task.inputTokens', 'task.images', 'time.hour', 'size(task.paths)', 'n'];
const doubles = ['0.0', '1.0', '2.5', '-1.5'];
const variables = ['a', 'b', 'n', 'task'];

const { truth } = fc.letrec<Record<'truth' | 'text' | 'int' | 'double' | 'list' | 'numbers' | 'any', string>>((tie) => {
  const joined = (left: fc.Arbitrary<string>, operators: readonly string[], right: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(left, fc.constantFrom(...operators), right).map(([one, operator, other]) => `(${one} ${operator} ${other})`);
  const chosen = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(tie('truth'), of, of).map(([condition, one, other]) => `(${condition} ? ${one} : ${other})`);
  const listed = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(of, { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
  const looped = (of: fc.Arbitrary<string>, methods: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(of, fc.constantFrom(...methods), fc.constantFrom(...variables), tie('truth'))
      .map(([list, method, variable, body]) => `${list}.${method}(${variable}, ${body})`);
  const method = (of: fc.Arbitrary<string>, ...names: readonly string[]): fc.Arbitrary<string> =>
    fc.tuple(of, fc.constantFrom(...names)).map(([receiver, name]) => `${receiver}.${name}()`);
  const [text, int, double, list, numbers] = [tie('text'), tie('int'), tie('double'), tie('list'), tie('numbers')];
  const comparisons = ['==', '!=', '<', '<=', '>', '>='];
  return {
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(...texts) },
      joined(text, ['+'], text),
      method(text, 'lowerAscii', 'upperAscii'),
      fc.tuple(list, int).map(([from, index]) => `${from}[${index}]`),
      chosen(text),
    ),
    int: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(...ints) },
      joined(int, ['+', '-', '*', '/', '%'], int),
      int.map((value) => `-(${value})`),
      method(fc.oneof(text, list, numbers), 'size'),
      fc.tuple(numbers, int).map(([from, index]) => `${from}[${index}]`),
      chosen(int),
    ),
    double: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(...doubles) },
      joined(double, ['+', '-', '*', '/'], double),
    ),
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant('task.paths') },
      listed(text),
      joined(list, ['+'], list),
      looped(list, ['filter']),
      chosen(list),
    ),
    numbers: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      listed(int),
      listed(double),
      joined(numbers, ['+'], numbers),
      looped(numbers, ['filter']),
    ),
    any: fc.oneof(text, int, double, list, numbers, tie('truth'), fc.constantFrom("{'a': 1}", 'null', 'task', '[task]', '[]', '[[]]')),
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', "task.kind == 'chat'", "budget.pressure == 'normal'", "task.kind in ['chat', 'title']"),
      joined(text, [...comparisons, 'in'], text),
      joined(int, comparisons, int),
      joined(fc.oneof(int, double), ['<', '<=', '>', '>='], fc.oneof(int, double)),
      joined(double, comparisons, double),
      joined(text, ['in'], list),
      joined(int, ['in'], numbers),
      joined(fc.oneof(list, numbers), ['==', '!='], fc.oneof(list, numbers)),
      { weight: 3, arbitrary: joined(tie('truth'), ['&&', '||', '==', '!='], tie('truth')) },
      tie('truth').map((value) => `!(${value})`),
      fc
        .tuple(text, fc.constantFrom('startsWith', 'endsWith', 'contains'), text)
        .map(([receiver, name, part]) => `${receiver}.${name}(${part})`),
      { weight: 3, arbitrary: looped(fc.oneof(list, numbers), ['exists', 'all', 'exists_one']) },
      joined(tie('any'), ['==', '!=', 'in', '<'], tie('any')),
      chosen(tie('truth')),
    ),
  };
});

const words = fc.constantFrom('chat', '', 'src/', 'src/a.ts', 'a.ts', 'typescript', 'shop', '😀');
const counts = fc.oneof(fc.constantFrom(0, 1, 25), fc.nat());
const requests = fc
  .record({ language: words, workspace: words, inputTokens: counts, images: counts, paths: fc.array(words, { maxLength: 3 }) })
  .map((task) => ruleFacts(task));

/** Within loops over all the variables that a term may name. */
const conditions = truth.map((body) => `['src/a.ts', 'x'].exists(a, task.paths.all(b, [0, 25].exists(n, ${body})))`);

describe('A condition as plain functions', () => {
  it('gives what cel-js gives, and throws where cel-js does', () => {
    const seen = new Map<Answer, number>();
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof(truth, conditions), fc.array(requests, { minLength: 3, maxLength: 3 }), (when, facts) => {
        const reading = readCondition(when);
        fc.pre(reading.outcome === 'checked');
        const evaluate = cel.parse(when);
        if (compileCondition(evaluate.ast)) plain += 1;
        for (const each of facts) {
          const expected = answerOf(() => evaluate(plainFacts(each)));
          seen.set(expected, (seen.get(expected) ?? 0) + 1);
          const asked = celFacts(each);
          const answer = answerOf(() => reading.outcome === 'checked' && reading.condition.holds(asked));
          if (answer !== expected) throw new Error(`${when} is ${expected}, not ${answer}`);
        }
      }),
      { numRuns, maxSkipsPerRun: 1000 },
    );
    const isSeen = (answer: Answer): boolean => (seen.get(answer) ?? 0) > numRuns / 50;
    expect({ isPlain: plain > numRuns / 2, seen: [true, false, 'not answered' as const].map(isSeen) }).toEqual({
      isPlain: true,
      seen: [true, true, true],
    });
  });
});
