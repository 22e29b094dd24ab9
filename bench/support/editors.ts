import type { Browser } from 'playwright-core';
import { connectToBrowser, startBrowser } from '../../test/workbench/harness/browser.ts';
import { packSmallExtension } from '../../test/workbench/harness/packSmallExtension.ts';

/** Packs the control extension and returns its .vsix. */
export const packInstantSample = (): Promise<string> => packSmallExtension('bench/instantSample');

/** Runs with a browser of its own, which is closed whatever happens. */
export async function withBrowser<Result>(work: (browser: Browser) => Promise<Result>): Promise<Result> {
  const server = await startBrowser();
  try {
    return await work(await connectToBrowser(server.wsEndpoint()));
  } finally {
    await server.close();
  }
}
