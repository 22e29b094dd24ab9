import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../scripts/rig/freePort.ts';
import { formatUsd } from '../../src/core/money/index.ts';
import { type Emulator, startEmulator } from '../emulator/startEmulator.ts';
import { emulatorCatalogue } from '../support/emulatorCatalogue.ts';
import { connectToBrowser } from './harness/browser.ts';
import { readLogs, writeSettings } from './harness/codeServer.ts';
import { processConnectedTo } from './harness/processes.ts';
import { openProfile, useWorkbench } from './harness/useWorkbench.ts';
import type { Workbench } from './harness/workbench.ts';

const model = 'emu-ginkgo-1';
const endpoint = 'emu-deepseek';
const cloudSays = 'farthingCloud();';
const word = 'zebraCrossing';
const dayLimitUsd = 0.01;

/** Digits make a token a byte, so that a request costs nearly its worst case. What the local engine repeats stands at the end. */
const document = `${`// ${'1 2 3 4 5 6 7 8 9 '.repeat(10)}\n`.repeat(20)}const zebraCrossing = zebraCrossing();\n`;
/** About what the emulator would count without its cache: at $0.29 and $1.13 per million a request is charged $0.00121. */
const buckets = { uncachedInput: 3800, output: 96 };

const ui = useWorkbench();
const ledgerFolder = (): string => path.join(ui.server.dataHome, 'paid');
let emulator: Emulator;
let browser: Browser;
/** Another window of the same user, from the test that opens it on. */
let other: Workbench;

const settings = (limitUsd: number | undefined) => ({
  // Other tests of this editor know of no money.
  'farthing.ledger.folder': ledgerFolder(),
  'farthing.localServer.url': inject('engineUrl'),
  'farthing.catalogue.endpoints': emulatorCatalogue(emulator, [endpoint, 'emu-anthropic']).endpoints,
  'farthing.catalogue.models': emulatorCatalogue(emulator, [endpoint, 'emu-anthropic']).models,
  'farthing.routing.pins': { 'completion.line': `${model}@${endpoint}`, 'completion.block': `${model}@${endpoint}` },
  ...(limitUsd !== undefined && { 'farthing.budget.day': limitUsd }),
});

/** The day's budget, and another one. */
const settingsWith = (budget: Readonly<Record<string, unknown>>) => ({ ...settings(dayLimitUsd), 'farthing.budgets': [budget] });

// In one file, because all of it needs the key, the budgets and the two windows that are made before, which takes most of a minute.

/** The ledger as any other program sees it. */
function readLedger<Row>(sql: string): readonly Row[] {
  const database = new DatabaseSync(path.join(ledgerFolder(), 'ledger.sqlite'), { readOnly: true });
  try {
    return database.prepare(sql).all() as unknown as readonly Row[];
  } finally {
    database.close();
  }
}

const paidEntries = () =>
  readLedger<{ cost: number; finish: string }>(`SELECT cost_nano_usd AS cost, finish FROM entry WHERE billing = 'metered'`);
const total = () => paidEntries().reduce((sum, { cost }) => sum + cost, 0);
const until = (state: () => unknown, wanted: unknown, timeoutMs = 10_000) =>
  expect.poll(state, { timeout: timeoutMs, interval: 50 }).toEqual(wanted);

/** Every request is answered and booked: the emulator and the ledger know equally many. */
async function untilBooked(): Promise<void> {
  await until(() => ({ underWay: emulator.underWay(), booked: paidEntries().length }), { underWay: 0, booked: emulator.invoice().length });
}

/** Notices and pages, as they were shown. */
const seen: string[] = [];

const meter = (workbench: Workbench) => workbench.statusBarItem('farthing.meter');
const label = () => meter(ui.workbench).locator('a').first().getAttribute('aria-label');

let asked = 0;

/**
 * How long after the ledger's last change all these windows show its sum, at the most so long. What was taken back may be asked about, too, and
 * change it again.
 */
async function msUntilShown(workbenches: readonly Workbench[], mostMs: number): Promise<number> {
  let sum = total();
  let changedMs = performance.now();
  for (;;) {
    if (total() !== sum) changedMs = performance.now();
    sum = total();
    const shown = await Promise.all(workbenches.map((workbench) => meter(workbench).innerText()));
    const waitedMs = performance.now() - changedMs;
    if (shown.every((text) => text.includes(formatUsd(sum))) || waitedMs > mostMs) return waitedMs;
  }
}

const untilShown = async (workbenches: readonly Workbench[]) => expect(await msUntilShown(workbenches, 30_000)).toBeLessThan(30_000);

