import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allow } from '../../src/core/policy/index.ts';
import { readPolicy } from '../../src/platform/policy.ts';
import { editor } from '../support/fakeEditor.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

const trust = vi.hoisted(() => ({ isTrusted: true }));

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../support/fakeEditor.ts');
  const api = fake.api() as { readonly workspace: object };
  return { ...api, workspace: Object.defineProperty({ ...api.workspace }, 'isTrusted', { get: () => trust.isTrusted }) };
});

beforeEach(() => {
  editor.reset();
  trust.isTrusted = true;
});

/** What the policy of this moment says of paid and of local models. */
const asked = () => ({
  metered: readPolicy().metered,
  paid: allow(paidCandidate(), readPolicy(), { kind: 'chat', paths: [] }).allowed,
  local: allow(localCandidate(), readPolicy(), { kind: 'chat', paths: [] }).allowed,
});

describe('The policy of the editor', () => {
  it.each<[string, Readonly<Record<string, unknown>>, boolean, ReturnType<typeof asked>]>([
    [
      'with a budget, in a trusted workspace, lets paid models be asked',
      { 'budget.day': 1 },
      true,
      { metered: 'allowed', paid: true, local: true },
    ],
    [
      'lets nothing paid leave of a workspace that is not trusted',
      { 'budget.day': 1 },
      false,
      { metered: 'untrusted', paid: false, local: true },
    ],
    [
      'lets nothing paid leave while the user pauses paid models',
      { 'budget.month': 1, 'paidModels.paused': true },
      true,
      { metered: 'paused', paid: false, local: true },
    ],
    ['lets nothing paid leave before the user set a budget', {}, true, { metered: 'no-budget', paid: false, local: true }],
    ['takes a budget of no use for none', { 'budget.day': 'much' }, true, { metered: 'no-budget', paid: false, local: true }],
    [
      'takes a budget for one kind for a budget: what it covers is asked at each request',
      { 'budget.kinds': { chat: { day: 1 } } },
      true,
      { metered: 'allowed', paid: true, local: true },
    ],
    [
      'names the missing budget first, which the user must set in any case',
      { 'paidModels.paused': true },
      false,
      { metered: 'no-budget', paid: false, local: true },
    ],
  ])('%s', (_what, settings, isTrusted, expected) => {
    for (const [key, value] of Object.entries(settings)) editor.set(key, value);
    trust.isTrusted = isTrusted;
    expect(asked()).toEqual(expected);
  });

  it('is read anew each time: what the user changes holds at once', () => {
    editor.set('budget.day', 1);
    const before = readPolicy().metered;
    editor.set('paidModels.paused', true);
    const paused = readPolicy().metered;
    editor.set('paidModels.paused', undefined);
    trust.isTrusted = false;
    expect([before, paused, readPolicy().metered]).toEqual(['allowed', 'paused', 'untrusted']);
  });
});
