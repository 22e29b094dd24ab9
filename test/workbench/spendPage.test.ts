import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

import { spendState } from '../../src/features/spend/spendState.ts';
import { factsOf } from '../features/spend/spendFacts.ts';
import { entryOf } from '../support/entries.ts';
import { busyDay } from '../webview/busyDay.ts';
import { type OpenPage, type OpenPageOptions, openSpendPage } from '../webview/openSpendPage.ts';
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

const themeNames = Object.keys(themes) as ThemeName[];

describe('The Spend page', () => {
  it('says that it is ready, and nothing more', async () => {
    const { posted } = await showing();
    expect(await posted()).toEqual([{ type: 'ready' }]);
  });

  it('shows what was spent, with what is not exact', async () => {
    const { page } = await showing();
    expect(await page.getByTestId('period-day').innerText()).toBe(
      [
        'Today\nThu, Nov 5\n$0.35\n2 unpriced, at most $0.05 more\n1 estimated',
        'Requests\n535\nTokens in\n860,010\nfrom cache\n474,912\nTokens out\n20,864',
      ].join('\n'),
    );
  });

  it('has friendly words where nothing was asked yet, and no empty tables', async () => {
    const { page } = await showing(factsOf());
    const seen = await Promise.all(['empty', 'budgets', 'tables', 'decisions'].map((id) => page.getByTestId(id).isVisible()));
    expect([seen, await page.getByTestId('empty').getByRole('heading').innerText()]).toEqual([
      [true, true, false, false],
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
    const { page } = await showing(factsOf({ books: { rollUps: [], limits: [], entries: [entryOf({ model })] } }));
    expect([await page.getByTestId('decision').locator('.model .name').innerText(), await page.locator('img').count()]).toEqual([model, 0]);
  });

  it('chooses the period of its tables by the arrow keys, and remembers it', async () => {
    const { page, memory } = await showing();
    await page.getByRole('radio', { name: 'Today' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByTestId('tables-heading').innerText()).toMatch(/^This week · Mon, Nov 2/);
    expect(await page.getByTestId('by-tier').getByRole('rowheader').allInnerTexts()).toEqual([
      'frontier',
      expect.stringMatching(/^medium/),
      expect.stringMatching(/^small/),
      'local',
    ]);
    expect(await memory()).toMatchObject({ period: 'week' });
  });

  it('opens a decision by the keyboard: all of its record, what was not chosen, tokens, id', async () => {
    const { page } = await showing();
    await page.getByRole('button', { name: 'Details: 3:02:31 PM, claude-sonnet-5' }).press('Enter');
    const details = page.locator('#details-entry-6');
    const facts = await details.locator('dl > div').allInnerTexts();
    expect(facts.map((fact) => fact.split('\n'))).toEqual([
      ['Kind', 'Chat'],
      ['Model', 'claude-sonnet-5 (medium)'],
      ['Endpoint', 'anthropic'],
      ['Cost', expect.stringMatching(/^\$0\.08\s*estimate$/)],
      ['End', 'complete'],
      ['Duration', '14.23 sec'],
      ['Attempt', '1'],
      ['First choice', 'codestral-2508 (mistral)'],
      ['Rule', 'ladder'],
      ['Reason', 'small is rung 2 of 2, and cheapest there'],
      [
        'Rules of yours and of the workspace',
        'thrifty; rule shared of this workspace asks for a tier above the one that your own rule allows',
      ],
      ['Expected cost', '$0.00041'],
      ['Expected cost for each useful answer', '$0.00052'],
      ['Likely to be useful', '80 %, by: LiveCodeBench 0.81 (2026-10-01)'],
      ['Next choices', 'deepseek-chat (deepseek), qwen (llama-server@127.0.0.1:8080)'],
      ['Effort', 'high'],
      ['Service tier asked for', 'priority'],
      ['Precision', 'fp8'],
      ['Tokens predicted', '44,000 in, 1,500 out'],
      ['Planned for the prompt cache', '41200 tokens to read, 1020 tokens to write for 5m'],
      ['Taken out of the prompt', 'Google service account key × 2'],
      ['Session', '7f0c0d5e-6a7b-4c1f-9a53-6a1f4f3d2b10'],
      ['Entry', 'entry-6'],
    ]);
    expect((await details.locator('table').allInnerTexts()).map((text) => text.split(/\s*\n\s*/)[0])).toEqual([
      'Tokens by what they are billed as',
      'Not chosen',
    ]);
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
      rows: await page.getByTestId('decision').count(),
      isOpen: await opener.getAttribute('aria-expanded'),
      focused: await page.evaluate('document.activeElement.ariaLabel'),
      typed: await page.locator('#budget-day').inputValue(),
      hasScrolled: await page.evaluate('window.scrollY >= 600'),
    }).toEqual({ rows: 9, isOpen: 'true', focused: 'Details: 3:02:31 PM, claude-sonnet-5', typed: '7', hasScrolled: true });
  });

  it('is as it was when the editor makes it anew', async () => {
    const { page } = await showing(busyDay(), { height: 500, memory: { period: 'month', open: ['entry-8'], scrollY: 400 } });
    expect([
      await page.getByRole('radio', { name: 'This month' }).isChecked(),
      await page.locator('#details-entry-8').isVisible(),
      await page.evaluate('window.scrollY'),
    ]).toEqual([true, true, 400]);
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

describe('The Spend page for everybody', () => {
  it.each(themeNames)('fits 300, 620 and 1200 pixels without scrolling sideways: %s', async (theme) => {
    const { page } = await showing(busyDay(), { theme });
    await page.evaluate(`for (const opener of document.querySelectorAll('button.opener')) opener.click()`);
    const widths: unknown[] = [];
    for (const width of [300, 620, 1200]) {
      await page.setViewportSize({ width, height: 800 });
      widths.push(await page.evaluate('document.documentElement.scrollWidth'));
    }
    expect(widths).toEqual([300, 620, 1200]);
  });

  it('has a name for each control, an id only once, and tables with headings', async () => {
    const { page } = await showing();
    await page.locator('button.opener').first().click();
    // biome-ignore format: read as a page of its own
    const problems = await page.evaluate(`
      const nameOf = (element) => element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent;
      const nameless = [...document.querySelectorAll('button, input, [role]')].filter((element) => !['alert', 'status', 'tabpanel'].includes(element.role) && !nameOf(element).trim());
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      const references = [...document.querySelectorAll('[aria-controls], [aria-labelledby], [aria-describedby]')]
        .flatMap((element) => ['aria-controls', 'aria-labelledby', 'aria-describedby'].map((name) => element.getAttribute(name)).filter((id) => id && !ids.includes(id)));
      const tables = [...document.querySelectorAll('table')].filter((table) => !table.caption && !table.hasAttribute('aria-labelledby') || [...table.tHead.rows[0].cells].some((cell) => cell.scope !== 'col' || !cell.textContent.trim()));
      ({ nameless: nameless.map((element) => element.outerHTML), twice: ids.filter((id, index) => ids.indexOf(id) !== index), references, tables: tables.length })
    `);
    expect(problems).toEqual({ nameless: [], twice: [], references: [], tables: 0 });
  });

  it('says how far each budget is, without the colours', async () => {
    const { page } = await showing();
    const bars = await page.getByRole('progressbar').all();
    expect(
      await Promise.all(bars.map(async (bar) => [await bar.getAttribute('aria-label'), await bar.getAttribute('aria-valuetext')])),
    ).toEqual([
      ['Today, everything', '$0.40 / $0.50, 80% used · $0.04 held for requests under way · $0.06 left'],
      ['This month, everything', '$1.81 / $20.00, 9% used · $0.04 held for requests under way · $18.14 left'],
      ['Today, Completions', '$0.04 / $0.04, 101% used · $0.00 left'],
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
      ...['pause', 'set-key', 'choose-model', 'why-none', 'export-csv', 'open-ledger-folder', 'show-log', 'tab-today', 'day'],
      ...['allow-day', 'Allow $1 more today', 'allow-day:completion', 'Allow $1 more today'],
      ...['budget-day', 'save-day', 'budget-month', 'save-month'],
      ...(await page.evaluate<string[]>("[...document.querySelectorAll('button.opener')].map((opener) => opener.ariaLabel)")),
    ]);
  });

  it('says what is spent to those who hear it', async () => {
    const { page } = await showing(factsOf());
    await page.getByTestId('status').filter({ hasText: 'Spent today: $0.00.' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('status').innerText()).toBe('Spent today: $0.00.');
  });

  it('has one tab, which is selected', async () => {
    const { page } = await showing();
    expect(await page.getByRole('tab', { selected: true }).allInnerTexts()).toEqual(['Today']);
    expect(await page.getByRole('tabpanel', { name: 'Today' }).isVisible()).toBe(true);
  });
});
