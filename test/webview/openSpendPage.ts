import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../scripts/rig/paths.ts';
import type { MessageFromPage, SpendState } from '../../src/features/spend/protocol.ts';
import { newNonce, pageHtml } from '../../src/platform/pageHtml.ts';
import { type ThemeName, themes } from './themes.ts';

const origin = 'http://farthing.test';

export interface OpenPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the page remembered of its life before. */
  readonly memory?: unknown;
  readonly script?: string;
}

/** The real page under its real policy, with an editor around it that only takes down what it is told. */
export interface OpenPage {
  readonly page: Page;
  show(state: SpendState): Promise<void>;
  /** The messages since the last time this was asked. */
  posted(): Promise<readonly MessageFromPage[]>;
  memory(): Promise<unknown>;
  /** Whatever the browser complained of: scripts that failed, what the policy forbade. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openSpendPage(browser: Browser, options: OpenPageOptions = {}): Promise<OpenPage> {
  const { theme = 'dark', width = 1200, height = 900, memory, script = path.join(root, 'dist/spendPage.js') } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.route('**/*', async (route) => {
    const file = new URL(route.request().url()).pathname;
    if (file === '/') await route.fulfill({ contentType: 'text/html', body: html() });
    else if (file === '/spendPage.js') await route.fulfill({ contentType: 'text/javascript', body: await readFile(script, 'utf8') });
    else if (file.endsWith('.css'))
      await route.fulfill({ contentType: 'text/css', body: await readFile(path.join(root, 'media', file), 'utf8') });
    else await route.fulfill({ status: 404 });
  });
  await page.addInitScript(fakeEditor, memory);
  await page.goto(`${origin}/`);
  await page.evaluate(colouring(theme));
  return {
    page,
    complaints,
    show: async (state) => {
      await page.evaluate(`window.postMessage(${JSON.stringify(state)}, '*')`);
      // Messages are handled in order, so this one comes after it.
      await page.evaluate(
        `new Promise((done) => { addEventListener('message', done, { once: true }); postMessage({ type: 'shown' }, '*'); })`,
      );
    },
    posted: () => page.evaluate('farthingTest.posted.splice(0)'),
    memory: () => page.evaluate('farthingTest.memory'),
    close: () => context.close(),
  };
}

function html(): string {
  return pageHtml({
    cspSource: origin,
    nonce: newNonce(),
    language: 'en',
    script: `${origin}/spendPage.js`,
    styles: [`${origin}/page.css`, `${origin}/spend.css`],
  });
}

/** Runs in the page, before its own script. */
function fakeEditor(memory: unknown): void {
  const page = globalThis as unknown as { farthingTest: { posted: unknown[]; memory: unknown }; acquireVsCodeApi: unknown };
  page.farthingTest = { posted: [], memory };
  page.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void page.farthingTest.posted.push(message),
    getState: () => page.farthingTest.memory,
    setState: (state: unknown) => {
      page.farthingTest.memory = state;
    },
  });
}

/** Through the object model, as the editor does it: the policy forbids styles that are written into the page. */
function colouring(theme: ThemeName): string {
  const properties = { ...themes[theme], 'font-family': 'system-ui, "DejaVu Sans", sans-serif', 'font-size': '13px' };
  return `for (const [name, value] of Object.entries(${JSON.stringify(properties)})) document.documentElement.style.setProperty('--vscode-' + name, value)`;
}
