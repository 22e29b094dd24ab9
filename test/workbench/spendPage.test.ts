import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

import { noBooks } from '../../src/features/spend/books.ts';
import { spendState } from '../../src/features/spend/spendState.ts';
import { factsOf } from '../features/spend/spendFacts.ts';
import { entryOf } from '../support/entries.ts';
import { busyDay } from '../webview/busyDay.ts';
import { type OpenPage, type OpenPageOptions, openSpendPage } from '../webview/openSpendPage.ts';
import { seededFacts } from '../webview/seededBooks.ts';
import { type ThemeName, themes } from '../webview/themes.ts';
import { connectToBrowser } from './harness/browser.ts';

// The page alone, in the browser of the workbench tests, under its own policy: what the editor does around it is tested elsewhere.
let browser: Browser;
let opened: OpenPage;

beforeAll(async () => {
  browser = await connectToBrowser(inject('browserEndpoint'));
});
afterEach(async () => {
  const { complaints } = opened;
  await opened.close();
  expect(complaints).toEqual([]);
});
afterAll(() => browser.close());

async function showing(facts = busyDay(), options: OpenPageOptions = {}): Promise<OpenPage> {
  opened = await openSpendPage(browser, options);
  await opened.show(spendState(facts));
  return opened;
}

const firstView = { tab: 'today', range: 30, filters: {}, open: [] };
const themeNames = Object.keys(themes) as ThemeName[];

