import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeSettings } from './harness/codeServer.ts';
import { useWorkbench } from './harness/useWorkbench.ts';

const settings = () => ({ 'farthing.localServer.url': inject('engineUrl') });
const rulesWith = (condition: string): string =>
  `{\n  // Ours.\n  "rules": [\n    { "name": "stay here", "when": "${condition}", "use": { "localOnly": true } }\n  ]\n}\n`;

describe('Routing rules', () => {
  const ui = useWorkbench();
  const file = path.join(ui.server.workspace, '.farthing/rules.jsonc');
  const code = path.join(ui.server.workspace, 'routing.txt');
  const problem = (text: string) => ui.workbench.page.locator('.markers-panel .monaco-list-row', { hasText: text });

  beforeAll(async () => {
    await writeSettings(ui.server.folders, settings());
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, rulesWith("task.kidn == 'chat'"));
    await writeFile(code, 'pelicanDive(deepHarbour);\n');
    await ui.workbench.open({ file });
  });
  afterAll(async () => {
    await rm(path.dirname(file), { recursive: true, force: true });
    await writeSettings(ui.server.folders, settings());
  });

  it('with a mistake in a workspace’s file are marked in Problems, with line and column', async () => {
    await ui.workbench.runCommand('Problems: Focus on Problems View');
    const row = problem('kidn');
    await row.waitFor();
    expect(await row.innerText()).toContain('[Ln 4, Col 42]');
    await ui.workbench.screenshot('rules-problem');
  });

  it('are in force as soon as the file is right, and the explanation names the rule that took the request', async () => {
    await writeFile(file, rulesWith("task.kind == 'completion.line'"));
    await problem('kidn').waitFor({ state: 'detached' });
    await ui.workbench.openFile('routing.txt');
    await ui.workbench.goToEnd();
    await ui.workbench.type('pelicanD');
    await ui.workbench.ghostText();
    await ui.workbench.accept();
    await ui.workbench.runCommand('Farthing: Why This Suggestion?');
    const page = ui.workbench.page.locator('.editor-instance').last();
    await page.getByText('stay here').first().waitFor();
    await ui.workbench.screenshot('rules-explained');
  });

  it('of the user’s own are marked in the settings, and the last good ones stay', async () => {
    const rules = [{ name: 'too many', when: 'task.inputTokens > "many"', use: { localOnly: true } }];
    await writeSettings(ui.server.folders, { ...settings(), 'farthing.routing.rules': rules });
    await ui.workbench.runCommand('Preferences: Open Remote Settings (JSON)');
    await ui.workbench.runCommand('Problems: Focus on Problems View');
    const row = problem('int > string does not go together');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/\[Ln \d+, Col 16\]/);
    await ui.workbench.screenshot('rules-settings');
    // The editor has put an empty line into the file that it opened.
    await ui.workbench.tab('settings.json').click();
    await ui.workbench.runCommand('File: Revert File');
  });
});
