import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledRules, celFacts, compileRules } from '../../../src/core/rules/cel/index.ts';
import type { Rule, RuleFacts, RuleProblem } from '../../../src/core/rules/index.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';
import { ruleFacts } from './ruleFacts.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const ignore = (): void => undefined;

const rule = (when: string, name = when): Rule => ({ name: name.slice(0, 100) || 'empty', when, use: { tier: 'small' } });

function compiled(rules: readonly Rule[], report: Parameters<typeof compileRules>[1] = ignore): CompiledRules {
  const compilation = compileRules(rules, report);
  if (compilation.outcome === 'refused') throw new Error(JSON.stringify(compilation.problems));
  return compilation.compiled;
}

function problemsOf(rows: unknown): readonly RuleProblem[] {
  const compilation = compileRules(rows, ignore);
  return compilation.outcome === 'refused' ? compilation.problems : [];
}

/** The one mistake of a condition: the text that is marked, where it begins, and what is said of it. */
function mistakeIn(when: string): readonly unknown[] {
  const problems = problemsOf([{ ...rule('true'), when }]);
  return problems.flatMap(({ range, message }) => [when.slice(range?.start, range?.end), range?.start, message]);
}

const matchOf = (rules: readonly Rule[], facts: RuleFacts): string | undefined => compiled(rules).match(celFacts(facts))?.name;
const holds = (when: string, facts = ruleFacts()): boolean => matchOf([rule(when)], facts) !== undefined;

const manyPaths = `(${Array.from({ length: 20 }, () => 'task.paths').join('+')})`;
const taskNames =
  'kind, language, workspace, trigger, inputTokens, outputTokens, images, tools, paths, failingTests, repeatedCalls, stepsWithoutProgress, diffLines';
const kinds = 'completion.line, completion.block, edit, chat, agent.plan, agent.step, agent.subtask, commit-message, title, compaction';
const calls = 'size(), startsWith(), endsWith(), contains(), lowerAscii(), upperAscii(), exists(), all(), exists_one(), filter()';