describe('The Spend page', () => {
  it('says that it is ready, and nothing more', async () => {
    const { posted } = await showing();
    expect(await posted()).toEqual([{ type: 'ready', view: firstView }]);
  });

  it('answers at the top what a newcomer asks', async () => {
    const { page } = await showing(seededFacts());
    const answers = await page.getByTestId('answers').locator('.glance').allInnerTexts();
    expect(answers.map((answer) => answer.split('\n').slice(0, 2))).toEqual([
      ['Spent today', expect.stringMatching(/^\$\d/)],
      ['By Mon, Nov 30', expect.stringMatching(/^\$\d/)],
      ['Costs most this month', 'claude-sonnet-5'],
      ['Saved this month', expect.stringMatching(/^\$\d.*upper bound$/)],
    ]);
  });

  it('shows what was spent, with what is not exact', async () => {
    const { page } = await showing();
    const [today, facts] = [page.getByTestId('figure-today'), page.getByTestId('period-facts')];
    expect([await today.innerText(), await facts.innerText()]).toEqual([
      'Spent today\n$0.35\n80% of the $0.50 for today\n535 requests\n2 unpriced, at most $0.05 more\n1 estimated',
      expect.stringContaining('Requests 538\nTokens in 1,172,010\nRead from cache 475,312\nTokens out 40,964'),
    ]);
  });

  it('has friendly words where nothing was asked yet, and no empty tables', async () => {
    const { page } = await showing(factsOf());
    const seen = await Promise.all(
      ['empty', 'budgets', 'answers', 'month', 'where', 'decisions'].map((id) => page.getByTestId(id).isVisible()),
    );
    expect([seen, await page.getByTestId('empty').getByRole('heading').innerText()]).toEqual([
      [true, true, false, false, false, false],
      'Nothing has been asked yet',
    ]);
  });

  it('names what is wrong with the ledger', async () => {
    const { page } = await showing(factsOf({ ledger: { status: 'unavailable', problem: 'disk-full', detail: 'ENOSPC' } }));
    expect(await page.getByTestId('notices').innerText()).toBe(
      'There is no ledger: the disk is full (ENOSPC). Nothing paid leaves without it; local models go on, unmetered.',
    );
  });

  it('shows data as text, whatever it looks like', async () => {
    const model = '<img src=x onerror="document.title=1">';
    const { page } = await showing(factsOf({ books: { ...noBooks, entries: [entryOf({ model })] } }));
    expect([await page.getByTestId('request').locator('.model .name').innerText(), await page.locator('img').count()]).toEqual([model, 0]);
  });

  it('chooses the period of its tables by the arrow keys, and remembers it', async () => {
    const { page, memory } = await showing();
    await page.getByRole('radio', { name: 'This month' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByTestId('period-days').innerText()).toMatch(/^Mon, Nov 2/);
    expect(await page.getByTestId('by-tier').first().getByRole('rowheader').allInnerTexts()).toEqual([
      'frontier',
      expect.stringMatching(/^medium/),
      expect.stringMatching(/^small/),
      'local',
    ]);
    expect(await memory()).toMatchObject({ period: 'week' });
  });

  it('asks for the details of a request, says that it reads them, and shows all of its record', async () => {
    const { page, show, posted } = await showing();
    await posted();
    await page.getByRole('button', { name: 'Details: 3:02:31 PM, claude-sonnet-5' }).press('Enter');
    const details = page.locator('#details-decisions-entry-6');
    const before = await details.innerText();
    const asked = await posted();
    const facts = busyDay();
    const entry = facts.books.entries.find(({ id }) => id === 'entry-6') ?? entryOf();
    const view = { ...facts.view, open: ['entry-6'] };
    await show(spendState({ ...facts, view, books: { ...facts.books, opened: [{ entry, attempts: [entry], outcomes: [] }] } }));
    const names = await details.locator('dl').first().locator('dt').allInnerTexts();
    expect({ before, asked, names, headings: await details.getByRole('heading').allInnerTexts() }).toEqual({
      before: 'Reading…',
      asked: [{ type: 'look', view: { ...firstView, open: ['entry-6'] } }],
      names: [
        ...['Kind', 'Model', 'Endpoint', 'Cost', 'End', 'Duration', 'Attempt', 'Workspace', 'Language', 'First choice', 'Rule', 'Reason'],
        ...['Rules of yours and of the workspace', 'Expected cost', 'Expected cost for each useful answer', 'Likely to be useful'],
        ...[
          'Next choices',
          'Effort',
          'Service tier asked for',
          'Precision',
          'Tokens predicted',
          'Taken out of the prompt',
          'Session',
          'Entry',
        ],
      ],
      headings: ['Prompt cache', 'Tokens by what they are billed as', 'Attempts of this task', 'Not chosen'],
    });
  });

  it('keeps focus, open rows, scroll and what is being typed when a new state comes', async () => {
    const { page, show } = await showing(busyDay(), { height: 500 });
    await page.locator('#budget-day').fill('7');
    const opener = page.getByRole('button', { name: 'Details: 3:02:31 PM, claude-sonnet-5' });
    await opener.click();
    await page.evaluate('window.scrollTo(0, 600)');
    const facts = busyDay();
    const [first, ...rest] = facts.books.entries;
    const added = entryOf({ id: 'new', startedAtMs: Date.UTC(2026, 10, 5, 15, 5) });
    await show(spendState({ ...facts, books: { ...facts.books, entries: [added, ...(first ? [first] : []), ...rest] } }));
    expect({
      rows: await page.getByTestId('request').count(),
      isOpen: await opener.getAttribute('aria-expanded'),
      focused: await page.evaluate('document.activeElement.ariaLabel'),
      typed: await page.locator('#budget-day').inputValue(),
      hasScrolled: await page.evaluate('window.scrollY >= 600'),
    }).toEqual({ rows: 9, isOpen: 'true', focused: 'Details: 3:02:31 PM, claude-sonnet-5', typed: '7', hasScrolled: true });
  });

  it('is as it was when the editor makes it anew', async () => {
    const { page } = await showing(busyDay(), {
      height: 500,
      memory: { view: { ...firstView, open: ['entry-8'] }, period: 'week', tables: ['month'], scrollY: 400 },
    });
    expect([
      await page.getByRole('radio', { name: 'This week' }).isChecked(),
      await page.locator('#details-decisions-entry-8').isVisible(),
      await page.getByTestId('month-plot').isVisible(),
      await page.evaluate('window.scrollY'),
    ]).toEqual([true, true, false, 400]);
  });
});

describe('What can be done on the Spend page', () => {
  it('sets a budget, takes one out, and posts nothing that is no amount', async () => {
    const { page, posted } = await showing();
    await posted();
    const day = page.getByLabel('Budget per day', { exact: true });
    await day.fill('1,000');
    await day.press('Enter');
    expect([await posted(), await day.getAttribute('aria-invalid'), await page.locator('#budget-day-problem').innerText()]).toEqual([
      [],
      'true',
      'Write an amount such as 2 or 0.50, or nothing.',
    ]);
    await day.fill('1000000');
    await day.press('Enter');
    expect([await posted(), await page.locator('#budget-day-problem').innerText()]).toEqual([
      [],
      'That is more than $100,000. If you mean it, write it into the settings.',
    ]);
    await day.fill('0.75');
    await page.getByRole('button', { name: 'Save: Budget per day' }).click();
    await page.getByLabel('Budget per month', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save: Budget per month' }).click();
    expect(await posted()).toEqual([
      { type: 'set-budget', period: 'day', limitNanoUsd: 750_000_000 },
      { type: 'set-budget', period: 'month' },
    ]);
  });

  it('allows more of the budgets that are nearly used up', async () => {
    const { page, posted } = await showing();
    await posted();
    expect(await page.getByRole('button', { name: 'Allow' }).allInnerTexts()).toEqual(['Allow $1 more today', 'Allow $1 more today']);
    const budget = page.getByTestId('budget-day:completion');
    await budget.getByRole('textbox').fill('0.25');
    await budget.getByRole('button', { name: 'Allow $0.25 more today' }).click();
    await budget.getByRole('textbox').fill('0');
    await budget.getByRole('button').click();
    expect(await posted()).toEqual([{ type: 'allow-more', budgetId: 'day:completion', amountNanoUsd: 250_000_000 }]);
  });

  it('pauses paid models', async () => {
    const { page, posted, show } = await showing();
    await posted();
    const paused = page.getByRole('switch', { name: 'Pause paid models' });
    await paused.press('Space');
    expect(await posted()).toEqual([{ type: 'pause-paid-models', isPaused: true }]);
    await show(spendState({ ...busyDay(), paidModels: 'paused' }));
    expect(await paused.isChecked()).toBe(true);
  });

  it('runs commands of the editor', async () => {
    const { page, posted } = await showing();
    await posted();
    for (const button of await page.getByRole('navigation').getByRole('button').all()) await button.press('Enter');
    expect(await posted()).toEqual(
      ['set-key', 'choose-model', 'why-none', 'export-csv', 'open-ledger-folder', 'show-log'].map((command) => ({ type: 'run', command })),
    );
  });
});

describe('History', () => {
  const history = () => seededFacts({ tab: 'history' });

  it('is asked for when its tab is chosen, with a mark once that takes a while, and nothing moves', async () => {
    const { page, posted, show } = await showing(seededFacts());
    await posted();
    await page.getByRole('tab', { name: 'History' }).click();
    expect(await posted()).toEqual([{ type: 'look', view: { ...firstView, tab: 'history' } }]);
    const waiting = page.getByTestId('waiting');
    const top = await page.getByRole('tablist').boundingBox();
    await waiting.waitFor();
    expect(await page.getByRole('tablist').boundingBox()).toEqual(top);
    await show(spendState(history()));
    expect([await waiting.isVisible(), await page.getByTestId('by-day-plot').isVisible()]).toEqual([false, true]);
  });

  it('goes from day to day by the keys, and says each one', async () => {
    const { page } = await showing(history());
    await page.getByRole('tab', { name: 'History' }).click();
    const plot = page.getByTestId('by-day-plot');
    await plot.focus();
    const said: string[] = [];
    for (const key of ['ArrowLeft', 'ArrowLeft', 'Home', 'ArrowLeft', 'End']) {
      await plot.press(key);
      said.push((await page.getByTestId('by-day-said').innerText()).split(' · ')[0] ?? '');
    }
    expect(said).toEqual(['Fri, Nov 20', 'Thu, Nov 19', 'Thu, Oct 22', 'Thu, Oct 22', 'Fri, Nov 20']);
  });

  it('has its numbers as a table, always for those who hear it, and for all who want it', async () => {
    const { page, memory } = await showing(history());
    await page.getByRole('tab', { name: 'History' }).click();
    const table = page.getByTestId('by-day-table').getByRole('table');
    const heard = await table.getByRole('row').count();
    const toggle = page.getByTestId('by-day').getByRole('button');
    await toggle.click();
    expect([
      heard,
      await table.getByRole('row').nth(1).innerText(),
      await page.getByTestId('by-day-plot').isVisible(),
      await memory(),
    ]).toEqual([31, expect.stringMatching(/^Fri, Nov 20\s+\$/), false, expect.objectContaining({ tables: ['by-day'] })]);
    await toggle.click();
    expect(await page.getByTestId('by-day-plot').isVisible()).toBe(true);
  });

  it('asks for another range, and for less: by its lists, and by a name in its tables', async () => {
    const { page, posted } = await showing(history());
    await page.getByRole('tab', { name: 'History' }).click();
    await posted();
    await page.getByRole('radio', { name: '90 days' }).check({ force: true });
    await page.getByLabel('Workspace', { exact: true }).selectOption({ label: 'shop' });
    await page.getByTestId('by-kind').last().getByRole('button', { name: 'Chat' }).click();
    await page.getByTestId('by-day').scrollIntoViewIfNeeded();
    const view = { ...firstView, tab: 'history' };
    expect(await posted()).toEqual([
      { type: 'look', view: { ...view, range: 90 } },
      { type: 'look', view: { ...view, range: 90, filters: { workspace: 'shop' } } },
      { type: 'look', view: { ...view, range: 90, filters: { workspace: 'shop', kind: 'chat' } } },
    ]);
  });

  it('takes all filters away at once', async () => {
    const { page, posted } = await showing(seededFacts({ tab: 'history', filters: { workspace: 'shop' } }), {
      memory: { view: { ...firstView, tab: 'history', filters: { workspace: 'shop' } } },
    });
    await posted();
    await page.getByTestId('clear-filters').click();
    expect(await posted()).toEqual([{ type: 'look', view: { ...firstView, tab: 'history' } }]);
  });
});

describe('Policy', () => {
  it('shows what holds and leads to where it is changed', async () => {
    const policy = {
      metered: 'paused',
      layers: [{ place: 'user', policy: { regions: ['eu'] }, problems: [] }],
      ruleSets: [],
      pins: { chat: { tier: 'medium' } },
      endpoints: [
        {
          key: 'set',
          endpoint: {
            ...({ id: 'cloud', provider: 'cloud', adapter: 'openai', baseUrl: 'https://cloud.test', billing: 'metered' } as const),
            retention: { value: 'limited', url: 'https://cloud.test/terms', readOn: '2026-11-01' },
          },
        },
      ],
    } as const;
    const { page, posted } = await showing(seededFacts({ tab: 'policy' }, { policy }), {
      memory: { view: { ...firstView, tab: 'policy' } },
    });
    await posted();
    const texts = await Promise.all(['paid', 'layers', 'endpoints'].map((id) => page.getByTestId(`policy-${id}`).innerText()));
    await page.getByRole('button', { name: 'Data policy settings' }).click();
    expect([texts, await page.getByRole('link').getAttribute('href'), await posted()]).toEqual([
      [
        expect.stringContaining('No paid model is asked: you paused them.'),
        expect.stringContaining('Computed only in\neu'),
        expect.stringMatching(/cloud\s+cloud · per token\s+set\s+unknown\s+for a limited time\s+cloud\.test, read Nov 1, 2026/),
      ],
      'https://cloud.test/terms',
      [{ type: 'run', command: 'open-policy-settings' }],
    ]);
  });
});

describe('The Spend page for everybody', () => {
  it.each(themeNames)('fits 280, 620 and 1200 pixels without scrolling sideways: %s', async (theme) => {
    const { page } = await showing(busyDay(), { theme });
    await page.evaluate(`for (const opener of document.querySelectorAll('button.opener')) opener.click()`);
    const widths: unknown[] = [];
    for (const width of [280, 620, 1200]) {
      await page.setViewportSize({ width, height: 800 });
      widths.push(await page.evaluate('document.documentElement.scrollWidth'));
    }
    expect(widths).toEqual([280, 620, 1200]);
  });

  it.each(['history', 'policy'] as const)('fits 280 pixels without scrolling sideways: %s', async (tab) => {
    const [dearest] = seededFacts({ tab, range: 90 }).books.dearest;
    const view = { ...firstView, tab, range: 90 as const, open: dearest ? [dearest.id] : [] };
    const { page } = await showing(seededFacts(view), { width: 280, memory: { view } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(280);
  });

  it.each(['today', 'history', 'policy'] as const)(
    'has a name for each control, an id only once, and tables with headings: %s',
    async (tab) => {
      const { view } = seededFacts({ tab });
      const { page } = await showing(seededFacts({ tab }), { memory: { view } });
      // biome-ignore format: read as a page of its own
      const problems = await page.evaluate(`
      const named = (ids) => ids?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      const nameOf = (element) => element.getAttribute('aria-label') || named(element.getAttribute('aria-labelledby')) || element.labels?.[0]?.textContent || element.textContent;
      const nameless = [...document.querySelectorAll('button, input, select, [role]')].filter((element) => element.checkVisibility() && !['alert', 'status', 'tabpanel'].includes(element.role) && !nameOf(element).trim());
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      const references = ['aria-controls', 'aria-labelledby', 'aria-describedby']
        .flatMap((name) => [...document.querySelectorAll('[' + name + ']')].flatMap((element) => element.getAttribute(name).split(' ')))
        .filter((id) => !ids.includes(id));
      const tables = [...document.querySelectorAll('table')].filter((table) => !table.caption && !table.hasAttribute('aria-labelledby') || [...table.tHead.rows[0].cells].some((cell) => cell.scope !== 'col' || table.checkVisibility() && !cell.textContent.trim()));
      ({ nameless: nameless.map((element) => element.outerHTML), twice: ids.filter((id, index) => ids.indexOf(id) !== index), references, tables: tables.length })
    `);
      expect(problems).toEqual({ nameless: [], twice: [], references: [], tables: 0 });
    },
  );

  it('says how far each budget is, without the colours', async () => {
    const { page } = await showing();
    const bars = await page.getByRole('progressbar').all();
    expect(
      await Promise.all(bars.map(async (bar) => [await bar.getAttribute('aria-label'), await bar.getAttribute('aria-valuetext')])),
    ).toEqual([
      ['Daily budget', expect.stringMatching(/^\$0\.40 \/ \$0\.50, 80% used · \$0\.04 held for requests under way · \$0\.06 left$/)],
      ['Monthly budget', expect.stringMatching(/^\$1\.81 \/ \$20\.00, 9% used · \$0\.04 held for requests under way · \$18\.14 left$/)],
      ['Daily budget for completions', '$0.04 / $0.04, 101% used · $0.00 left'],
    ]);
  });

  it.each(themeNames)('shows where the focus is, on everything that Tab reaches: %s', async (theme) => {
    const { page } = await showing(busyDay(), { theme });
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate<{ name: string; isShown: boolean } | undefined>(`
        const element = document.activeElement;
        const shown = [element, element.parentElement].map((each) => getComputedStyle(each)).some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px');
        element === document.body ? undefined : { name: element.id || element.dataset.testid || element.value || element.getAttribute('aria-label') || element.textContent, isShown: shown }
      `);
      if (!focus) break;
      reached.push(focus.isShown ? focus.name : `${focus.name} without a sign`);
    }
    expect(reached).toEqual([
      ...['pause', 'set-key', 'choose-model', 'why-none', 'export-csv', 'open-ledger-folder', 'show-log', 'tab-today'],
      ...['Show as table', 'month-plot'],
      ...['allow-day', 'Allow $1 more today', 'allow-day:completion', 'Allow $1 more today'],
      ...['budget-day', 'save-day', 'budget-month', 'save-month', 'month'],
      ...(await page.evaluate<string[]>("[...document.querySelectorAll('button.opener')].map((opener) => opener.ariaLabel)")),
    ]);
  });

  it('says what is spent to those who hear it', async () => {
    const { page } = await showing(factsOf());
    await page.getByTestId('status').filter({ hasText: 'Spent today: $0.00.' }).waitFor({ state: 'attached' });
    expect(await page.getByTestId('status').getAttribute('role')).toBe('status');
  });

  it('has three tabs, of which the arrow keys choose one', async () => {
    const { page } = await showing();
    const selected = async () => [await page.getByRole('tab', { selected: true }).innerText(), await page.getByRole('tabpanel').count()];
    const first = await selected();
    await page.getByRole('tab', { name: 'Today' }).press('ArrowLeft');
    expect([first, await selected()]).toEqual([
      ['Today', 1],
      ['Policy', 1],
    ]);
  });
});
