import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readDollars } from '../../../src/features/budget/dollars.ts';
import { setBudget } from '../../../src/features/budget/setBudget.ts';
import { readTokens } from '../../../src/features/budget/tokens.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => editor.reset());

/** The settings after the user has answered so. */
async function after(answers: readonly (string | undefined)[], id?: unknown) {
  editor.answers.push(...answers);
  const logged: string[] = [];
  await setBudget({ info: (text: string) => void logged.push(text) }, id);
  return { settings: editor.settings, logged };
}

describe('Set budget', () => {
  it('writes an amount for each day', async () => {
    expect(await after(['Daily budget', '$0.01'])).toEqual({
      settings: { 'budget.day': 0.01 },
      logged: ['the budget "day" is $0.01'],
    });
  });

  it('takes a budget out where the box is emptied', async () => {
    editor.set('budget.month', 20);
    expect(await after(['Monthly budget', ''])).toEqual({ settings: {}, logged: ['the budget "month" is taken out'] });
  });

  it('writes an amount for one kind beside what stands there', async () => {
    editor.set('budget.kinds', { completion: { month: 4 }, chat: { day: 1 } });
    expect((await after(['For one kind of request…', 'Completions', 'Daily budget for completions', '0.2'])).settings).toEqual({
      'budget.kinds': { completion: { month: 4, day: 0.2 }, chat: { day: 1 } },
    });
  });

  it('takes a kind out with its last amount, and the table with its last kind', async () => {
    editor.set('budget.kinds', { chat: { day: 1 } });
    expect((await after(['Daily budget for chat', ''])).settings).toEqual({});
  });

  it('asks only for the amount of a budget that it is called with', async () => {
    expect((await after(['3'], 'month:agent')).settings).toEqual({ 'budget.kinds': { agent: { month: 3 } } });
  });

  it('writes other periods into the list of budgets, and takes the list out with its last entry', async () => {
    const written = { ...(await after(['Weekly budget', '$15'])).settings };
    const emptied = (await after(['Weekly budget', ''])).settings;
    expect([written, emptied]).toEqual([{ budgets: [{ period: 'week', usd: 15 }] }, {}]);
  });

  it('changes the amount of a listed budget, and nothing else of it or of the others', async () => {
    const other = { period: 'week', usd: 7, scope: 'workspace:app', atLimit: 'stop' };
    editor.set('budgets', [{ period: 'month', tokens: 1_000_000, scope: 'agent', warnAt: [75] }, other, 'nonsense']);
    const { settings, logged } = await after(['2.5M'], 'month:agent:tokens');
    expect([settings, logged]).toEqual([
      { budgets: [{ period: 'month', tokens: 2_500_000, scope: 'agent', warnAt: [75] }, other, 'nonsense'] },
      ['the budget "month:agent:tokens" is 2500000 tokens'],
    ]);
  });

  it('changes a budget wherever it stands, because the lowest counts', async () => {
    editor.set('budget.day', 1);
    editor.set('budget.kinds', { chat: { day: 2 } });
    editor.set('budgets', [
      { period: 'day', usd: 2, atLimit: 'stop' },
      { period: 'day', usd: 1, scope: 'chat' },
    ]);
    await after(['5'], 'day');
    const raised = { ...(await after(['6'], 'day:chat')).settings };
    const emptied = { ...(await after([''], 'day')).settings };
    expect([raised, emptied]).toEqual([
      {
        'budget.day': 5,
        'budget.kinds': { chat: { day: 6 } },
        budgets: [
          { period: 'day', usd: 5, atLimit: 'stop' },
          { period: 'day', usd: 6, scope: 'chat' },
        ],
      },
      { 'budget.kinds': { chat: { day: 6 } }, budgets: [{ period: 'day', usd: 6, scope: 'chat' }] },
    ]);
  });

  it.each([
    ['warn', 'It only warns: requests go on.'],
    ['economy', 'When it is used up, frontier models are asked only where you choose them.'],
    ['local-only', 'Paid requests that do not fit any more are held back.'],
    ['stop', 'Paid requests that do not fit any more are held back, and then local models too.'],
  ])('says of a budget that is to %s at its end what it does', async (atLimit, words) => {
    editor.set('budgets', [{ period: 'week', usd: 2, atLimit }]);
    await after([undefined], 'week');
    expect(editor.shown).toMatchObject([{ options: { prompt: `US dollars. ${words} Empty: no such budget.` } }]);
  });

  it('asks for the budget where it is called with none that there can be', async () => {
    await after([undefined], 'week:poetry');
    expect(editor.shown.map(({ type }) => type)).toEqual(['pick']);
  });

  it('shows what is set', async () => {
    editor.set('budget.day', 0.5);
    await after(['Daily budget', undefined]);
    expect(editor.shown).toMatchObject([
      {
        items: [
          { label: 'Daily budget', description: '$0.50' },
          { label: 'Weekly budget', description: 'not set' },
          { label: 'Monthly budget', description: 'not set' },
          { label: 'Yearly budget', description: 'not set' },
          { label: 'For one kind of request…' },
        ],
      },
      { options: { value: '0.5' } },
    ]);
  });

  it('names kinds in words', async () => {
    await after(['For one kind of request…', 'Agent: steps', undefined]);
    expect(editor.shown.slice(1)).toMatchObject([
      {
        items: [
          'Completions',
          'Agent',
          'Completing a line',
          'Completing a block',
          'Edits',
          'Chat',
          'Agent: planning',
          'Agent: steps',
          'Agent: subtasks',
          'Commit messages',
          'Titles',
          'Summaries',
        ].map((label) => ({ label })),
      },
      {
        title: 'Budget for steps of the agent',
        items: [{ label: 'Daily budget for steps of the agent' }, { label: 'Monthly budget for steps of the agent' }],
      },
    ]);
  });

  it.each([
    ['at the budgets', [undefined]],
    ['at the kinds', ['For one kind of request…', undefined]],
    ['at the periods', ['For one kind of request…', 'Chat', undefined]],
    ['at the amount', ['Daily budget', undefined]],
  ])('changes nothing when the user gives up %s', async (_where, answers) => {
    editor.set('budget.day', 1);
    expect(await after(answers)).toEqual({ settings: { 'budget.day': 1 }, logged: [] });
  });
});