describe('A condition', () => {
  it.each([
    ["task.kind == 'chat' && task.inputTokens < 2000", true],
    ["task.kind in ['edit', 'title']", false],
    ["task.paths.exists(path, path.startsWith('src/'))", true],
    ["task.paths.all(path, ['secrets/', 'keys/'].exists(folder, path.startsWith(folder)))", false],
    ["budget.pressure != 'normal' || time.hour >= 8 && time.weekday in [1, 2, 3, 4, 5]", true],
    ['task.outputTokens + 1 == 301 && size(task.paths) == 1', true],
    ["task.language.contains('script') && !task.workspace.endsWith('x')", true],
    ['task.inputTokens > 1199.5', true],
    ["task['kind'] == 'chat'", true],
    ['task.paths.exists(path, task.paths.exists(other, path != other && path.startsWith(other)))', false],
    ["(task.kind == 'chat' ? ['src/', 'test/'] : ['doc/']).exists(folder, task.paths.all(path, path.startsWith(folder)))", true],
    ["task['paths'].filter(path, path.endsWith('.ts')).size() == 1 && task.paths + ['a'] != ['a']", true],
    ["[['src/', '.ts'], ['test/', '.js']].exists(both, task.paths.all(path, path.startsWith(both[0]) && path.endsWith(both[1])))", true],
    // What only cel-js knows.
    ["{'chat': 'a', 'edit': 'b'}[task.kind] == 'a'", true],
    ['task.paths != []', true],
  ])('%s is asked of the facts', (when, expected) => {
    expect(holds(when)).toBe(expected);
  });

  it.each([
    ["task.kidn == 'chat'", 'kidn', 5, `task has no kidn: it has ${taskNames}`],
    ["true && task['kidn'] == 'chat'", "'kidn'", 13, `task has no kidn: it has ${taskNames}`],
    ["kind == 'chat'", 'kind', 0, 'there is no kind: write task.kind'],
    ['user.name == 1', 'user', 0, 'there is no user: a condition can ask task, budget, time'],
    ['task.kind', 'task.kind', 0, "it gives a value of type string, but must give true or false, as task.kind == 'chat' does"],
    ['budget', 'budget', 0, "it gives a group of facts, but must give true or false, as task.kind == 'chat' does"],
    ["task.kind = 'chat'", '=', 10, '= is not expected here: write =='],
    ["task.kind == 'chat' and true", 'and', 20, 'and is not expected here: write &&'],
    ["task.kind == 'chat", "'chat", 13, 'the text does not end: its closing quote is missing'],
    ['true &&', '&', 6, 'the condition ends too early: something must follow'],
    ['', '', 0, 'the condition ends too early: something must follow'],
    [
      "task.inputTokens > '100'",
      "task.inputTokens > '100'",
      0,
      'int > string does not go together: both sides must be of one type, texts in quotes and whole numbers without',
    ],
    ['task.paths.exist(p, true)', 'exist', 11, `there is no exist() here; a condition can use ${calls}`],
    ["task.kind == 'chta'", "'chta'", 13, `task.kind is never 'chta': it is one of ${kinds}`],
    ["task.kind in ['chat', 'completion']", "'completion'", 22, `task.kind is never 'completion': it is one of ${kinds}`],
    ["'low' == budget.pressure", "'low'", 0, "budget.pressure is never 'low': it is one of normal, economy, local-only, stop"],
    ["task.kind == '😀' || task.x", 'x', 26, `task has no x: it has ${taskNames}`],
    [
      'task.paths.length > 1',
      'length',
      11,
      'length: texts and lists have no fields; size(task.paths) gives a length, task.paths[0] the first entry',
    ],
  ])('%s is refused where it is wrong', (when, marked, start, message) => {
    expect(mistakeIn(when)).toEqual([marked, start, message]);
  });

  it.each([
    'task.constructor == task.constructor',
    "task['constructor'] == 'x'",
    'task.__proto__ == 1',
    "task[task.language] == 'x'",
    "task.kind.constructor.constructor('return 1')() == 1",
    'task.toString() == "x"',
    'task.hasOwnProperty("kind")',
    'constructor == 1',
    '__proto__ == 1',
    'toString() == ""',
    'task.paths.constructor == 1',
    'task.paths.map(p, p.constructor).size() == 1',
    'type(task) == type(task)',
  ])('%s reaches for what lies behind the facts, and is refused', (when) => {
    expect(mistakeIn(when)).not.toEqual([]);
  });

  it.each([
    ['takes a regular expression, which can run for ever', "task.paths[0].matches('(a+)+$')"],
    ['makes a text that grows', 'cel.bind(a, task.kind + task.kind, a == a)'],
    ['makes a list that grows', "task.paths.map(p, p + p).exists(p, p == '')"],
    ['takes the files to the power of three', 'task.paths.all(a, task.paths.all(b, task.paths.all(c, a + b == c)))'],
    ['loops over a choice of long lists', `(true ? ${manyPaths} : task.paths).all(a, (true ? ${manyPaths} : task.paths).all(b, b != 'x'))`],
    ['loops over a long list out of a list', `[${manyPaths}][0].all(a, [${manyPaths}][0].all(b, b != 'x'))`],
    ['loops over a long list out of a table', `{'a': ${manyPaths}}['a'].all(a, {'a': ${manyPaths}}.a.all(b, b != 'x'))`],
    ['loops over long lists in a list', `[${manyPaths}].all(l, l.all(a, l.all(b, b != 'x')))`],
    ['makes a long list in each turn', `task.paths.all(a, ${manyPaths} == task.paths)`],
    ['looks through a long list in each turn', `task.paths.all(a, a in (true ? ${manyPaths} : task.paths))`],
    ['has a list of hundreds', `[${'1, '.repeat(300)}1].exists(i, i == 2)`],
    ['is nested hundreds deep', `${'('.repeat(200)}true${')'.repeat(200)}`],
    ['is thousands of characters long', `true ${'|| true '.repeat(1000)}`],
  ])('that %s is refused', (_what, when) => {
    expect(mistakeIn(when)).toHaveLength(3);
  });

  it('is refused with a place in its text, or accepted, whatever it says', () => {
    const words = fc.constantFrom(
      'task',
      '.kind',
      '.paths',
      "'chat'",
      '==',
      '&&',
      '(',
      ')',
      '[',
      ']',
      '1',
      ' ',
      '!',
      '?',
      ':',
      '\n',
      '\\',
      '"',
      'in',
      '😀',
      '{',
      '}',
    );
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.array(words).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (when) => {
        const misplaced = problemsOf([{ ...rule('true'), when }]).filter(({ path, range }) => {
          const { start, end } = range ?? { start: 0, end: when.length };
          return path.join() !== '0,when' || start < 0 || end > when.length || (end <= start && when !== '');
        });
        if (misplaced.length > 0) throw new Error(JSON.stringify(misplaced));
      }),
      runs,
    );
  });
});

