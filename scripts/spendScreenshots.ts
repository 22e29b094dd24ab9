// Takes README's pictures of the Spend page: the real editor, in three themes, on a ledger of 90 days of made-up work that is the same each
// time but for its last day, which is today. Writes docs/images/.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SqliteLedger } from '../src/storage/sqliteLedger.ts';
import { connectToBrowser, startBrowser } from '../test/workbench/harness/browser.ts';
import { startTestServer, writeSettings } from '../test/workbench/harness/codeServer.ts';
import { openProfile } from '../test/workbench/harness/useWorkbench.ts';
import type { Workbench } from '../test/workbench/harness/workbench.ts';
import { packageVsix } from './package.ts';
import { root } from './rig/paths.ts';
import { type SeededDays, seededDays } from './spend/seededDays.ts';

const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
} as const;

const folder = path.join(root, 'docs/images');
const hourMs = 3_600_000;
const settings = {
  'farthing.budget.day': 1.5,
  'farthing.budget.month': 15,
  'farthing.policy': { noTraining: true, paths: { '**/secrets/**': 'nothing' } },
  'workbench.activityBar.location': 'hidden',
  'window.commandCenter': false,
};

// Late in the afternoon, whenever this runs: the day has something to show, and an hour or two to come.
const nowMs = Date.now();
const zoneHours = 17 - new Date(nowMs).getUTCHours();
const timeZone = zoneHours === 0 ? 'Etc/GMT' : `Etc/GMT${zoneHours > 0 ? '-' : '+'}${Math.abs(zoneHours)}`;
const server = await startTestServer({ vsix: process.env.FARTHING_VSIX ?? (await packageVsix()), settings, env: { TZ: timeZone } });
const browser = await startBrowser();
try {
  await mkdir(folder, { recursive: true });
  await seed(path.join(server.places.dataHome, 'farthing'), madeUpDays());
  const editor = await openProfile(await connectToBrowser(browser.wsEndpoint()), server.places);
  await editor.open();
  // More than half of the month's budget is spent, of which the user is told once.
  await (await editor.notification('of a budget is used', 30_000)).getByText('Don’t Show Again').click();
  for (const [name, theme] of Object.entries(themes)) {
    await writeSettings(server.places.folders, { ...settings, 'workbench.colorTheme': theme });
    await takePictures(editor, name);
  }
} finally {
  await Promise.all([browser.close(), server.stop()]);
}
process.exit(0);

function madeUpDays(): SeededDays {
  const midnightMs = nowMs - (nowMs % hourMs) - 17 * hourMs;
  const weekday = new Date(midnightMs + 12 * hourMs).getUTCDay();
  // Not the day of the picture.
  const restDays = [(weekday + 5) % 7, (weekday + 6) % 7];
  return seededDays({ seed: 7, nowMs, timeZone, days: 90, midnightMs, restDays });
}

async function seed(dataFolder: string, { entries, outcomes }: SeededDays): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const ledger = new SqliteLedger(path.join(dataFolder, 'ledger.sqlite'));
  for (const entry of entries) ledger.settle(`seeded-${entry.id}`, entry);
  for (const outcome of outcomes) ledger.recordOutcome(outcome);
  ledger.close();
}

async function takePictures(editor: Workbench, theme: string): Promise<void> {
  const { page } = editor;
  await page.setViewportSize({ width: 1240, height: 900 });
  await editor.open();
  await editor.statusBarItem('farthing.meter').filter({ hasText: '$' }).waitFor();
  await editor.runCommand('Farthing: Show Spend');
  const spend = editor.webview();
  await spend.getByTestId('figure-saved').waitFor();
  // The panel's own place, without the editor around it.
  const frame = page.locator('iframe.webview.ready').last();
  const picture = async (name: string): Promise<void> => {
    await page.mouse.move(0, 0);
    // Fonts and the canvas are there a frame later.
    await page.waitForTimeout(700);
    await frame.screenshot({ path: path.join(folder, `spend-${name}-${theme}.png`) });
  };
  await picture('today');
  await spend.getByRole('tab', { name: 'History' }).click();
  await spend.getByTestId('useful').getByRole('row').nth(1).waitFor({ state: 'attached' });
  await picture('history');
  await page.keyboard.press('Control+F4');
}
