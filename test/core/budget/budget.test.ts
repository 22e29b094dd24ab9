import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  type BudgetedRequest,
  type BudgetScope,
  budgetId,
  budgetOfId,
  budgetPeriods,
  kindsOf,
  limitsOn,
  mayCount,
  thresholdOf,
  usualCalendar,
  usualTerms,
} from '../../../src/core/budget/index.ts';
import { tiers } from '../../../src/core/catalogue/index.ts';
import { taskKinds } from '../../../src/core/task/index.ts';

const budget = (changes: Partial<Budget> = {}): Budget => ({ ...usualTerms, period: 'day', limit: 1_000_000_000, ...changes });
const kind = (name: string): BudgetScope => ({ by: 'kind', name });
const limits = (budgets: readonly Budget[], request?: BudgetedRequest) => limitsOn(budgets, '2026-11-05', usualCalendar, request);
const sonnet = { model: { id: 'sonnet', tier: 'medium' }, endpoint: { provider: 'anthropic' } } as const;

describe('A budget', () => {
  it('is a limit of dollars or tokens from the first day of its period on', () => {
    expect(limits([budget(), budget({ period: 'month', unit: 'tokens', limit: 5 })])).toEqual([
      { budgetId: 'day', unit: 'nano-usd', limit: 1_000_000_000, fromDay: '2026-11-05' },
      { budgetId: 'month:tokens', unit: 'tokens', limit: 5, fromDay: '2026-11-01' },
    ]);
  });

  it('that only warns, or only asks for cheaper models, refuses nothing', () => {
    const refusing = (['warn', 'economy', 'local-only', 'stop'] as const).map(
      (atLimit) => limits([budget({ atLimit })])[0]?.isSoft !== true,
    );
    expect(refusing).toEqual([false, false, true, true]);
  });

  it('for a word counts all kinds that begin with it, for a kind that one', () => {
    expect([kindsOf('completion'), kindsOf('agent'), kindsOf('chat'), kindsOf('completion.line')]).toEqual([
      ['completion.line', 'completion.block'],
      ['agent.plan', 'agent.step', 'agent.subtask'],
      ['chat'],
      ['completion.line'],
    ]);
  });

  it('for a word that is no kind counts nothing: a beginning of a word is none either', () => {
    expect([kindsOf('comp'), kindsOf('agent.'), kindsOf(''), kindsOf('Completion')]).toEqual([[], [], [], []]);
  });

  it.each<[string, BudgetScope, object]>([
    ['kind', kind('completion'), { kinds: ['completion.line', 'completion.block'] }],
    ['workspace', { by: 'workspace', name: 'app' }, { workspace: 'app' }],
    ['model', { by: 'model', name: 'qwen:7b' }, { model: 'qwen:7b' }],
    ['tier', { by: 'tier', name: 'frontier' }, { tier: 'frontier' }],
    ['provider', { by: 'provider', name: 'openai' }, { provider: 'openai' }],
  ])('of one %s says so in its limit, so that the ledger counts only that', (_by, scope, limited) => {
    const { budgetId: _, ...limit } = limits([budget({ scope })])[0] ?? {};
    expect(limit).toEqual({ unit: 'nano-usd', limit: 1_000_000_000, fromDay: '2026-11-05', ...limited });
  });

  it.each<[string, BudgetedRequest, readonly string[]]>([
    ['a completion in no workspace', { kind: 'completion.block' }, ['day', 'day:completion', 'day:model=sonnet', 'day:tier=medium']],
    ['a chat in the workspace', { kind: 'chat', workspace: 'app' }, ['day', 'day:workspace=app', 'day:model=sonnet', 'day:tier=medium']],
    ['a chat with another model', { kind: 'chat', candidate: { ...sonnet, model: { id: 'opus', tier: 'frontier' } } }, ['day']],
    [
      'a step of an agent',
      { kind: 'agent.step', taskId: 'T', workspace: 'b', candidate: sonnet },
      ['day', 'day:model=sonnet', 'day:tier=medium', 'task#T'],
    ],
    ['anything', {}, ['day', 'day:completion', 'day:workspace=app', 'day:model=sonnet', 'day:tier=medium']],
  ])('holds %s to what counts it', (_what, request, held) => {
    const scopes: readonly BudgetScope[] = [
      kind('completion'),
      { by: 'workspace', name: 'app' },
      { by: 'model', name: 'sonnet' },
      { by: 'tier', name: 'medium' },
    ];
    const budgets = [budget(), ...scopes.map((scope) => budget({ scope })), budget({ period: 'task' })];
    expect(limits(budgets, request).map((limit) => limit.budgetId)).toEqual(held);
  });

  it('of a task counts that task of the agent alone, however long it takes', () => {
    expect(limits([budget({ period: 'task', scope: kind('agent.step') })], { kind: 'agent.step', taskId: 'T' })).toEqual([
      {
        budgetId: 'task:agent.step#T',
        unit: 'nano-usd',
        limit: 1_000_000_000,
        fromDay: '0001-01-01',
        taskId: 'T',
        kinds: ['agent.step'],
      },
    ]);
  });

  it('that may count a request is among its limits, and no other', () => {
    const some: readonly Budget[] = [budget(), budget({ scope: kind('edit') }), budget({ period: 'task' })];
    for (const each of taskKinds) {
      const request = { kind: each, taskId: 'T' };
      expect(limits(some, request)).toHaveLength(some.filter((one) => mayCount(one, request)).length);
    }
  });
});

