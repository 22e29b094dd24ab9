import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { budgetPeriods, limitActions, usualTerms } from '../../src/core/budget/index.ts';
import { tiers } from '../../src/core/catalogue/index.ts';
import { taskKinds } from '../../src/core/task/index.ts';
import { askAboveNanoUsd, budgetCalendar, readBudgets } from '../../src/platform/budgets.ts';
import { nanoUsdOf } from '../../src/platform/dollars.ts';
import { configuration, settings } from '../support/fakeVscode.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly items: Schema }>> }[];
  };
}

interface Schema {
  readonly properties: {
    readonly period: { readonly enum: readonly string[] };
    readonly atLimit: { readonly enum: readonly string[] };
    readonly scope: { readonly pattern: string };
    readonly usd: { readonly maximum: number };
  };
}

const noScope = 'is no kind of request, and no workspace:NAME, model:ID, tier:NAME or provider:NAME';
const read = (user: Readonly<Record<string, unknown>>) => {
  configuration.current = settings({ user });
  return readBudgets();
};
afterEach(() => {
  configuration.current = settings({});
});

describe('Budgets', () => {
  it('are none where nothing is set', () => {
    expect([read({}), read({ 'budget.day': null, 'budget.month': null, 'budget.kinds': {} })]).toEqual([
      { budgets: [], problems: [] },
      { budgets: [], problems: [] },
    ]);
  });

  it('are read for the day, the month and kinds of requests', () => {
    expect(
      read({ 'budget.day': 0.01, 'budget.month': 20, 'budget.kinds': { completion: { day: 0.2 }, 'agent.plan': { month: 5, day: null } } }),
    ).toEqual({
      budgets: [
        { ...usualTerms, period: 'day', limit: 10_000_000 },
        { ...usualTerms, period: 'month', limit: 20_000_000_000 },
        { ...usualTerms, period: 'day', limit: 200_000_000, scope: { by: 'kind', name: 'completion' } },
        { ...usualTerms, period: 'month', limit: 5_000_000_000, scope: { by: 'kind', name: 'agent.plan' } },
      ],
      problems: [],
    });
  });

  it('may be nothing at all: that is a budget, too', () => {
    expect(read({ 'budget.day': 0 }).budgets).toEqual([{ ...usualTerms, period: 'day', limit: 0 }]);
  });

  it.each<[string, unknown, string]>([
    ['less than nothing', -1, 'farthing.budget.day: -1 is of no use'],
    ['no number', Number.NaN, 'farthing.budget.day: NaN is of no use'],
    ['without end', Number.POSITIVE_INFINITY, 'farthing.budget.day: Infinity is of no use'],
    ['in words', '0.5', 'farthing.budget.day: "0.5" is of no use'],
    ['more than is held exactly', 1e10, 'farthing.budget.day: 10000000000 is no amount in dollars'],
  ])('leave out an amount that is %s, name it, and keep the others', (_what, day, problem) => {
    expect(read({ 'budget.day': day, 'budget.month': 1 })).toEqual({
      budgets: [{ ...usualTerms, period: 'month', limit: 1_000_000_000 }],
      problems: [problem],
    });
  });

  it('leave out what is wrong in the table of kinds, name each, and keep the rest', () => {
    expect(
      read({
        'budget.kinds': {
          completion: { day: -0.2, week: 1, month: 4 },
          poetry: { day: 1 },
          chat: 2,
          title: null,
          edit: { day: Number.NaN },
          constructor: { day: 1 },
        },
      }),
    ).toEqual({
      budgets: [{ ...usualTerms, period: 'month', limit: 4_000_000_000, scope: { by: 'kind', name: 'completion' } }],
      problems: [
        'farthing.budget.kinds: completion.day: -0.2 is no amount in dollars',
        'farthing.budget.kinds: completion.week is neither day nor month',
        'farthing.budget.kinds: poetry is no kind of request',
        'farthing.budget.kinds: chat: 2 is no table of amounts',
        'farthing.budget.kinds: title: null is no table of amounts',
        'farthing.budget.kinds: edit.day: NaN is no amount in dollars',
        'farthing.budget.kinds: constructor is no kind of request',
      ],
    });
  });

  it('of a workspace do not count: a repository must not raise what may be spent', () => {
    configuration.current = settings({ user: { 'budget.day': 1 }, workspace: { 'budget.day': 1000, 'budget.month': 1000 } });
    expect(readBudgets().budgets).toEqual([{ ...usualTerms, period: 'day', limit: 1_000_000_000 }]);
  });
});

