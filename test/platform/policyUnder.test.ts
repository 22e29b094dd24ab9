import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allow } from '../../src/core/policy/index.ts';
import { CurrentSettings } from '../../src/platform/currentSettings.ts';
import { policyUnder } from '../../src/platform/policyUnder.ts';
import { world } from '../features/rules/fakeWorkspace.ts';
import { editor } from '../support/fakeEditor.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

vi.mock('vscode', async () => (await import('../features/rules/fakeWorkspace.ts')).world.api());
beforeEach(() => world.reset());

/** The policy of a window whose rules are known or not. */
function usePolicy() {
  const rules = { isKnown: false, areKnown: () => rules.isKnown };
  return { rules, policy: policyUnder(rules, new CurrentSettings()) };
}

describe('The policy, while the routing rules are not known', () => {
  it('is closed for the cloud and open for this machine, and opens once they are', () => {
    editor.set('budget.day', 1);
    const { rules, policy } = usePolicy();
    const verdicts = () =>
      [paidCandidate(), localCandidate()].map((candidate) => {
        const verdict = allow(candidate, policy(), { kind: 'chat', paths: [] });
        return verdict.allowed ? 'allowed' : `${verdict.rule}: ${verdict.reason}`;
      });
    const unknown = verdicts();
    rules.isKnown = true;
    const known = verdicts();
    rules.isKnown = false;
    expect({ unknown, known, again: verdicts() }).toEqual({
      unknown: ['rules-unknown: paid models are off until all routing rules are read', 'allowed'],
      known: ['allowed', 'allowed'],
      again: unknown,
    });
  });

  it('names what the user has to do first, and keeps the data policy', () => {
    const { policy } = usePolicy();
    const before = policy().metered;
    editor.set('budget.day', 1);
    editor.set('paidModels.paused', true);
    const paused = policy().metered;
    editor.set('paidModels.paused', false);
    editor.set('policy', { regions: ['eu'] });
    expect([before, paused, policy()]).toEqual(['no-budget', 'paused', { metered: 'rules-unknown', data: [{ regions: ['eu'] }] }]);
  });

  it('is closed for a flat plan as well, also where there is no budget, which alone would not close it', () => {
    const { rules, policy } = usePolicy();
    const { model, endpoint } = paidCandidate();
    const flat = { model, endpoint: { ...endpoint, billing: 'subscription' } } as const;
    const verdicts = () =>
      [flat, paidCandidate()].map((candidate) => {
        const verdict = allow(candidate, policy(), { kind: 'chat', paths: [] });
        return verdict.allowed ? 'allowed' : verdict.rule;
      });
    const unknown = verdicts();
    rules.isKnown = true;
    const known = verdicts();
    editor.set('paidModels.paused', true);
    expect({ unknown, known, paused: verdicts() }).toEqual({
      unknown: ['rules-unknown', 'no-budget'],
      known: ['allowed', 'no-budget'],
      paused: ['paused', 'no-budget'],
    });
  });

  it('is the same value for every request, so that it is compiled once', () => {
    const { rules, policy } = usePolicy();
    const closed = [policy(), policy()];
    rules.isKnown = true;
    const open = [policy(), policy()];
    expect([closed[0] === closed[1], open[0] === open[1], closed[0] === open[0]]).toEqual([true, true, false]);
  });
});
