import { describe, expect, it, vi } from 'vitest';
import { budgetInWords, budgetName, untilInWords, usedInWords } from '../../src/platform/budgetWords.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

describe('A budget in words', () => {
  it.each([
    ['day', 'Daily budget', 'today', 'until midnight'],
    ['week:workspace=app', 'Weekly budget for the workspace app', 'this week for the workspace app', 'until the week ends'],
    ['month:completion', 'Monthly budget for completions', 'this month for completions', 'until the month ends'],
    ['quarter:tier=frontier', 'Quarterly budget for the tier "frontier"', 'this quarter for the tier "frontier"', 'until the quarter ends'],
    ['year:tokens', 'Yearly token budget', 'this year', 'until the year ends'],
    ['rolling-30-days:provider=openai', 'Budget of 30 days for the provider openai', 'in 30 days for the provider openai', 'for 30 days'],
    ['task:tokens#T', 'Token budget of a task', 'in one task', 'for this task'],
    ['day:model=qwen%3A7b', 'Daily budget for the model qwen:7b', 'today for the model qwen:7b', 'until midnight'],
    ['of another version', 'Daily budget', 'today', 'until midnight'],
  ])('%s is "%s", "%s", "%s"', (id, name, when, until) => {
    expect([budgetName(id), budgetInWords(id), untilInWords(id)]).toEqual([name, when, until]);
  });

  it.each([
    ['nano-usd', 420_000_000, 500_000_000, '$0.42 of $0.50 this week'],
    ['tokens', 1200, 5000, '1,200 of 5,000 tokens this week'],
  ] as const)('says how much is used in %s', (unit, spent, limit, words) => {
    expect(usedInWords({ budgetId: 'week', unit, spent, limit, reserved: 0 })).toBe(words);
  });
});