describe('The id of a budget', () => {
  it.each<[string, Partial<Budget>]>([
    ['day', {}],
    ['month:tokens', { period: 'month', unit: 'tokens' }],
    ['day:completion', { scope: kind('completion') }],
    ['week:workspace=app', { period: 'week', scope: { by: 'workspace', name: 'app' } }],
    ['year:tier=frontier:tokens', { period: 'year', unit: 'tokens', scope: { by: 'tier', name: 'frontier' } }],
    ['rolling-30-days:model=qwen%3A7b', { period: 'rolling-30-days', scope: { by: 'model', name: 'qwen:7b' } }],
  ])('is %s', (id, changes) => {
    expect(budgetId(budget(changes))).toBe(id);
  });

  it('says what it is the id of', () => {
    const name = fc.string({ minLength: 1 }).map((text) => `${text}:#%=/`);
    const scope = fc.oneof(
      fc.record({ by: fc.constant('kind' as const), name: fc.constantFrom('completion', 'agent', ...taskKinds) }),
      fc.record({ by: fc.constantFrom('workspace' as const, 'model' as const, 'provider' as const), name }),
      fc.record({ by: fc.constant('tier' as const), name: fc.constantFrom(...tiers) }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...budgetPeriods),
        fc.constantFrom('nano-usd' as const, 'tokens' as const),
        fc.option(scope, { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        (period, unit, of, taskId) => {
          const named = { period, unit, ...(of && { scope: of }) };
          expect(budgetOfId(budgetId(named, taskId))).toEqual({ ...named, ...(taskId !== undefined && { taskId }) });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    '',
    'fortnight',
    'day:poetry',
    'day:tier=huge',
    'day:workspace=',
    'day:completion:month',
    'day:chat:tokens:more',
    'constructor',
  ])('"%s" is none', (id) => {
    expect(budgetOfId(id)).toBeUndefined();
  });
});

describe('The threshold of a budget', () => {
  it.each([
    [0, undefined],
    [499, undefined],
    [500, 50],
    [799, 50],
    [800, 80],
    [999, 80],
    [1000, 100],
    [5000, 100],
  ])('is, with %d of 1000 spent, %s', (spent, threshold) => {
    expect(thresholdOf({ limit: 1000, spent })).toBe(threshold);
  });

  it('is one of those that the user chose', () => {
    expect([100, 250, 999, 1000].map((spent) => thresholdOf({ limit: 1000, spent }, [25, 95]))).toEqual([undefined, 25, 95, 95]);
  });

  it('is reached from the start where the limit is nothing', () => {
    expect(thresholdOf({ limit: 0, spent: 0 })).toBe(100);
  });

  it('never falls while more is spent', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000), fc.nat(2_000_000_000_000), fc.nat(1_000_000_000_000), (limit, spent, more) => {
        const before = thresholdOf({ limit, spent }) ?? 0;
        expect(thresholdOf({ limit, spent: spent + more }) ?? 0).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});