describe('A list of rules', () => {
  it('gives the first rule that matches', () => {
    const rules = [rule("task.kind == 'title'", 'titles'), rule('task.inputTokens < 5000', 'short'), rule('true', 'all')];
    const asked = [ruleFacts({ kind: 'title' }), ruleFacts(), ruleFacts({ inputTokens: 9000 })];
    expect(asked.map((facts) => matchOf(rules, facts))).toEqual(['titles', 'short', 'all']);
  });

  it('gives nothing where none matches, and where there is none', () => {
    expect([matchOf([rule('false')], ruleFacts()), matchOf([], ruleFacts())]).toEqual([undefined, undefined]);
  });

  it('keeps what a rule does', () => {
    const use = {
      maxTier: 'medium',
      effort: 'low',
      serviceTier: 'flex',
      sort: 'latency',
      exclude: { providers: ['deepseek*'], models: ['*-preview'], tiers: ['frontier'] },
    } as const;
    const [kept] = compiled([{ name: 'night', when: 'time.hour < 6', use }]).rules;
    expect(kept).toEqual({ name: 'night', when: 'time.hour < 6', use });
  });

  it('passes over a rule that cannot be asked, and reports it once', () => {
    const reported: string[] = [];
    const rules = [rule('task.paths[1] == ""', 'second file'), rule('100 / task.images == 1', 'per image'), rule('true', 'all')];
    const list = compiled(rules, ({ name }, error) => void reported.push(`${name}: ${String(error).split('\n')[0]}`));
    const facts = celFacts(ruleFacts());
    const names = [list.match(facts), list.match(facts)].map((match) => match?.name);
    expect({ names, reported }).toEqual({
      names: ['all', 'all'],
      reported: [
        'second file: EvaluationError: No such key: index out of bounds, index 1 >= size 1',
        'per image: EvaluationError: division by zero',
      ],
    });
  });

  it('reads a fact once, when the first rule asks it, and no other one', () => {
    const read: string[] = [];
    const { task, ...rest } = ruleFacts();
    const watched = new Proxy(task, {
      get: (facts, name) => {
        read.push(String(name));
        return Reflect.get(facts, name);
      },
    });
    const rules = [rule('task.images > 1'), rule("task.kind == 'title' && task.tools > 1"), rule('task.images > 2'), rule('true', 'all')];
    expect([matchOf(rules, { task: watched, ...rest }), read]).toEqual(['all', ['images', 'kind']]);
  });

  it('takes predictions that are no whole numbers', () => {
    const facts = ruleFacts({ inputTokens: 10.4, outputTokens: Number.NaN, images: Number.POSITIVE_INFINITY });
    expect(holds('task.inputTokens == 10 && task.outputTokens == 0 && task.images == 0', facts)).toBe(true);
  });

  it('names every field that is wrong, in the order of the rules', () => {
    const rows = [
      5,
      { name: '', when: 1, use: {} },
      { name: 'a\nb', when: 'task.x', use: { tier: 'big', modle: 'x' } },
      { name: 'both', when: 'true', use: { tier: 'small', model: 'x@y' } },
      { name: 'above', when: 'true', use: { tier: 'frontier', maxTier: 'small' } },
      { name: 'who', when: 'true', use: { model: 'sonnet' }, priority: 1 },
      { name: 'none', when: 'true', use: { exclude: {} } },
      { name: 'excludes', when: 'true', use: { exclude: { tiers: ['huge'], providers: [] } } },
      { name: 'butLocal', when: 'true', use: { exclude: { butLocal: { tiers: ['small'] } } } },
      { name: 'local', when: 'true', use: { localOnly: false, sort: 'fast' } },
      { when: 'true', use: { tier: 'local' } },
    ];
    const places = problemsOf(rows).map(({ path, message }) => `${path.join('.')}: ${message}`);
    const uses = 'tier, maxTier, model, effort, serviceTier, sort, localOnly, exclude';
    expect(places).toEqual([
      '0: must be an object with name, when, use',
      '1.name: must not be empty',
      '1.when: must be a CEL expression as a text',
      `1.use: must say at least one of ${uses}`,
      '2.name: must be one line of plain text',
      '2.use.tier: must be one of local, small, medium, frontier',
      `2.use.modle: there is no such field: there are ${uses}`,
      `2.when: task has no x: it has ${taskNames}`,
      '3.use: names a tier and a model: leave one of them out',
      '4.use: names a tier above its own maxTier',
      '5.use.model: must be MODEL@ENDPOINT, such as claude-sonnet-4-5@anthropic',
      '5.priority: there is no such field: there are name, when, use',
      '6.use.exclude: must name at least one of providers, models, tiers',
      '7.use.exclude.providers: must not be an empty list: leave it out',
      '7.use.exclude.tiers.0: must be one of local, small, medium, frontier',
      '8.use.exclude.butLocal: there is no such field: there are providers, models, tiers',
      '9.use.sort: must be one of price, latency, throughput',
      '9.use.localOnly: must be true, or left out',
      '10.name: name is missing',
    ]);
  });

  it('must be a list, of a hundred rules at the most, each with its own name', () => {
    const many = Array.from({ length: 101 }, (_, index) => rule('true', `rule ${index}`));
    expect([problemsOf({}), problemsOf(many), problemsOf([rule('true', 'a'), rule('false', 'a')])]).toEqual([
      [{ index: undefined, path: [], message: 'must be a list of rules' }],
      [{ index: undefined, path: [], message: 'must not have more than 100 rules, and has 101' }],
      [{ index: 1, path: [1, 'name'], message: 'another rule has this name: each needs its own' }],
    ]);
  });

  it('is read without failing, whatever it is', () => {
    const field = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('task.kind', 'true', 'small', 'a@b'));
    const row = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.dictionary(fc.constantFrom('name', 'when', 'use', 'x', '__proto__'), field));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.array(row, { maxLength: 4 })), (rows) => {
        const compilation = compileRules(rows, ignore);
        if (compilation.outcome === 'refused' && compilation.problems.length === 0) throw new Error('refused without a reason');
      }),
      runs,
    );
  });
});
