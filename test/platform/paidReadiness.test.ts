import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { paidReadiness } from '../../src/platform/paidReadiness.ts';
import { editor } from '../support/fakeEditor.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const trust = vi.hoisted(() => ({ isTrusted: true }));

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../support/fakeEditor.ts');
  const api = fake.api() as { readonly workspace: object };
  return { ...api, workspace: Object.defineProperty({ ...api.workspace }, 'isTrusted', { get: () => trust.isTrusted }) };
});

const { model, endpoint } = paidCandidate();
const keyed: Candidate = { model, endpoint: { ...endpoint, needsKey: true } };

/** A key is there for the endpoints of these candidates. */
const readiness = (candidates: readonly Candidate[], hasKey = true, available = candidates) =>
  paidReadiness({
    models: {
      endpoints: () => candidates.map((candidate) => candidate.endpoint),
      candidates: () => available,
      onDidChange: () => ({ dispose: () => undefined }),
    },
    keys: { has: () => hasKey },
  });

beforeEach(() => {
  editor.reset();
  editor.set('budget.day', 1);
  trust.isTrusted = true;
});

describe('Paid models', () => {
  it('wait for a key', () => {
    expect([readiness([]), readiness([keyed], false, []), readiness([localCandidate()])]).toEqual(['no-key', 'no-key', 'no-key']);
  });

  it('that need no key wait for none', () => {
    expect(readiness([paidCandidate()], false)).toBe('ready');
  });

  it('are ready with a key, also while an endpoint in trouble is left out', () => {
    expect([readiness([keyed]), readiness([keyed], true, [])]).toEqual(['ready', 'ready']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['none', {}, 'no-budget'],
    ['one of nothing', { 'budget.day': 0 }, 'ready'],
    ['one of no use', { 'budget.day': -1 }, 'no-budget'],
    ['one for chats', { 'budget.kinds': { chat: { day: 1 } } }, 'no-budget'],
    ['one for completions', { 'budget.kinds': { completion: { month: 1 } } }, 'ready'],
    ['one for blocks', { 'budget.kinds': { 'completion.block': { day: 1 } } }, 'ready'],
  ])('with %s as the budget are so: %s', (_which, settings, is) => {
    editor.set('budget.day', undefined);
    for (const [key, value] of Object.entries(settings)) editor.set(key, value);
    expect(readiness([keyed])).toBe(is);
  });

  const small = paidCandidate('coder', { tier: 'small' });
  const { fillInTheMiddle: _hole, ...chatModel } = paidCandidate('talker', { tier: 'frontier' }).model;
  const talker: Candidate = { ...paidCandidate('talker'), model: chatModel };

  it.each([
    ['model:coder', 'ready'],
    ['model:talker', 'no-budget'],
    ['tier:small', 'ready'],
    ['tier:frontier', 'no-budget'],
    ['provider:scripted', 'ready'],
    ['provider:openai', 'no-budget'],
  ])('with a budget of %s are so, because only a small one completes code: %s', (scope, is) => {
    editor.set('budget.day', undefined);
    editor.set('budgets', [{ period: 'day', usd: 1, scope }]);
    expect(readiness([small, talker])).toBe(is);
  });

  it('are ready with a budget of the model that the user chose to complete code', () => {
    editor.set('budget.day', undefined);
    editor.set('budgets', [{ period: 'day', usd: 1, scope: 'tier:medium' }]);
    const both = [small, paidCandidate('larger')];
    const before = readiness(both);
    editor.set('routing.pins', { 'completion.line': 'medium' });
    expect([before, readiness(both)]).toEqual(['no-budget', 'ready']);
  });

  it('of a flat plan wait for no budget in dollars, but hold to all else', () => {
    editor.set('budget.day', undefined);
    const flat: Candidate = { model: { ...model, tier: 'small' }, endpoint: { ...endpoint, billing: 'subscription' } };
    const free = readiness([flat], false);
    editor.set('paidModels.paused', true);
    const paused = readiness([flat], false);
    editor.set('paidModels.paused', false);
    trust.isTrusted = false;
    expect([free, paused, readiness([flat], false)]).toEqual(['ready', 'paused', 'untrusted']);
  });

  it('are paused by the user', () => {
    editor.set('paidModels.paused', true);
    expect(readiness([keyed])).toBe('paused');
  });

  it('wait until the workspace is trusted', () => {
    trust.isTrusted = false;
    expect(readiness([keyed])).toBe('untrusted');
  });
});
