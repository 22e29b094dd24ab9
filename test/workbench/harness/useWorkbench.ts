import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { connectToBrowser, newContext } from './browser.ts';
import { readLogs, type ServerPlaces } from './codeServer.ts';
import { Workbench } from './workbench.ts';

/**
 * For the top of a test file: a workbench of the shared editor, in a browser profile of the file's own. A failed test leaves a screenshot and
 * shows what the extension host logged.
 */
export function useWorkbench(): { readonly workbench: Workbench; readonly server: ServerPlaces } {
  const server = inject('server');
  let browser: Browser;
  let workbench: Workbench;
  beforeAll(async () => {
    browser = await connectToBrowser(inject('browserEndpoint'));
    workbench = await openProfile(browser, server);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const file = await workbench.screenshot(`failed ${task.name}`.replaceAll(/[^\w-]+/g, '-').slice(0, 100));
    console.error(`Screenshot: ${file}\n${(await readLogs(server)).slice(-8000)}`);
  });
  afterAll(() => browser.close());
  return {
    server,
    get workbench() {
      return workbench;
    },
  };
}

/** A workbench with a profile of its own, also for a server that a test has started itself. */
export async function openProfile(browser: Browser, server: ServerPlaces): Promise<Workbench> {
  const context = await newContext(browser);
  context.setDefaultTimeout(60_000);
  return new Workbench(await context.newPage(), server);
}
