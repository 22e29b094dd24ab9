import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { formatUsd } from '../../src/core/money/index.ts';
import { type Emulator, startEmulator } from '../emulator/startEmulator.ts';
import { makeRepository, type Repository } from '../support/agent/repository.ts';
import { answerConversation, calling, finishing, inTurns } from '../support/agent/scriptedConversation.ts';
import { emulatorCatalogue } from '../support/emulatorCatalogue.ts';
import { writeSettings } from './harness/codeServer.ts';
import { useWorkbench } from './harness/useWorkbench.ts';

const endpoint = 'emu-anthropic';
const asked = 'The total of the cart is wrong. Mend it.';
const broken = 'export const total = (prices: readonly number[]): number => prices.length;\n';
const mended = 'export const total = (prices: readonly number[]): number => prices.reduce((sum, price) => sum + price, 0);\n';
const files = {
  'package.json': '{ "name": "cart", "type": "module" }\n',
  'src/total.ts': broken,
  'test/total.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.ts';

test('a cart costs the sum of its prices', () => assert.equal(total([2, 3]), 5));
`,
};
/** What runs the tests, and what the agent asks to run besides. */
const testCommand = `'${process.execPath}' --test --test-isolation=none`;
const listCommand = 'echo mended-in-the-terminal';

const ui = useWorkbench();
const ledgerFolder = (): string => path.join(ui.server.dataHome, 'agent');
let emulator: Emulator;
let repository: Repository;

const view = () => ui.workbench.webview();
/** What is to be seen of it: each call has its card, and what it has to ask is hidden where it asks nothing. */
const part = (name: string) => view().getByTestId(name).filter({ visible: true });
const until = (state: () => unknown, wanted: unknown, timeoutMs = 30_000) =>
  expect.poll(state, { timeout: timeoutMs, interval: 100 }).toEqual(wanted);

function total(): number {
  const database = new DatabaseSync(path.join(ledgerFolder(), 'ledger.sqlite'), { readOnly: true });
  try {
    return Number(database.prepare(`SELECT coalesce(sum(cost_nano_usd), 0) AS cost FROM entry WHERE billing = 'metered'`).get()?.cost);
  } finally {
    database.close();
  }
}

beforeAll(async () => {
  emulator = await startEmulator();
  repository = makeRepository(files);
  answerConversation(
    emulator,
    asked,
    inTurns(
      calling('test', {}, 'First the tests, then the sum in `src/total.ts`, then the tests again.'),
      calling('read', { path: 'src/total.ts' }),
      calling('edit', { path: 'src/total.ts', blocks: [{ search: broken.trimEnd(), replace: mended.trimEnd() }] }),
      calling('run', { command: listCommand }),
      calling('test'),
      finishing('The **sum** is right now.'),
    ),
  );
  const { endpoints, models } = emulatorCatalogue(emulator, [endpoint]);
  await mkdir(ledgerFolder(), { recursive: true });
  await writeSettings(ui.server.folders, {
    'farthing.ledger.folder': ledgerFolder(),
    'farthing.localServer.url': inject('engineUrl'),
    'farthing.catalogue.endpoints': endpoints,
    'farthing.catalogue.models': models,
    'farthing.budget.day': 5,
    'farthing.agent.capUsd': 1,
    'farthing.agent.approvals': 'every-step',
    'farthing.agent.testCommand': testCommand,
  });
  await ui.workbench.open({ folder: repository.root });
  await ui.workbench.statusBarItem('farthing.meter').locator('a').first().waitFor();
  await ui.workbench.runCommand('Farthing: Set API Key…');
  await ui.workbench.page.locator('.quick-input-widget input').first().fill(endpoint);
  await ui.workbench.pick(endpoint);
  const input = ui.workbench.page.locator('.quick-input-widget input[type="password"]').first();
  await input.waitFor();
  await input.fill(emulator.keys.anthropic);
  await ui.workbench.page.keyboard.press('Enter');
  await ui.workbench.notification(/key for emu-anthropic/);
  await ui.workbench.runCommand('Notifications: Clear All Notifications');
});
afterAll(async () => {
  await writeSettings(ui.server.folders, { 'farthing.localServer.url': inject('engineUrl') });
  await emulator.stop();
  repository.remove();
});

describe('A whole task of the agent', () => {
  it('begins with the user’s words and asks before it runs the tests', async () => {
    await ui.workbench.runCommand('Farthing: Open Agent');
    await part('composer').fill(asked);
    await ui.workbench.screenshot('agent-composer');
    await part('send').click();
    await part('approval')
      .filter({ hasText: testCommand.slice(-25) })
      .waitFor({ timeout: 60_000 });
    await ui.workbench.screenshot('agent-approval-tests');
    // A key that was meant for something else answers nothing.
    await ui.workbench.page.waitForTimeout(600);
    await part('approve').click();
    await part('composer').fill('By the way,');
  });

  it('shows the edit as a diff, and changes nothing before it is approved', async () => {
    await part('approval')
      .filter({ hasText: /total\.ts/ })
      .or(view().getByText('prices.reduce').first())
      .first()
      .waitFor();
    await view().getByText('prices.reduce').first().waitFor();
    // Who is writing is not interrupted.
    await ui.workbench.page.waitForTimeout(300);
    expect(await part('composer').and(view().locator(':focus')).count()).toBe(1);
    await part('composer').fill('');
    expect(repository.read('src/total.ts')).toBe(broken);
    await ui.workbench.screenshot('agent-diff');
    await ui.workbench.page.waitForTimeout(600);
    await part('approve').click();
    await until(() => repository.read('src/total.ts'), mended);
  });

  it('asks for a command, which is shown as it will be run, and runs it by keyboard', async () => {
    await part('approval-content').filter({ hasText: listCommand }).waitFor();
    await ui.workbench.page.waitForTimeout(600);
    await part('approval').press('Control+Enter');
    await view().getByText('mended-in-the-terminal').nth(1).waitFor({ state: 'attached' });
  });

  it('runs the tests again, and is done because they pass', async () => {
    await part('approval')
      .filter({ hasText: testCommand.slice(-25) })
      .waitFor();
    await ui.workbench.page.waitForTimeout(600);
    await part('approve').click();
    await part('summary').waitFor({ timeout: 60_000 });
    expect(await part('task').getAttribute('data-phase')).toBe('over');
    // There is git, so that undo covers commands.
    expect(await view().getByText('Undo brings back').count()).toBe(0);
    expect(await part('summary').locator('strong').innerText()).toBe('sum');
    await ui.workbench.screenshot('agent-done');
  });

  it('shows what it cost, which is the invoice’s total', async () => {
    await until(() => total() - emulator.totalNanoUsd(), 0);
    expect(total()).toBeGreaterThan(0);
    await expect.poll(async () => (await part('summary').innerText()).includes(formatUsd(total())), { timeout: 10_000 }).toBe(true);
  });

  it('is there after a reload', async () => {
    await ui.workbench.open({ folder: repository.root });
    await ui.workbench.statusBarItem('farthing.meter').locator('a').first().waitFor();
    await ui.workbench.runCommand('Farthing: Open Agent');
    await expect.poll(() => view().locator('body').innerText(), { timeout: 30_000 }).toContain(asked.slice(0, 20));
    await ui.workbench.screenshot('agent-reloaded');
  });

  it('is undone as a whole', async () => {
    await ui.workbench.runCommand('Farthing: Undo Everything of the Agent');
    await ui.workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Undo everything' }).click();
    await until(() => repository.read('src/total.ts'), broken);
    expect(repository.files()).toEqual(files);
  });
});

describe('A task that comes near its cap', () => {
  it('pauses at four fifths of it, with nothing on its way, and goes on when the user says so', async () => {
    let isPaused = false;
    const looking = (turn: number) => calling('read', { path: 'package.json', from_line: turn + 1 }, 'penny '.repeat(5_400));
    answerConversation(emulator, 'Count the farthings', ({ turn }) => (isPaused ? finishing('Counted.') : looking(turn)));
    const before = emulator.totalNanoUsd();
    await ui.workbench.runCommand('Farthing: Open Agent');
    await part('new-task').click();
    await part('mode').selectOption('plan');
    await part('composer').fill('Count the farthings');
    await part('send').click();
    await part('pause').filter({ hasText: 'of $1.00 are spent' }).waitFor({ timeout: 60_000 });
    await ui.workbench.screenshot('agent-pause');
    isPaused = true;
    const spent = emulator.totalNanoUsd();
    await part('go-on').click();
    await part('summary').filter({ hasText: 'Counted.' }).waitFor({ timeout: 60_000 });
    await until(() => total() - emulator.totalNanoUsd(), 0);
    expect([spent - before > 800_000_000, emulator.totalNanoUsd() - before < 1_000_000_000]).toEqual([true, true]);
  });
});

describe('In the editor’s own chat', () => {
  const chat = () => ui.workbench.page.locator('.interactive-session').first();
  const answers = () => chat().locator('.interactive-response');

  /** What is asked, in a chat of its own; returns what is answered, once it is whole. */
  async function askInChat(question: string, ending: string | RegExp): Promise<string> {
    await ui.workbench.runCommand('Chat: New Chat');
    await chat().locator('.chat-input-container .monaco-editor').first().click();
    // The participant who was asked last is named again.
    await ui.workbench.page.keyboard.press('Control+a');
    await ui.workbench.page.keyboard.press('Delete');
    await ui.workbench.page.keyboard.type(question);
    // The list of participants and commands, which opens while it is typed.
    await ui.workbench.page.keyboard.press('Escape');
    await ui.workbench.page.keyboard.press('Enter');
    await answers().filter({ hasText: ending }).first().waitFor({ timeout: 30_000 });
    return answers().first().innerText();
  }

  beforeAll(async () => {
    await ui.workbench.runCommand('View: Hide Panel');
    await ui.workbench.runCommand('Test: Unlock Chat');
    await ui.workbench.runCommand('Chat: Open Chat');
    await chat().waitFor();
  });

  it('@farthing reads what it needs and answers, with what it cost', async () => {
    answerConversation(
      emulator,
      'What does total do?',
      inTurns(calling('read', { path: 'src/total.ts' }), { text: 'It counts the prices.' }),
    );
    const answer = await askInChat('@farthing What does total do?', /\$0\.0\d+/);
    await ui.workbench.screenshot('chat-participant');
    expect(answer).toContain('It counts the prices.');
    await until(() => total() - emulator.totalNanoUsd(), 0);
  });

  it('"Farthing Auto", the model that is chosen there, answers, and is metered', async () => {
    emulator.answer((request) => request.text.includes('Say something of farthings'), { text: 'Four of them are a penny.' });
    const before = total();
    await askInChat('@passon Say something of farthings', 'Four of them are a penny.');
    await ui.workbench.screenshot('chat-auto');
    expect(await chat().getByText('Farthing Auto').count()).toBe(1);
    await until(() => total() - emulator.totalNanoUsd(), 0);
    expect(total()).toBeGreaterThan(before);
  });
});