describe('The list of budgets', () => {
  const listed = (...budgets: readonly unknown[]) => read({ budgets });

  it('holds other periods, tokens, parts of the requests and what happens at the end', () => {
    expect(
      listed(
        { period: 'week', usd: 15 },
        { period: 'month', tokens: 20_000_000, scope: 'agent', warnAt: [75, 90.5], economyAt: 80, atLimit: 'stop' },
        { period: 'rolling-30-days', usd: 1, scope: 'model:qwen2.5:7b', atLimit: 'warn' },
        { period: 'year', usd: 0, scope: 'tier:frontier', warnAt: [] },
        { period: 'task', tokens: 0, scope: 'agent.step' },
        { period: 'quarter', usd: 2, scope: 'workspace:my app' },
        { period: 'day', usd: 2, scope: 'provider:openai' },
      ),
    ).toEqual({
      budgets: [
        { ...usualTerms, period: 'week', limit: 15_000_000_000 },
        {
          ...{ period: 'month', unit: 'tokens', limit: 20_000_000, scope: { by: 'kind', name: 'agent' } },
          ...{ warnAt: [75, 90.5], economyAt: 80, atLimit: 'stop' },
        },
        { ...usualTerms, period: 'rolling-30-days', limit: 1_000_000_000, scope: { by: 'model', name: 'qwen2.5:7b' }, atLimit: 'warn' },
        { ...usualTerms, period: 'year', limit: 0, scope: { by: 'tier', name: 'frontier' }, warnAt: [] },
        { ...usualTerms, period: 'task', unit: 'tokens', limit: 0, scope: { by: 'kind', name: 'agent.step' } },
        { ...usualTerms, period: 'quarter', limit: 2_000_000_000, scope: { by: 'workspace', name: 'my app' } },
        { ...usualTerms, period: 'day', limit: 2_000_000_000, scope: { by: 'provider', name: 'openai' } },
      ],
      problems: [],
    });
  });

  it.each<[unknown, string]>([
    ['15', ': "15" is no budget'],
    [null, ': null is no budget'],
    [{ usd: 1 }, '.period: undefined is none of day, week, month, quarter, year, rolling-30-days, task'],
    [{ period: 'fortnight', usd: 1 }, '.period: "fortnight" is none of day, week, month, quarter, year, rolling-30-days, task'],
    [{ period: 'day' }, ' needs an amount: either usd or tokens'],
    [{ period: 'day', usd: 1, tokens: 1 }, ' needs an amount: either usd or tokens'],
    [{ period: 'day', usd: -1 }, '.usd: -1 is no amount in dollars'],
    [{ period: 'day', usd: Number.NaN }, '.usd: NaN is no amount in dollars'],
    [{ period: 'day', usd: 9_007_200 }, '.usd: 9007200 is no amount in dollars'],
    [{ period: 'day', usd: '1' }, '.usd: "1" is no amount in dollars'],
    [{ period: 'day', tokens: -1 }, '.tokens: -1 is no number of tokens'],
    [{ period: 'day', tokens: 0.5 }, '.tokens: 0.5 is no number of tokens'],
    [{ period: 'day', tokens: 2 ** 53 }, '.tokens: 9007199254740992 is no number of tokens'],
    [{ period: 'day', usd: 1, scope: 'poetry' }, `.scope: "poetry" ${noScope}`],
    [{ period: 'day', usd: 1, scope: 'tier:huge' }, `.scope: "tier:huge" ${noScope}`],
    [{ period: 'day', usd: 1, scope: 'workspace:' }, `.scope: "workspace:" ${noScope}`],
    [{ period: 'day', usd: 1, scope: 'folder:app' }, `.scope: "folder:app" ${noScope}`],
    [{ period: 'task', usd: 1, scope: 'completion' }, ': only requests of the agent belong to a task, and completion is none'],
  ])('leaves out %o, names it, and keeps the others', (entry, problem) => {
    expect(listed(entry, { period: 'week', usd: 1 })).toEqual({
      budgets: [{ ...usualTerms, period: 'week', limit: 1_000_000_000 }],
      problems: [`farthing.budgets: entry 1${problem}`],
    });
  });

  it.each<[object, string]>([
    [{ warnAt: [80, 50] }, '.warnAt: [80,50] are no rising per cents up to 100'],
    [{ warnAt: [50, 101] }, '.warnAt: [50,101] are no rising per cents up to 100'],
    [{ warnAt: 50 }, '.warnAt: 50 are no rising per cents up to 100'],
    [{ economyAt: 0 }, '.economyAt: 0 is no per cent up to 100'],
    [{ economyAt: 150 }, '.economyAt: 150 is no per cent up to 100'],
    [{ atLimit: 'nothing' }, '.atLimit: "nothing" is none of warn, economy, local-only, stop'],
    [{ atlimit: 'stop' }, '.atlimit is not known'],
  ])('holds the limit though %o is of no use, and names that', (terms, problem) => {
    expect(listed({ period: 'week', usd: 1, ...terms })).toEqual({
      budgets: [{ ...usualTerms, period: 'week', limit: 1_000_000_000 }],
      problems: [`farthing.budgets: entry 1${problem}`],
    });
  });

  it('counts the lowest of those that are set twice, wherever they are set', () => {
    expect(
      read({
        'budget.day': 1,
        budgets: [
          { period: 'day', usd: 3 },
          { period: 'day', tokens: 5 },
          { period: 'day', usd: 0.5 },
        ],
      }),
    ).toEqual({
      budgets: [
        { ...usualTerms, period: 'day', limit: 500_000_000 },
        { ...usualTerms, period: 'day', unit: 'tokens', limit: 5 },
      ],
      problems: ['the budget day is set 3 times: the lowest counts'],
    });
  });

  it('of a workspace does not count, nor when its years begin, nor above what is asked', () => {
    const workspace = {
      budgets: [{ period: 'day', usd: 1e6 }],
      'budget.yearStartsIn': 4,
      'budget.weekStartsOn': 'sunday',
      'budget.askAbove': 1e6,
    };
    configuration.current = settings({ user: { budgets: [{ period: 'day', usd: 1 }], 'budget.askAbove': 0.5 }, workspace });
    expect([readBudgets().budgets, budgetCalendar(), askAboveNanoUsd()]).toEqual([
      [{ ...usualTerms, period: 'day', limit: 1_000_000_000 }],
      { weekStartsOn: 'monday', yearStartsIn: 1 },
      500_000_000,
    ]);
  });

  it.each<[string, unknown]>([
    ['budget.yearStartsIn', 13],
    ['budget.yearStartsIn', 1.5],
    ['budget.weekStartsOn', 'friday'],
    ['budget.askAbove', -1],
    ['budgets', { period: 'day' }],
  ])('names a setting beside it that is of no use: %s %o', (key, value) => {
    expect(read({ [key]: value }).problems).toEqual([`farthing.${key}: ${JSON.stringify(value)} is of no use`]);
  });

  it('names what is asked above where it is more than is held exactly, and asks nothing then', () => {
    expect([read({ 'budget.askAbove': 1e10 }).problems, askAboveNanoUsd()]).toEqual([
      ['farthing.budget.askAbove: 10000000000 is no amount in dollars'],
      undefined,
    ]);
  });
});