/** Types the beginning of a word, behind other blanks than ever before, and reads what is suggested for the rest. */
async function begin(workbench: Workbench): Promise<{ readonly typed: string; readonly text: string }> {
  const typed = word.slice(0, 3 + (asked % (word.length - 4)));
  asked += 1;
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+End');
  await workbench.page.keyboard.insertText(`${' '.repeat(asked)}${typed}`);
  const text = await workbench.ghostText();
  await untilBooked();
  return { typed, text };
}

/**
 * Who completes a word that was not completed there before. It is typed at once, so that one question makes one request, and taken back, so that
 * the local engine, which repeats what stands above, finds the whole word there. What is said is taken first: of somebody who never takes
 * anything Farthing learns that no paid model is worth asking.
 */
async function ask(workbench: Workbench): Promise<'cloud' | 'local'> {
  const { typed, text } = await begin(workbench);
  await workbench.accept();
  await workbench.page.keyboard.press('Control+z');
  await workbench.page.keyboard.press('Control+z');
  // What was taken back is offered again, where the cursor stands, perhaps only after it has left.
  const ghosts = workbench.editor.locator('.ghost-text-decoration');
  const leave = async (): Promise<number> => {
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.press('Escape');
    return ghosts.count();
  };
  await expect.poll(leave, { timeout: 30_000 }).toBe(0);
  if (text === cloudSays) return 'cloud';
  expect(text).toBe(`${word.slice(typed.length)}();`);
  return 'local';
}

async function setKey(workbench: Workbench, endpointId: string, key: string): Promise<void> {
  await workbench.runCommand('Farthing: Set API Key…');
  await workbench.page.locator('.quick-input-widget input').first().fill(endpointId);
  await workbench.pick(endpointId);
  const input = workbench.page.locator('.quick-input-widget input[type="password"]').first();
  await input.waitFor();
  await input.fill(key);
  await workbench.page.keyboard.press('Enter');
}

beforeAll(async () => {
  emulator = await startEmulator();
  browser = await connectToBrowser(inject('browserEndpoint'));
  emulator.answer('*', { text: cloudSays, buckets });
  const file = path.join(ui.server.workspace, 'paid.ts');
  await writeFile(file, document);
  await writeSettings(ui.server.folders, settings(undefined));
  await ui.workbench.open({ file });
  // While it looks for the server the meter shows the same amount, and what is typed at once is asked once.
  await meter(ui.workbench).locator('a[aria-label*="copy on llama-server is ready"]').first().waitFor();
  await ui.workbench.goToEnd();
});
afterAll(async () => {
  await writeSettings(ui.server.folders, { 'farthing.localServer.url': inject('engineUrl') });
  await browser.close();
  await emulator.stop();
});

