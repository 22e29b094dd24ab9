import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allowMore } from '../../../src/features/budget/allowMore.ts';
import { checkBudgets } from '../../../src/features/budget/watchBudgets.ts';
import { editor } from '../../support/fakeEditor.ts';
import { held } from '../meter/views.ts';
import { useBudgets } from './useBudgets.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => {
  editor.reset();
  editor.set('budget.day', 0.01);
});

const offer = 'of-this-window';
const labels = () => editor.shown.map((shown) => ('items' in shown ? shown.items.map(({ label }) => label) : shown.type));
/** $0.0041 are needed. */
async function stopped(spentNanoUsd = 8_700_000) {
  const world = useBudgets();
  const window = world.window();
  await world.spend(spentNanoUsd);
  window.heldBack.set(held());
  return { ...world, ...window };
}

describe('Allow more', () => {
  it('raises the budget that held a request back for the rest of its day, and lets the next one try', async () => {
    const { ports, heldBack, books, clock } = await stopped();
    editor.answers.push('$0.50');
    await allowMore(ports);
    expect({ allowances: books.allowances, heldBack: heldBack.value, labels: labels() }).toEqual({
      allowances: [{ id: 'allowance-2', budgetId: 'day', amount: 500_000_000, atMs: clock.now(), localDay: '2026-11-05' }],
      heldBack: undefined,
      labels: [['$0.10', '$0.50', '$1.00', '$5.00', 'Another amount…']],
    });
  });

  it('does not ask again at once, in any window: case 19', async () => {
    const { ports, window, books } = await stopped(10_000_000);
    const other = window();
    await checkBudgets(ports, new Set());
    editor.answers.length = 0;
    editor.shown.length = 0;
    // Of $0.011 then still 90 % are used.
    await allowMore({ ...ports, heldBack: other.heldBack }, { id: 'day', amount: 1_000_000, offer });
    await checkBudgets({ ...ports, heldBack: other.heldBack }, new Set());
    await checkBudgets(other.ports, new Set());
    expect([editor.shown, books.allowances.map(({ amount }) => amount)]).toEqual([[], [1_000_000]]);
  });

  it('tells again when the raised limit is used up, too', async () => {
    const { ports, spend, heldBack } = await stopped(10_000_000);
    await allowMore(ports, { amount: 100_000_000, offer });
    await spend(100_000_000);
    await checkBudgets(ports, new Set());
    expect([heldBack.value, editor.shown.map((shown) => ('words' in shown ? shown.words : shown.type))]).toEqual([
      undefined,
      ['Farthing: a budget is used up: $0.11 of $0.11 today. Paid requests are held back.'],
    ]);
  });

  it('raises every budget that cannot hold the request, and no other', async () => {
    editor.set('budget.month', 0.01);
    editor.set('budget.kinds', { completion: { day: 0.01, month: 5 }, chat: { day: 0 } });
    const { ports, books } = await stopped();
    editor.answers.push('$0.10');
    await allowMore(ports);
    expect(books.allowances.map(({ budgetId }) => budgetId)).toEqual(['day', 'month', 'day:completion']);
  });

  it('asks before it raises several, naming them all, even where an amount was agreed to', async () => {
    editor.set('budget.month', 0.01);
    const { ports, books } = await stopped();
    await allowMore(ports, { amount: 100_000_000, offer });
    expect([editor.shown, books.allowances]).toMatchObject([
      [{ type: 'pick', title: 'Allow more: $0.0087 of $0.01 today, $0.0087 of $0.01 this month' }],
      [],
    ]);
  });

  it('takes the amount for the budget that it is called with, though several cannot hold the request', async () => {
    editor.set('budget.month', 0.01);
    const { ports, books } = await stopped();
    await allowMore(ports, { id: 'month', amount: 100_000_000, offer });
    expect([editor.shown, books.allowances.map(({ budgetId }) => budgetId)]).toEqual([[], ['month']]);
  });

  it('asks where the budget that an amount was agreed to for is gone', async () => {
    const { ports, books } = await stopped();
    await allowMore(ports, { id: 'month', amount: 100_000_000, offer });
    expect([books.allowances, labels().length]).toEqual([[], 1]);
  });

  it('offers only what is enough for the request', async () => {
    const { ports, heldBack } = await stopped();
    heldBack.set(held({ needed: 7_000_000_000 }));
    await allowMore(ports);
    expect(labels()).toEqual([['$7.00', 'Another amount…']]);
  });

  it('takes another amount that is enough, and says what is the least', async () => {
    const { ports, books } = await stopped();
    editor.answers.push('Another amount…', '0.02');
    await allowMore(ports);
    const problems = editor.shown.flatMap((shown) =>
      shown.type === 'input' ? ['0.001', '', '1,5', 'much', '99999999', '0.0028'].map((text) => shown.options.validateInput(text)) : [],
    );
    expect([problems, books.allowances.map(({ amount }) => amount)]).toEqual([
      [
        'The next request needs $0.0028 at the least.',
        'Give an amount in US dollars.',
        'Write a point for the cents, and nothing between the thousands: 1000.50',
        'Give an amount in US dollars, for example 0.50.',
        'That is more than nine million dollars.',
        undefined,
      ],
      [20_000_000],
    ]);
  });

  it.each([
    ['at the amounts', [undefined]],
    ['at another amount', ['Another amount…', undefined]],
  ])('changes nothing when the user gives up %s', async (_where, answers) => {
    const { ports, books, heldBack } = await stopped();
    editor.answers.push(...answers);
    await allowMore(ports);
    expect([books.allowances, heldBack.value]).toEqual([[], held()]);
  });

  it.each<[string, unknown]>([
    ['less than nothing', -1],
    ['no number', 'all'],
    ['not enough', 1],
    ['a fraction', 1e9 + 0.5],
  ])('asks where the amount that it is called with is %s', async (_what, amount) => {
    const { ports, books } = await stopped();
    await allowMore(ports, { amount: amount, offer });
    expect([books.allowances, labels().length]).toEqual([[], 1]);
  });

  it('asks which budget where none is used up', async () => {
    editor.set('budget.month', 20);
    const { window, books } = useBudgets();
    editor.answers.push('Monthly budget', '$1.00');
    await allowMore(window().ports);
    expect(books.allowances.map(({ budgetId, amount }) => [budgetId, amount])).toEqual([['month', 1_000_000_000]]);
  });

  it('leads to the budgets where none is set', async () => {
    editor.set('budget.day', null);
    const { window } = useBudgets();
    editor.answers.push('Set Budget…');
    await allowMore(window().ports);
    expect([editor.shown, editor.executed]).toEqual([
      [{ type: 'information', words: 'Farthing: no budget is set, so nothing paid leaves.', buttons: ['Set Budget…'] }],
      [['farthing.setBudget']],
    ]);
  });

  it('says so where the ledger is out of order, and goes on holding back', async () => {
    const { window } = useBudgets({ outOfOrder: true });
    const { ports, heldBack, logged } = window();
    heldBack.set(held());
    await allowMore(ports, { amount: 100_000_000, offer });
    expect([editor.shown, heldBack.value, logged]).toEqual([
      [
        {
          type: 'error',
          words: 'Farthing: the ledger cannot be used now, so no budget could be raised. The log has the reason.',
          buttons: [],
        },
      ],
      held(),
      ['no budget was raised: Error: the disk is full'],
    ]);
  });

  it.each([
    ['agrees', 'Allow', ['day'], undefined],
    ['closes the question', undefined, [], held()],
  ])(
    'asks about an amount that somebody else came with, by the command, and raises where the user %s',
    async (_what, answer, raised, left) => {
      for (const foreign of [undefined, 'a guess']) {
        editor.shown.length = 0;
        const { ports, books, heldBack } = await stopped();
        editor.answers.push(answer);
        await allowMore(ports, { id: 'day', amount: 1_000_000_000_000, offer: foreign });
        expect([editor.shown, books.allowances.map(({ budgetId }) => budgetId), heldBack.value]).toEqual([
          [
            {
              type: 'warning',
              words: 'Farthing: allow $1000.00 more until midnight? The budget: Daily budget, $0.0087 of $0.01 today.',
              buttons: ['Allow'],
            },
          ],
          raised,
          left,
        ]);
      }
    },
  );

  it('asks about every amount in a window that makes no offers', async () => {
    const { ports, books } = await stopped();
    const { offer: _offer, ...without } = ports;
    await allowMore(without, { amount: 100_000_000 });
    expect([editor.shown.map(({ type }) => type), books.allowances]).toEqual([['warning'], []]);
  });

  it('lets nothing try again where another budget was raised than the one that holds it back', async () => {
    editor.set('budget.month', 20);
    const { ports, heldBack } = await stopped();
    await allowMore(ports, { id: 'month', amount: 100_000_000, offer });
    expect(heldBack.value).toEqual(held());
  });
});
