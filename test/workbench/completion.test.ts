import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeSettings } from './harness/codeServer.ts';
import { useWorkbench } from './harness/useWorkbench.ts';

const before = 'const zebraCrossing = quickSort(listOfItems);\n';

describe('Inline completion', () => {
  const ui = useWorkbench();
  const meter = () => ui.workbench.statusBarItem('farthing.meter');
  const label = () => meter().locator('a').first().getAttribute('aria-label');

  beforeAll(async () => {
    await writeSettings(ui.server.folders, { 'farthing.localServer.url': inject('engineUrl') });
    const file = path.join(ui.server.workspace, 'crossing.ts');
    await writeFile(file, before);
    await ui.workbench.open({ file });
    await meter()
      .filter({ hasText: /\$0\.00 · \d+$/ })
      .waitFor();
    await ui.workbench.goToEnd();
  });

  it('goes on with what is typed along', async () => {
    await ui.workbench.type('const zeb');
    expect(await ui.workbench.ghostText()).toBe('raCrossing = quickSort(listOfItems);');
    await ui.workbench.type('raC');
    await expect.poll(() => ui.workbench.ghostText()).toBe('rossing = quickSort(listOfItems);');
  });

  it('is taken word by word, and the rest stays; what was taken so is in the books as inferred', async () => {
    await ui.workbench.page.keyboard.press('Control+ArrowRight');
    await expect.poll(() => ui.workbench.text()).toBe(`${before}const zebraCrossing`);
    expect(await ui.workbench.ghostText()).toBe(' = quickSort(listOfItems);');
    await ui.workbench.screenshot('completion-partial');
    await expect.poll(() => acceptances(ui.server.dataHome)).toEqual([{ characters: 'rossing'.length, is_inferred: 1 }]);
    await ui.workbench.accept();
    await expect
      .poll(() => acceptances(ui.server.dataHome))
      .toEqual([
        { characters: 'rossing'.length, is_inferred: 1 },
        { characters: ' = quickSort(listOfItems);'.length, is_inferred: 0 },
      ]);
  });

  it('is not asked while it is snoozed, says so, and comes on a key press all the same', async () => {
    await ui.workbench.runCommand('Farthing: Snooze Completions');
    await ui.workbench.pick('5 minutes');
    await expect.poll(label).toMatch(/snoozed until/i);
    await ui.workbench.type('\nconst zeb');
    await ui.workbench.page.waitForTimeout(700);
    expect(await ui.workbench.hasGhostText()).toBe(false);
    await ui.workbench.screenshot('completion-snoozed');
    await ui.workbench.runCommand('Trigger Inline Suggestion');
    expect(await ui.workbench.ghostText()).toBe('raCrossing = quickSort(listOfItems);');
    await ui.workbench.page.keyboard.press('Escape');
  });

  it('says why there was none', async () => {
    await ui.workbench.type('r');
    // The editor itself waits a moment before it asks.
    await ui.workbench.page.waitForTimeout(400);
    await ui.workbench.runCommand('Farthing: Why No Suggestion?');
    const told = await ui.workbench.notification(/snoozed/i);
    await ui.workbench.screenshot('completion-why-not');
    expect(await told.innerText()).toMatch(/snoozed until/i);
    await ui.workbench.page.keyboard.press('Escape');
  });

  it('comes again when the snooze is ended', async () => {
    await ui.workbench.runCommand('Farthing: Snooze Completions');
    await ui.workbench.pick('End');
    await ui.workbench.type('aC');
    expect(await ui.workbench.ghostText()).toContain('rossing = quickSort(listOfItems);');
  });

  describe('from a slow server', () => {
    const slow = new SlowServer();

    beforeAll(async () => {
      await writeSettings(ui.server.folders, { 'farthing.localServer.url': await slow.start() });
      await meter().locator('a[aria-label*="slow-model"]').first().waitFor({ timeout: 20_000 });
    });
    afterAll(() => slow.stop());

    it('is aborted over HTTP as soon as it is irrelevant', async () => {
      await ui.workbench.page.keyboard.press('Escape');
      await ui.workbench.type('\nlet other');
      await expect.poll(() => slow.underWay, { timeout: 10_000 }).toBe(1);
      await ui.workbench.page.keyboard.press('Control+Home');
      await ui.workbench.type('// ');
      await expect.poll(() => slow.aborted, { timeout: 5000 }).toBeGreaterThan(0);
    });

    it('is shown from its first line on, and then with all that came', async () => {
      slow.lines = ['let sum = 0;', '    sum += 1;', '    sum += 2;', '    sum += 3;', '    return sum;'];
      await ui.workbench.page.keyboard.press('Control+End');
      await ui.workbench.type('\nfunction addUp() {\n');
      expect((await ui.workbench.ghostText()).split('\n').length).toBeLessThan(5);
      await expect.poll(() => ui.workbench.ghostText(), { timeout: 10_000 }).toMatch(/let sum = 0;[\s\S]*return sum;/);
      await ui.workbench.screenshot('completion-lines');
    });
  });
});

function acceptances(dataHome: string): readonly unknown[] {
  return rowsOf(
    dataHome,
    `SELECT characters, is_inferred FROM outcome WHERE type = 'accepted' AND task_id = (SELECT task_id FROM outcome WHERE type = 'accepted' ORDER BY at_ms DESC LIMIT 1)
     ORDER BY at_ms, rowid`,
  );
}

function rowsOf(dataHome: string, sql: string): readonly Record<string, unknown>[] {
  const ledger = new DatabaseSync(path.join(dataHome, 'farthing/ledger.sqlite'), { readOnly: true });
  try {
    return ledger
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    ledger.close();
  }
}

/** Says that it is a llama-server, and is slow: a line every 300 ms, or nothing at all where it is given no lines. */
class SlowServer {
  readonly #server: Server = createServer((request, response) => {
    if (request.url === '/props') return void response.end(JSON.stringify({ build_info: 'slow', total_slots: 1 }));
    if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: [{ id: 'slow-model' }] }));
    if (request.url === '/infill') return void this.#infill(request, response);
    response.statusCode = 404;
    response.end('{}');
  });
  lines: readonly string[] = [];
  underWay = 0;
  aborted = 0;

  start(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
      });
    });
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  #infill(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (bytes) => {
      body += bytes;
    });
    request.on('end', () => {
      // Whether it can fill holes is asked for with nothing to say.
      if (JSON.parse(body).n_predict === 0) return void response.end('{}');
      this.underWay += 1;
      let isOver = false;
      response.on('close', () => {
        this.underWay -= 1;
        if (!isOver) this.aborted += 1;
      });
      const { lines } = this;
      if (lines.length > 0) response.setHeader('content-type', 'text/event-stream');
      for (const [index, line] of lines.entries()) {
        const isLast = index === lines.length - 1;
        const event = { content: `${line}${isLast ? '' : '\n'}`, stop: false };
        setTimeout(() => {
          response.write(`data: ${JSON.stringify(event)}\n\n`);
          isOver = isLast;
          if (isLast) response.end(`data: ${JSON.stringify({ content: '', stop: true, stop_type: 'eos' })}\n\n`);
        }, 300 * index);
      }
    });
  }
}