describe('Before the user has set a key and a budget', () => {
  it('nothing paid is asked', async () => {
    expect(await ask(ui.workbench)).toBe('local');
    expect(emulator.requests()).toEqual([]);
  });

  it('a refused key is told with the provider and the command that mends it', async () => {
    await setKey(ui.workbench, endpoint, 'sk-not-a-good-one');
    const notice = await ui.workbench.notification(endpoint);
    seen.push(await notice.innerText());
    expect(seen.at(-1)).toMatch(/deepseek[\s\S]*Set API Key/i);
    await ui.workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('a good key is tested free of charge, and is not enough without a budget', async () => {
    await setKey(ui.workbench, endpoint, emulator.keys.deepseek);
    const notice = await ui.workbench.notification(/key for emu-deepseek/);
    await notice.getByText('Set Budget').waitFor();
    seen.push(await notice.innerText());
    await ui.workbench.runCommand('Notifications: Clear All Notifications');
    expect(await ask(ui.workbench)).toBe('local');
    expect({ invoice: emulator.invoice(), paths: [...new Set(emulator.requests().map((request) => request.path))] }).toEqual({
      invoice: [],
      paths: ['/v1/models'],
    });
  });
});

describe('With a key and a budget of one cent a day', () => {
  it('that is set on the Spend page, the paid model completes, and the ledger’s total is the invoice’s', async () => {
    await meter(ui.workbench).filter({ hasText: 'set a budget' }).waitFor();
    await ui.workbench.runCommand('Farthing: Show Spend');
    const page = ui.workbench.webview();
    await page.getByLabel('Budget per day', { exact: true }).fill(String(dayLimitUsd));
    await page.getByRole('button', { name: 'Save: Budget per day' }).click();
    await meter(ui.workbench).filter({ hasText: 'set a budget' }).waitFor({ state: 'detached' });
    await ui.workbench.tab('paid.ts').click();
    await writeSettings(ui.server.folders, settings(dayLimitUsd));
    await ui.workbench.goToEnd();
    expect(await ask(ui.workbench)).toBe('cloud');
    await untilBooked();
    await until(() => total() - emulator.totalNanoUsd(), 0);
    expect(total()).toBeGreaterThan(0);
    await untilShown([ui.workbench]);
    await ui.workbench.screenshot('paid-meter');
  });

  it('two windows show the same sum within two seconds', async () => {
    other = await openProfile(browser, ui.server);
    const file = path.join(ui.server.workspace, 'paidToo.ts');
    await writeFile(file, document);
    await other.open({ file });
    await untilShown([other]);
    await ask(ui.workbench);
    expect(await msUntilShown([ui.workbench, other], 10_000)).toBeLessThan(2000);
  });

  it('says that it economises, where another budget has got so far', async () => {
    await writeSettings(ui.server.folders, settingsWith({ period: 'week', usd: 1, economyAt: 0.1, atLimit: 'warn' }));
    await meter(ui.workbench).filter({ hasText: 'economy' }).waitFor();
    expect(await label()).toMatch(/week/i);
    await ui.workbench.screenshot('paid-economy');
    await writeSettings(ui.server.folders, settings(dayLimitUsd));
    await meter(ui.workbench).filter({ hasText: 'economy' }).waitFor({ state: 'detached' });
  });

  it('warns at 80 %, stops when the next worst case of either window does not fit, and goes on with the local model', async () => {
    // Keys lie in the browser's profile.
    await setKey(other, endpoint, emulator.keys.deepseek);
    await other.notification(/key for emu-deepseek/);
    await other.runCommand('Notifications: Clear All Notifications');
    await other.goToEnd();
    let answer: string = 'cloud';
    for (let times = 0; times < 15 && answer === 'cloud'; times += 1) answer = await ask(times % 2 === 0 ? other : ui.workbench);
    expect(answer).toBe('local');
    const limit = dayLimitUsd * 1e9;
    await until(() => total() - emulator.totalNanoUsd(), 0);
    expect(total()).toBeLessThanOrEqual(limit);
    expect(total()).toBeGreaterThan(0.8 * limit);
    // In the log, because one of the two windows tells it, and Escape, by which each question begins, puts it away.
    await expect.poll(() => readLogs(ui.server), { timeout: 10_000 }).toMatch(/budget day: Farthing: [89]\d % of a budget is used/);
    await ui.workbench.goToEnd();
    const requests = emulator.requests().length;
    expect(await ask(ui.workbench)).toBe('local');
    expect(emulator.requests().length).toBe(requests);
    await meter(ui.workbench).filter({ hasText: 'local only' }).waitFor();
    await ui.workbench.screenshot('paid-stopped');
  });

  it('stops the local model too, where a budget says so, and only as long as it does', async () => {
    await writeSettings(ui.server.folders, settingsWith({ period: 'month', usd: 0.001, atLimit: 'stop' }));
    await meter(ui.workbench).filter({ hasText: 'stopped' }).waitFor();
    const stoppedAtMs = Date.now();
    await ui.workbench.page.keyboard.insertText(' zeb');
    await expect.poll(label, { timeout: 10_000 }).toMatch(/used up[\s\S]*stopped/i);
    await ui.workbench.screenshot('paid-all-stopped');
    await ui.workbench.page.keyboard.press('Control+z');
    expect(readLedger(`SELECT id FROM entry WHERE started_at_ms > ${stoppedAtMs}`)).toEqual([]);
    await writeSettings(ui.server.folders, settings(dayLimitUsd));
    await meter(ui.workbench).filter({ hasText: 'local only' }).waitFor();
    await ui.workbench.goToEnd();
    expect(await ask(ui.workbench)).toBe('local');
  });

  it('says why there was no paid suggestion', async () => {
    await begin(ui.workbench);
    await ui.workbench.runCommand('Farthing: Why This Suggestion?');
    await ui.workbench.page.locator('.view-lines', { hasText: 'cannot hold the worst case' }).first().waitFor();
    await ui.workbench.screenshot('paid-why');
    await ui.workbench.page.keyboard.press('Control+F4');
    await ui.workbench.openFile('paid.ts');
    await ui.workbench.page.keyboard.press('Control+z');
  });

  it('goes on after "Allow More"', async () => {
    await ui.workbench.runCommand('Notifications: Clear All Notifications');
    await ui.workbench.runCommand('Farthing: Allow More…');
    await ui.workbench.pick('$1');
    await meter(ui.workbench).filter({ hasText: 'local only' }).waitFor({ state: 'detached' });
    await ui.workbench.openFile('paid.ts');
    await ui.workbench.goToEnd();
    expect(await ask(ui.workbench)).toBe('cloud');
    await until(() => total() - emulator.totalNanoUsd(), 0);
  });
});

describe('Paid models', () => {
  it('are asked no more while they are paused, and again when they are resumed', async () => {
    await ui.workbench.runCommand('Farthing: Pause or Resume Paid Models');
    await meter(ui.workbench).filter({ hasText: 'paused' }).waitFor();
    // What was taken back before may have been asked about before.
    await untilBooked();
    const requests = emulator.requests().length;
    expect(await ask(ui.workbench)).toBe('local');
    expect(emulator.requests().length).toBe(requests);
    await ui.workbench.runCommand('Farthing: Pause or Resume Paid Models');
    await meter(ui.workbench).filter({ hasText: 'paused' }).waitFor({ state: 'detached' });
    expect(await ask(ui.workbench)).toBe('cloud');
  });

  it('complete where no local server runs', async () => {
    await writeSettings(ui.server.folders, {
      ...settings(dayLimitUsd),
      'farthing.localServer.url': `http://127.0.0.1:${await freePort()}`,
    });
    await expect.poll(label, { timeout: 30_000 }).toMatch(/Paid models are ready|Paid models answer/);
    expect(await ask(ui.workbench)).toBe('cloud');
    await writeSettings(ui.server.folders, settings(dayLimitUsd));
    await expect.poll(label, { timeout: 30_000 }).toContain('copy on llama-server is ready');
  });
});

describe('The Spend page', () => {
  it('shows today’s spend, the budget and the last decisions with their reasons', async () => {
    await ui.workbench.runCommand('Farthing: Show Spend');
    const page = ui.workbench.webview();
    await page.getByText('Last decisions').waitFor();
    await expect.poll(async () => (await page.locator('body').innerText()).includes(formatUsd(total())), { timeout: 15_000 }).toBe(true);
    const text = await page.locator('body').innerText();
    seen.push(text, await page.locator('html').innerHTML());
    expect(text).toContain(model);
    expect(text).toContain('copy');
    await ui.workbench.screenshot('paid-spend-page');
    await ui.workbench.page.keyboard.press('Control+F4');
  });
});

describe('When an extension host is killed in the middle of an answer', () => {
  it('loses no settled entry, and its reservation becomes an estimate after its deadline', async () => {
    const before = paidEntries().length;
    emulator.answer(model, { text: 'slowly '.repeat(400), latency: { firstTokenMs: 20, perTokenMs: 500 } });
    await ui.workbench.openFile('paid.ts');
    await ui.workbench.goToEnd();
    await ui.workbench.page.keyboard.insertText('\nzeb');
    await until(() => readLedger('SELECT id FROM reservation WHERE amount_nano_usd > 0').length, 1);
    await until(() => emulator.underWay(), 1);
    const host = processConnectedTo(Number(new URL(emulator.url).port), /extensionHost/);
    process.kill(host ?? Number.NaN, 'SIGKILL');
    await until(() => readLedger('SELECT id FROM reservation').length, 0, 90_000);
    const entries = paidEntries();
    expect({ kept: entries.length - 1, last: entries.at(-1)?.finish, charged: (entries.at(-1)?.cost ?? 0) > 0 }).toEqual({
      kept: before,
      last: 'lost',
      charged: true,
    });
    // The window that goes on booked it, and shows it.
    await untilShown([other]);
  });
});

describe('Keys', () => {
  it('are in no log, ledger, page or message', async () => {
    const secrets = [emulator.keys.deepseek, 'sk-not-a-good-one'];
    const ledger = readdirSync(ledgerFolder()).map((name) => readFileSync(path.join(ledgerFolder(), name), 'latin1'));
    const logs = await readLogs(ui.server, /./);
    seen.push(await ui.workbench.page.locator('body').innerText());
    // The search can find something.
    expect(logs).toContain('activated in');
    expect(ledger.join('')).toContain(model);
    const found = [...ledger, logs, ...seen].flatMap((text) => [...secrets, 'Bearer '].filter((secret) => text.includes(secret)));
    expect(found).toEqual([]);
    expect(emulator.requests().some(({ headers }) => headers.authorization === `Bearer ${emulator.keys.deepseek}`)).toBe(true);
  });
});
