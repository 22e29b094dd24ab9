import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../scripts/rig/freePort.ts';
import { writeSettings } from './harness/codeServer.ts';
import { useWorkbench } from './harness/useWorkbench.ts';

describe('The meter', () => {
  const ui = useWorkbench();
  const meter = () => ui.workbench.statusBarItem('farthing.meter');
  const label = () => meter().locator('a').first().getAttribute('aria-label');

  beforeAll(async () => {
    const file = path.join(ui.server.workspace, 'states.txt');
    await writeFile(file, 'ostrichRace(desertRoad);\n');
    await writeSettings(ui.server.folders, { 'farthing.localServer.url': `http://127.0.0.1:${await freePort()}` });
    await ui.workbench.open({ file });
  });

  it('says in words what to do when there is no local server at all', async () => {
    await meter().filter({ hasText: 'start a local model server' }).waitFor();
    expect(await label()).toContain('Start llama-server, Ollama, LM Studio or vLLM on its usual port');
    await ui.workbench.screenshot('meter-none');
  });

  it('refuses an address to which prompts would travel in the clear, and says so', async () => {
    await writeSettings(ui.server.folders, { 'farthing.localServer.url': 'http://192.168.7.7:8080' });
    await meter().filter({ hasText: 'server address refused' }).waitFor();
    expect(await label()).toContain('http://192.168.7.7:8080 would send your code in the clear');
  });

  it('finds the server when its address is set', async () => {
    await writeSettings(ui.server.folders, { 'farthing.localServer.url': inject('engineUrl') });
    await meter()
      .filter({ hasText: /\$0\.00 · \d+$/ })
      .waitFor();
    // While it looks, the meter shows the same amount.
    await expect.poll(label, { timeout: 15_000 }).toContain('Local model copy on llama-server is ready.');
  });

  it('shows in its tooltip the last model, its tokens and seconds, and why it was chosen', async () => {
    await ui.workbench.goToEnd();
    await ui.workbench.type('ostrichR');
    await ui.workbench.ghostText();
    await ui.workbench.accept();
    await ui.workbench.page.waitForTimeout(1500);
    await meter().hover();
    const tooltip = ui.workbench.page.locator('.workbench-hover, .monaco-hover').filter({ hasText: 'Farthing today' }).first();
    await tooltip.waitFor();
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    // Numbers are grouped (1,024), and attempts that were given up add a line of their own.
    expect(text).toMatch(
      /Farthing today: \$0\.00\s+Requests: [\d,]+ · tokens in: [\d,]+ · tokens out: [\d,]+ · accepted suggestions: [\d,]+\s/,
    );
    expect(text).toMatch(/\sLast: copy, [\d,]+ tokens in \([\d,]+ from cache\), [\d,]+ out, \d+\.\d\d s, \$0\.00\s/);
    expect(text).toMatch(/\sWhy this model: the cheapest available of tier "local" for completing a line/);
    await ui.workbench.page.keyboard.press('Escape');
  });

  it('opens a menu, by which completions are turned off and on', async () => {
    await meter().click();
    await ui.workbench.pick('Turn inline completions off');
    await meter().filter({ hasText: 'completions off' }).waitFor();
    await ui.workbench.runCommand('Farthing: Turn Inline Completions On or Off');
    await meter().filter({ hasText: 'completions off' }).waitFor({ state: 'detached' });
    expect(await ui.workbench.notifications()).toEqual([]);
  });
});
