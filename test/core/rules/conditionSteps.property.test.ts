import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/core/rules/cel/index.ts';

/** As for the other property tests. */
const numRuns = Number(process.env.FC_RUNS ?? 1000);
/** What all conditions together may take, for a hundred files. */
const mostSteps = 100_000;
const paths = Array.from({ length: 100 }, (_, index) => `src/${index}.ts`);

type Value = string | boolean | readonly Value[];

/** An expression as it is written, and what it does, step by step, where nothing ends early. */
interface Term {
  readonly text: string;
  run(scope: Readonly<Record<string, Value>>): Value;
}

let taken = 0;
function step(count: number): void {
  taken += count;
  if (taken > mostSteps) throw new RangeError('more steps than were allowed');
}

const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);
const term = (text: string, run: Term['run']): Term => ({
  text,
  run: (scope) => {
    step(1);
    return run(scope);
  },
});

const variables = ['a', 'b', 'c'];

function loop(method: string, variable: string, list: Term, body: Term): Term {
  return term(`${list.text}.${method}(${variable}, ${body.text})`, (scope) => {
    const all = listOf(list.run(scope));
    const kept = all.filter((value) => body.run({ ...scope, [variable]: value }));
    if (method === 'filter') return kept;
    return method === 'all' ? kept.length === all.length : kept.length > 0;
  });
}

const { list, truth } = fc.letrec<{ list: Term; lists: Term; truth: Term; text: Term }>((tie) => ({
  text: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...variables).map((name) => term(name, (scope) => scope[name] ?? 'x')) },
    fc.constant(term("'src/1.ts'", () => 'src/1.ts')),
    tie('list').map((from) => term(`${from.text}[0]`, (scope) => listOf(from.run(scope))[0] ?? '')),
  ),
  list: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(term('task.paths', () => paths)),
    fc.integer({ min: 1, max: 40 }).map((count) =>
      term(`(${Array.from({ length: count }, () => 'task.paths').join('+')})`, () => {
        step((100 * count * (count + 1)) / 2 - 100);
        return Array.from({ length: count }, () => paths).flat();
      }),
    ),
    fc
      .tuple(tie('truth'), tie('list'), tie('list'))
      .map(([choice, one, other]) =>
        term(`(${choice.text} ? ${one.text} : ${other.text})`, (scope) => (choice.run(scope) ? one : other).run(scope)),
      ),
    fc.tuple(tie('list'), tie('list')).map(([one, other]) =>
      term(`(${one.text} + ${other.text})`, (scope) => {
        const both = [...listOf(one.run(scope)), ...listOf(other.run(scope))];
        step(both.length);
        return both;
      }),
    ),
    tie('lists').map((from) => term(`${from.text}[0]`, (scope) => listOf(from.run(scope))[0] ?? [])),
    fc.tuple(fc.constantFrom(...variables), tie('list'), tie('truth')).map(([name, from, body]) => loop('filter', name, from, body)),
  ),
  lists: fc
    .array(tie('list'), { minLength: 1, maxLength: 3 })
    .map((members) => term(`[${members.map(({ text }) => text).join(', ')}]`, (scope) => members.map((member) => member.run(scope)))),
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(term('true', () => true)),
    fc
      .tuple(tie('text'), tie('text'))
      .map(([one, other]) => term(`${one.text} == ${other.text}`, (scope) => one.run(scope) === other.run(scope))),
    fc.tuple(tie('text'), tie('list')).map(([one, from]) =>
      term(`(${one.text} in ${from.text})`, (scope) => {
        const all = listOf(from.run(scope));
        step(all.length);
        return all.includes(one.run(scope));
      }),
    ),
    fc
      .tuple(fc.constantFrom('all', 'exists'), fc.constantFrom(...variables), tie('list'), tie('truth'))
      .map(([method, name, from, body]) => loop(method, name, from, body)),
    fc.tuple(tie('lists'), fc.constantFrom('all', 'exists'), tie('truth')).map(([from, method, body]) =>
      loop(
        'all',
        'd',
        from,
        loop(
          method,
          'c',
          term('d', (scope) => scope.d ?? []),
          body,
        ),
      ),
    ),
  ),
}));

describe('A condition that is accepted', () => {
  it('takes no more steps than all of them together may, whatever it loops over', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          truth,
          fc.tuple(list, list, truth).map(([outer, inner, body]) => loop('all', 'a', outer, loop('all', 'b', inner, body))),
        ),
        ({ text, run }) => {
          // The variables that a term may name.
          const when = `['x'].all(a, ['x'].all(b, ['x'].all(c, ${text})))`;
          const compilation = compileRules([{ name: 'rule', when, use: { tier: 'small' } }], () => undefined);
          if (compilation.outcome === 'refused') {
            refused += 1;
            return;
          }
          accepted += 1;
          taken = 0;
          run({ a: 'x', b: 'x', c: 'x' });
        },
      ),
      { numRuns },
    );
    expect({ isAccepted: accepted > 0, isRefused: refused > 0 }).toEqual({ isAccepted: true, isRefused: true });
  });
});