describe('What the editor marks in the list of budgets', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;
  const [setting] = manifest.contributes.configuration.flatMap(({ properties }) => properties['farthing.budgets'] ?? []);
  if (!setting) throw new Error('package.json has no farthing.budgets');
  const schema = setting.items.properties;

  it('lets pass every period, kind, tier and end that is read, and no other', () => {
    const { period, scope, atLimit } = schema;
    const pattern = new RegExp(scope.pattern);
    const scopes = [
      'completion',
      'agent',
      ...taskKinds,
      ...tiers.map((tier) => `tier:${tier}`),
      'workspace:a b',
      'model:qwen:7b',
      'provider:x',
    ];
    const refused = ['poetry', 'tier:huge', 'tier:', 'workspace:', 'agent.', 'completionXline', 'folder:a'];
    expect([period.enum, atLimit.enum, scopes.filter((each) => !pattern.test(each)), refused.filter((each) => pattern.test(each))]).toEqual(
      [budgetPeriods, limitActions, [], []],
    );
  });

  it('takes no more dollars than are held exactly', () => {
    expect([nanoUsdOf(schema.usd.maximum), nanoUsdOf(schema.usd.maximum + 1)]).toEqual([9_007_199_000_000_000, undefined]);
  });
});

describe('Dollars', () => {
  it.each<[unknown, number | undefined]>([
    [0.01, 10_000_000],
    [1e-9, 1],
    [4e-10, 0],
    [0.1 + 0.2, 300_000_000],
    [1.005, 1_005_000_000],
    [4_498_828.15, 4_498_828_150_000_000],
    [9_007_199, 9_007_199_000_000_000],
    [9_007_200, undefined],
    [1e300, undefined],
    [-0.01, undefined],
    [Number.NaN, undefined],
    ['1', undefined],
    [null, undefined],
  ])('%s are %s nano-dollars', (usd, nanoUsd) => {
    expect(nanoUsdOf(usd)).toBe(nanoUsd);
  });

  it('as written with up to nine decimals are exact', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(999_999_999), (whole, nano) => {
        const written = Number(`${whole}.${String(nano).padStart(9, '0')}`);
        expect(nanoUsdOf(written)).toBe(whole * 1_000_000_000 + nano);
      }),
      { numRuns: 1000 },
    );
  });
});
