import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictInfill } from '../engine/copyRule.ts';
import { type RunningEngine, startEngine } from '../engine/startEngine.ts';
import { writeSettings } from './harness/codeServer.ts';
import { useWorkbench } from './harness/useWorkbench.ts';

const before = 'const zebraCrossing = quickSort(listOfItems);\n';
const typed = 'const zeb';

/** What the engine says at the end of that text, to the end of the line. */
function predictedLine(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const { text: answer, sure } = predictInfill({ prefix: text.slice(0, lineStart), prompt: text.slice(lineStart), suffix: '' }, 96);
  const [line = ''] = answer.split('\n');
  expect(sure).toBeGreaterThanOrEqual(line.length);
  return line;
}

describe('One completion, from keystroke to ledger', () => {
  const ui = useWorkbench();
  let engine: RunningEngine;
  /** Other tests of this editor keep their books in the same file. */
  let beganAtMs: number;

  beforeAll(async () => {
    beganAtMs = Date.now();
    engine = await startEngine();
    await writeSettings(ui.server.folders, { 'farthing.localServer.url': engine.url });
    const file = path.join(ui.server.workspace, 'invoice.ts');
    await writeFile(file, before);
    await ui.workbench.open({ file });
    await ui.workbench.statusBarItem('farthing.meter').filter({ hasText: '$0.00' }).waitFor();
  });
  afterAll(() => engine.stop());

  it('shows as ghost text what the engine predicts', async () => {
    await ui.workbench.goToEnd();
    await ui.workbench.type(typed);
    expect(await ui.workbench.ghostText()).toBe(predictedLine(before + typed));
    await ui.workbench.screenshot('thread-ghost');
  });

  it('is accepted with Tab', async () => {
    await ui.workbench.accept();
    expect(await ui.workbench.text()).toBe(`${before}${typed}${predictedLine(before + typed)}`);
  });

  it('shows in the status bar what it cost', async () => {
    await ui.workbench
      .statusBarItem('farthing.meter')
      .filter({ hasText: /\$0\.00 · [1-9]/ })
      .waitFor();
    const label = await ui.workbench.statusBarItem('farthing.meter').locator('a').first().getAttribute('aria-label');
    expect(label).toMatch(/\$0\.00 spent today, requests: [1-9].*Local model copy on llama-server is ready/);
  });

  it('stores the request, and that it was shown and accepted', async () => {
    const ledger = new DatabaseSync(path.join(ui.server.dataHome, 'farthing/ledger.sqlite'), { readOnly: true });
    const accepted = ledger
      .prepare(
        `SELECT entry.kind, entry.model, entry.tier, entry.provider, entry.finish, entry.cost_nano_usd, entry.language, entry.output > 0 AS answered
         FROM entry JOIN outcome ON outcome.task_id = entry.task_id WHERE outcome.type = 'accepted' AND entry.started_at_ms >= ?`,
      )
      .all(beganAtMs);
    const types = ledger
      .prepare(
        `SELECT DISTINCT type FROM outcome WHERE task_id IN (SELECT task_id FROM entry WHERE started_at_ms >= ?) AND type IN ('shown', 'accepted') ORDER BY type`,
      )
      .all(beganAtMs);
    ledger.close();
    expect(accepted).toEqual([
      {
        kind: 'completion.line',
        model: 'copy',
        tier: 'local',
        provider: 'llama-server',
        finish: 'stop',
        cost_nano_usd: 0,
        language: 'typescript',
        answered: 1,
      },
    ]);
    expect(types).toEqual([{ type: 'accepted' }, { type: 'shown' }]);
  });

  it('goes on without an error when the engine dies, and says that the server is away', async () => {
    engine.kill();
    await ui.workbench.type('\nlet other = quick');
    await ui.workbench.statusBarItem('local server away').waitFor();
    expect(await ui.workbench.hasGhostText()).toBe(false);
    expect(await ui.workbench.notifications()).toEqual([]);
    await ui.workbench.screenshot('thread-away');
  });

  it('completes again when the engine is back, without a restart', async () => {
    engine = await startEngine({ port: Number(new URL(engine.url).port) });
    await ui.workbench.type('So');
    await ui.workbench.statusBarItem('local server away').waitFor({ state: 'hidden' });
    await ui.workbench.type('r');
    expect(await ui.workbench.ghostText()).toBe('t(listOfItems);');
  });
});
