import { type Browser, type BrowserContext, type BrowserServer, chromium } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/rig/browser.ts';

/** Starts Chromium once for all tests. They share it by its address (`connectToBrowser`), each in a context of its own. */
export async function startBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath: await ensureBrowser(),
    headless: true,
    args: [
      // Containers give root no sandbox; the pages are all our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export function connectToBrowser(endpoint: string): Promise<Browser> {
  return chromium.connect(endpoint);
}

/** Secrets live in the page's storage: a new context starts without any, and a reload inside one context keeps them. */
export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context;
}
