import { beforeEach, describe, expect, it, vi } from 'vitest';
import { usualTerms } from '../../../src/core/budget/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { notify } from '../../../src/features/budget/notify.ts';
import { checkBudgets } from '../../../src/features/budget/watchBudgets.ts';
import { limitsWith } from '../../../src/platform/limitsToday.ts';
import { Observed } from '../../../src/platform/observed.ts';
import { entryOf } from '../../support/entries.ts';
import { editor } from '../../support/fakeEditor.ts';
import { budgetState, held } from '../meter/views.ts';
import { useBudgets } from './useBudgets.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => {
  editor.reset();
  editor.set('budget.day', 1);
});

/** Kind and words of what was shown. */
const told = (): readonly string[] => editor.shown.map((shown) => ('words' in shown ? `${shown.type}: ${shown.words}` : shown.type));

describe('A budget', () => {
  it('tells when 50, 80 and 100 % are used, each once', async () => {
    const { window, spend } = useBudgets();
    const { ports } = window();
    const claimed = new Set<string>();
    for (const nanoUsd of [499_999_999, 1, 100_000_000, 200_000_000, 100_000_000, 100_000_000, 50_000_000]) {
      await spend(nanoUsd);
      await checkBudgets(ports, claimed);
    }
    expect(told()).toEqual([
      'information: Farthing: 50 % of a budget is used: $0.50 of $1.00 today.',
      'warning: Farthing: 80 % of a budget is used: $0.80 of $1.00 today.',
      'warning: Farthing: a budget is used up: $1.00 of $1.00 today. Paid requests are held back.',
    ]);
  });

  it('offers with each notice to look, to go local, to allow more and not to show it again', async () => {
    const { window, spend } = useBudgets();
    const { ports } = window();
    for (const nanoUsd of [500_000_000, 300_000_000, 200_000_000]) {
      await spend(nanoUsd);
      await checkBudgets(ports, new Set());
    }
    expect(editor.shown.map((shown) => ('buttons' in shown ? shown.buttons : []))).toEqual([
      ['Show', 'Go Local', 'Allow More…', 'Don’t Show Again'],
      ['Show', 'Go Local', 'Allow More…', 'Don’t Show Again'],
      ['Show', 'Go Local', 'Allow More…', 'Don’t Show Again'],
    ]);
  });

  it('tells only the highest of several that were passed at once, and the lower ones never', async () => {
    const { window, spend } = useBudgets();
    const { ports } = window();
    await spend(900_000_000);
    await checkBudgets(ports, new Set());
    await checkBudgets(ports, new Set());
    expect(told()).toEqual(['warning: Farthing: 90 % of a budget is used: $0.90 of $1.00 today.']);
  });

  it('tells in one window of all', async () => {
    const { window, spend } = useBudgets();
    await spend(800_000_000);
    await Promise.all([checkBudgets(window().ports, new Set()), checkBudgets(window().ports, new Set())]);
    expect(told()).toHaveLength(1);
  });

  it('tells again on the next day', async () => {
    const { window, clock, books, spend } = useBudgets();
    const { ports } = window();
    await spend(800_000_000);
    await checkBudgets(ports, new Set());
    await clock.advance(24 * 3600_000);
    await checkBudgets(ports, new Set());
    const [entry] = books.entries;
    if (entry) await books.settle('tomorrow', { ...entry, id: 'tomorrow', localDay: '2026-11-06' });
    await checkBudgets(ports, new Set());
    expect(told()).toHaveLength(2);
  });

  it('that holds a request back has come to its end, though some of it is left', async () => {
    const { window, spend } = useBudgets();
    const { ports, heldBack } = window();
    await spend(990_000_000);
    heldBack.set(held({ needed: 20_000_000, left: 10_000_000 }));
    await checkBudgets(ports, new Set());
    expect(told()).toEqual([
      'warning: Farthing: a budget cannot hold the next request: $0.99 of $1.00 today spent, and it may take $0.02. Paid requests are held back.',
    ]);
  });

  it('that held one request back which was too big warns of all that is spent afterwards', async () => {
    const { window, spend } = useBudgets();
    const { ports, heldBack } = window();
    const claimed = new Set<string>();
    await spend(100_000_000);
    heldBack.set(held({ needed: 950_000_000, left: 900_000_000 }));
    for (const nanoUsd of [0, 400_000_000, 300_000_000, 200_000_000]) {
      await spend(nanoUsd);
      await checkBudgets(ports, claimed);
    }
    expect(told()).toEqual([
      'warning: Farthing: a budget cannot hold the next request: $0.10 of $1.00 today spent, and it may take $0.95. Paid requests are held back.',
      'information: Farthing: 50 % of a budget is used: $0.50 of $1.00 today.',
      'warning: Farthing: 80 % of a budget is used: $0.80 of $1.00 today.',
      'warning: Farthing: a budget is used up: $1.00 of $1.00 today. Paid requests are held back.',
    ]);
  });

  it('of an agent’s task tells what it comes to, for each task that was asked for lately', async () => {
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'task', usd: 1, atLimit: 'warn' }]);
    const { window, books } = useBudgets();
    const { ports } = window();
    await books.settle('r', entryOf({ id: 'e', kind: 'agent.step', sessionId: 'T', billing: 'metered', costNanoUsd: 5_000_000_000 }));
    const before = [...told()];
    await checkBudgets({ ...ports, tasks: new Observed<readonly string[]>(['T', 'U']) }, new Set());
    expect([before, told()]).toEqual([
      [],
      ['warning: Farthing: a budget is used up: $5.00 of $1.00 in one task. It only warns: requests go on.'],
    ]);
  });

  it('of a task is not told of a completion that was held back: it is no agent’s', async () => {
    editor.set('budgets', [{ period: 'task', usd: 1 }]);
    const { clock } = useBudgets();
    const ids = (changes: Parameters<typeof held>[0]) => limitsWith(clock, held(changes)).map(({ budgetId }) => budgetId);
    expect([ids({ taskId: 'c-1' }), ids({ kind: 'agent.step', taskId: 'T' })]).toEqual([['day'], ['day', 'task#T']]);
  });

  it.each([
    [620_000_000, 'What it counts is stopped, local models included.'],
    [400_000_000, 'Paid requests are held back.'],
  ])('that is to stop everything says whether it does so when it holds a request back, with %d spent', async (spent, words) => {
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'day', usd: 1, atLimit: 'stop', warnAt: [100] }]);
    const { window, spend } = useBudgets();
    const { ports, heldBack } = window();
    await spend(spent);
    heldBack.set(held({ needed: 700_000_000 }));
    await checkBudgets(ports, new Set());
    expect(told().map((text) => text.slice(-words.length))).toEqual([words]);
  });

  it('of nothing tells nothing: its user knows', async () => {
    editor.set('budget.day', 0);
    const { window } = useBudgets();
    await checkBudgets(window().ports, new Set());
    expect(told()).toEqual([]);
  });

  it('that the user does not want to hear of is only in the log', async () => {
    const { window, spend } = useBudgets();
    const { ports, remembered } = window();
    editor.answers.push('Don’t Show Again');
    await spend(500_000_000);
    await checkBudgets(ports, new Set());
    await vi.waitFor(() => expect([...remembered.values()]).toEqual([['day']]));
    editor.shown.length = 0;
    await spend(300_000_000);
    const again = window(remembered);
    await checkBudgets(again.ports, new Set());
    expect([told(), again.logged]).toEqual([[], ['budget day: Farthing: 80 % of a budget is used: $0.80 of $1.00 today.']]);
  });

  it('keeps silent of all that the user silenced, though the notices stood there at once', async () => {
    const { ports, remembered } = useBudgets().window();
    editor.answers.push('Don’t Show Again', 'Don’t Show Again');
    const budget = { ...usualTerms, period: 'day', limit: 1 } as const;
    const states = [budgetState(), budgetState({ budgetId: 'month:tokens', unit: 'tokens' })];
    await Promise.all(states.map((state) => notify(ports, { budget, state, threshold: 50, heldBack: undefined })));
    expect([...remembered.values()]).toEqual([['day', 'month:tokens']]);
  });

  it('whose answer cannot be carried out says so in the log, and breaks nothing', async () => {
    const { window, spend } = useBudgets();
    const { ports, logged } = window();
    const memory = { get: ports.memory.get, update: () => Promise.reject(new Error('the disk is full')) };
    editor.answers.push('Don’t Show Again');
    await spend(500_000_000);
    await checkBudgets({ ...ports, memory }, new Set());
    await vi.waitFor(() => expect(logged.at(-1)).toBe('a notice of the budget day: Error: the disk is full'));
  });

  it('leads from its end to the command that allows more', async () => {
    const { window, spend } = useBudgets();
    editor.answers.push('Allow More…');
    await spend(1_000_000_000);
    await checkBudgets(window().ports, new Set());
    await vi.waitFor(() => expect(editor.executed).toEqual([['farthing.allowMore', 'day']]));
  });

  it('keeps silent at the thresholds that version 0.1 was told to be silent of', async () => {
    const { window, spend } = useBudgets();
    await spend(800_000_000);
    await checkBudgets(window(new Map([['farthing.budget.silenced', [50, 80]]])).ports, new Set());
    expect(told()).toEqual([]);
  });

  it('tells at the thresholds that its user chose, and at none in between', async () => {
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'week', tokens: 1000, warnAt: [20, 90] }]);
    const { window, books } = useBudgets();
    const { ports } = window();
    for (const [index, output] of [199, 1, 690, 10].entries()) {
      const usage = { ...noUsage, output };
      await books.settle(`r${index}`, entryOf({ id: `e${index}`, billing: 'metered', usage }));
      await checkBudgets(ports, new Set());
    }
    expect(told()).toEqual([
      'information: Farthing: 20 % of a budget is used: 200 of 1,000 tokens this week.',
      'warning: Farthing: 90 % of a budget is used: 900 of 1,000 tokens this week.',
    ]);
  });

  it('of 30 days tells a threshold once, though its period begins anew each day', async () => {
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'rolling-30-days', usd: 1 }]);
    const { window, spend, clock } = useBudgets();
    const { ports } = window();
    await spend(500_000_000);
    for (let day = 0; day < 5; day += 1) {
      await checkBudgets(ports, new Set());
      await clock.advance(24 * 3600_000);
    }
    expect(told()).toEqual(['information: Farthing: 50 % of a budget is used: $0.50 of $1.00 in 30 days.']);
  });

  it.each([
    ['warn', 'It only warns: requests go on.'],
    ['economy', 'Frontier models are asked only where you choose them.'],
    ['local-only', 'Paid requests are held back.'],
    ['stop', 'What it counts is stopped, local models included.'],
  ])('that is to %s at its end says so there', async (atLimit, words) => {
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'day', usd: 1, atLimit }]);
    const { window, spend } = useBudgets();
    await spend(1_000_000_000);
    await checkBudgets(window().ports, new Set());
    expect(told()).toEqual([`warning: Farthing: a budget is used up: $1.00 of $1.00 today. ${words}`]);
  });

  it.each([
    ['a day later', async ({ clock }: ReturnType<typeof useBudgets>) => clock.advance(24 * 3600_000)],
    ['when the user sets a higher one', async () => editor.set('budget.day', 2)],
    ['when the user takes it out', async () => editor.set('budget.day', undefined)],
  ])('does not hold back any more %s', async (_when, change) => {
    const world = useBudgets();
    const { ports, heldBack } = world.window();
    await world.spend(990_000_000);
    heldBack.set(held({ needed: 20_000_000, left: 10_000_000 }));
    await checkBudgets(ports, new Set());
    expect(heldBack.value).toBeDefined();
    await change(world);
    await checkBudgets(ports, new Set());
    expect(heldBack.value).toBeUndefined();
  });
});