describe('A typed number of tokens', () => {
  it.each([
    ['500000', { tokens: 500_000 }],
    [' 500k ', { tokens: 500_000 }],
    ['1.5 M', { tokens: 1_500_000 }],
    ['0', { tokens: 0 }],
    ['', { refused: 'empty' }],
    ['1,000', { refused: 'comma' }],
    ['-1', { refused: 'no-amount' }],
    ['0.5', { refused: 'no-amount' }],
    ['1e9', { refused: 'no-amount' }],
    ['99999999999M', { refused: 'too-much' }],
  ])('%s is %o', (text, read) => {
    expect(readTokens(text)).toEqual(read);
  });
});

describe('A typed amount', () => {
  it.each([
    ['0.5', 500_000_000],
    ['$0.50', 500_000_000],
    [' $ .5 ', 500_000_000],
    ['12.', 12_000_000_000],
    ['0', 0],
    ['0.000000001', 1],
  ])('%s is %d nano-dollars', (text, nanoUsd) => {
    expect(readDollars(text)).toMatchObject({ nanoUsd });
  });

  it.each([
    ['', 'empty'],
    ['$', 'empty'],
    ['1,000', 'comma'],
    ['0,5', 'comma'],
    ['-1', 'no-amount'],
    ['1e3', 'no-amount'],
    ['0x10', 'no-amount'],
    ['Infinity', 'no-amount'],
    ['1.2.3', 'no-amount'],
    ['99999999', 'too-much'],
  ])('%s is refused: %s', (text, refused) => {
    expect(readDollars(text)).toEqual({ refused });
  });

  it('is whole cents as they are written', () => {
    fc.assert(
      fc.property(fc.nat(800_000_000), (cents) => {
        expect(readDollars(`$${(cents / 100).toFixed(2)}`)).toMatchObject({ nanoUsd: cents * 10_000_000 });
      }),
      { numRuns: 1000 },
    );
  });
});
