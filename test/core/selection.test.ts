import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetPressures, noPressure, type Pressure } from '../../src/core/budget/index.ts';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { type Decision, ladderTiers, profileOf, type SelectionConditions, select } from '../../src/core/selection/index.ts';
import { type Task, taskKinds } from '../../src/core/task/index.ts';
import { pressing } from '../support/pressing.ts';
import { nothingSeen } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate, paidCandidate, paidPrice, unpriced } from '../support/tasks.ts';

const everything: SelectionConditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {} };
const decide = (task: Task, candidates: readonly Candidate[], conditions: Partial<SelectionConditions> = {}): Decision =>
  select(profileOf(task, nothingSeen), candidates, { ...everything, ...conditions });

/** The order of trial, then who stays out and by which rule. */
const inShort = (decision: Decision) => ({
  tried: decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks].map(({ candidate }) => candidate.model.id) : [],
  rejected: Object.fromEntries(decision.rejected.map(({ candidate, rule }) => [candidate.model.id, rule])),
});

const small = paidCandidate('small', { tier: 'small' });
const medium = paidCandidate('medium');
const frontier = paidCandidate('frontier', { tier: 'frontier' });
const local = localCandidate('local');
const all = [local, small, medium, frontier];

describe('Selection', () => {
  it.each([
    ['chat', ['medium', 'local']],
    ['edit', ['medium', 'local']],
    ['agent.step', ['medium', 'local']],
    ['agent.plan', ['frontier', 'local']],
    ['agent.subtask', ['small', 'local']],
    ['title', ['small', 'local']],
    ['commit-message', ['small', 'local']],
    ['compaction', ['small', 'local']],
    ['completion.line', ['local', 'small']],
    ['completion.block', ['local', 'small']],
  ] as const)('climbs the ladder of %s: %s', (kind, tried) => {
    expect(inShort(decide(chatTask({ kind }), all)).tried).toEqual(tried);
  });

  it('has local on the ladder of every kind, last but for completions', () => {
    const places = taskKinds.map((kind) => ladderTiers(kind).indexOf('local') - ladderTiers(kind).length);
    expect(places).toEqual(taskKinds.map((kind) => (kind.startsWith('completion') ? -2 : -1)));
  });

  it('takes the cheaper of one tier, then the one named first, and an unpriced one last', () => {
    const dear = paidCandidate('dear', { price: { ...paidPrice, output: 75_000_000_000 } });
    const twin = paidCandidate('twin');
    expect(inShort(decide(chatTask(), [unpriced(paidCandidate('unpriced')), dear, medium, twin])).tried).toEqual([
      'medium',
      'twin',
      'dear',
      'unpriced',
    ]);
  });

  it('says what it expects the chosen one to cost', () => {
    // 21 bytes are 7 estimated tokens at $3, and 100 tokens at $15 per million.
    expect(decide(chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(21) }] }), [medium])).toEqual({
      outcome: 'chosen',
      chosen: {
        candidate: medium,
        expectedCostNanoUsd: 1_521_000,
        costPerUsefulNanoUsd: 1_521_000,
        quality: { mean: 1, source: 'nothing is known of its quality', weight: 0 },
      },
      fallbacks: [],
      rejected: [],
      rules: [],
      predicted: { inputTokens: 7, outputTokens: 100 },
      rule: 'ladder',
      reason: 'cheapest for each useful answer of 1 for chat (medium, local)',
    });
  });

  it('names the rule for each one that stays out', () => {
    const candidates = [
      localCandidate('plain', {}, 'http://192.168.1.20'),
      localCandidate('short', { contextTokens: 100 }),
      localCandidate('mute', { canChat: false }),
      frontier,
      medium,
    ];
    expect(inShort(decide(chatTask(), candidates))).toEqual({
      tried: ['medium'],
      rejected: { plain: 'plain-http', short: 'context-too-small', mute: 'no-chat', frontier: 'not-on-ladder' },
    });
  });

  it('wants a model that can fill in the middle for a hole', () => {
    const { fillInTheMiddle: _none, ...model } = local.model;
    const chatter = { ...local, model: { ...model, id: 'chatter' } };
    expect(inShort(decide(holeTask('a', 'b'), [chatter, local]))).toEqual({
      tried: ['local'],
      rejected: { chatter: 'no-fill-in-the-middle' },
    });
  });

  it('lets a hole be cut to fit, but not a conversation', () => {
    const tight = localCandidate('tight', { contextTokens: 150 });
    const long = 'x'.repeat(300);
    const conversation = chatTask({ segments: [{ role: 'user', stability: 'turn', text: long }] });
    expect([inShort(decide(holeTask(long, long), [tight])).tried, inShort(decide(conversation, [tight])).tried]).toEqual([['tight'], []]);
  });

  it('leaves frontier models out when the budget is nearly spent', () => {
    expect(inShort(decide(chatTask({ kind: 'agent.plan' }), all, { pressure: pressing('economy') }))).toEqual({
      tried: ['medium', 'local'],
      rejected: { small: 'not-on-ladder', frontier: 'budget-economy' },
    });
  });

  it('lets no rule of a workspace that nobody approved lift economy', () => {
    const stuck = chatTask({ kind: 'agent.step', state: { repeatedCalls: 1, stepsWithoutProgress: 6, failingTests: 1, diffLines: 0 } });
    const rules = [{ source: 'workspace', name: 'big', use: { maxTier: 'frontier' } }] as const;
    const pressure = pressing('economy');
    expect([inShort(decide(stuck, all, { pressure })), inShort(decide(stuck, all, { pressure, rules }))]).toEqual(
      Array.from({ length: 2 }, () => ({ tried: ['medium', 'local'], rejected: { small: 'not-on-ladder', frontier: 'budget-economy' } })),
    );
  });

  it('takes only local models when the budget is spent', () => {
    expect(inShort(decide(chatTask(), all, { pressure: pressing('local-only') }))).toEqual({
      tried: ['local'],
      rejected: { small: 'budget-local-only', medium: 'budget-local-only', frontier: 'budget-local-only' },
    });
  });

  it('asks nobody where a budget that stops is used up, and names it', () => {
    const decision = decide(chatTask(), all, { pressure: pressing('stop') });
    expect(decision.rejected.map(({ rule, reason }) => [rule, reason])).toEqual(
      all.map(() => ['budget-stop', 'the budget month is used up, so nothing is asked']),
    );
  });

  it('asks for a frontier model under economy where the user chose it by hand or by a rule', () => {
    const pressure = pressing('economy');
    const byPin = decide(chatTask(), all, { pressure, pins: { chat: { tier: 'frontier' } } });
    const byRule = decide(chatTask(), all, { pressure, rules: [{ source: 'user', name: 'big', use: { tier: 'frontier' } }] });
    expect([inShort(byPin).tried, inShort(byRule).tried]).toEqual([
      ['frontier', 'local'],
      ['frontier', 'local'],
    ]);
  });

  it('leaves only those out that a budget of their own presses on', () => {
    const { all: verdict } = pressing('local-only');
    const pressure: Pressure = { ...noPressure, of: ({ model: { tier } }) => (tier === 'medium' ? verdict : noPressure.all) };
    expect(inShort(decide(chatTask(), all, { pressure })).rejected).toEqual({
      small: 'not-on-ladder',
      medium: 'budget-local-only',
      frontier: 'not-on-ladder',
    });
  });

  it('takes nothing paid before the user allows it', () => {
    expect(inShort(decide(chatTask(), all, { policy: { metered: 'no-budget' } }))).toEqual({
      tried: ['local'],
      rejected: { small: 'no-budget', medium: 'no-budget', frontier: 'no-budget' },
    });
  });

  it('follows the user’s pin to a tier, with local models under it', () => {
    const decision = decide(chatTask(), all, { pins: { chat: { tier: 'frontier' } } });
    expect({ ...inShort(decision), rule: decision.rule, reason: decision.reason }).toEqual({
      tried: ['frontier', 'local'],
      rejected: { small: 'not-on-ladder', medium: 'not-on-ladder' },
      rule: 'pin',
      reason: 'cheapest for each useful answer of 2 for chat (frontier, local), as you chose frontier for it',
    });
    expect(inShort(decide(chatTask(), all, { pins: { chat: { tier: 'local' } } })).tried).toEqual(['local']);
  });

  it('follows the user’s pin to a model at an endpoint, whatever its tier, and to no other endpoint of that model', () => {
    const elsewhere = { ...small, endpoint: { ...small.endpoint, id: 'elsewhere' } };
    const pins = { chat: { model: 'small', endpoint: 'elsewhere' } };
    expect(decide(chatTask(), [small, medium, elsewhere, local], { pins })).toMatchObject({
      chosen: { candidate: elsewhere },
      fallbacks: [{ candidate: local }],
      rejected: [{ candidate: small }, { candidate: medium }],
      rule: 'pin',
    });
  });

  it('holds a pin within the policy, and takes the local model where the pinned one is not there', () => {
    const pins = { chat: { model: 'frontier', endpoint: frontier.endpoint.id } };
    expect([
      inShort(decide(chatTask(), all, { pins, policy: { metered: 'paused' } })),
      inShort(decide(chatTask(), [small, local], { pins })),
    ]).toEqual([
      { tried: ['local'], rejected: { small: 'paused', medium: 'paused', frontier: 'paused' } },
      { tried: ['local'], rejected: { small: 'not-on-ladder' } },
    ]);
  });

  it('compares with what is paid on top of the bill', () => {
    const withFee = { ...medium, endpoint: { ...medium.endpoint, id: 'with-fee', feeThousandths: 55 } };
    const decision = decide(chatTask(), [withFee, medium]);
    expect(decision).toMatchObject({
      chosen: { candidate: medium },
      fallbacks: [{ candidate: withFee, expectedCostNanoUsd: 1_604_655 + 0 }],
    });
  });

  it('wants tools and eyes where the task needs them, and tries local models that do not say', () => {
    const blind = paidCandidate('blind', { canUseTools: false, canSeeImages: false });
    const tools = [{ name: 'read', description: 'reads', inputSchema: {} }];
    const picture = { role: 'user', stability: 'turn', text: '', images: [{ mediaType: 'image/png', base64: 'AA==' }] } as const;
    expect([
      inShort(decide(chatTask({ tools }), [blind, local])),
      inShort(decide(chatTask({ segments: [picture] }), [blind, local])),
    ]).toEqual([
      { tried: ['local'], rejected: { blind: 'no-tools' } },
      { tried: ['local'], rejected: { blind: 'no-images' } },
    ]);
  });

  it('asks no more of a model than it can write', () => {
    const terse = paidCandidate('terse', { contextTokens: 60, maxOutputTokens: 50 });
    expect(inShort(decide(chatTask(), [terse])).tried).toEqual(['terse']);
  });

  it('refuses in words when there is no model, or none that can do it', () => {
    expect([decide(chatTask(), []), decide(chatTask(), [frontier])]).toMatchObject([
      { outcome: 'refused', rejected: [], rule: 'no-candidate', reason: 'no model is available' },
      { outcome: 'refused', rejected: [{ rule: 'not-on-ladder' }], rule: 'none-suitable', reason: 'no available model can do this task' },
    ]);
  });

  it('gives an equal decision for equal input, and accounts for every candidate once', () => {
    const some = fc.array(fc.constantFrom(...all, unpriced(medium), localCandidate('short', { contextTokens: 10 })), { maxLength: 8 });
    fc.assert(
      fc.property(some, fc.constantFrom(...taskKinds), fc.constantFrom(...budgetPressures).map(pressing), (candidates, kind, pressure) => {
        const decision = decide(chatTask({ kind }), candidates, { pressure });
        const accepted = decision.outcome === 'chosen' ? 1 + decision.fallbacks.length : 0;
        expect(decide(chatTask({ kind }), candidates, { pressure })).toEqual(decision);
        expect(accepted + decision.rejected.length).toBe(candidates.length);
      }),
    );
  });
});
