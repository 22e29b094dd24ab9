import { statSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageVsix } from '../scripts/package.ts';
import { installExtension } from '../scripts/rig/launchCodeServer.ts';
import { root } from '../scripts/rig/paths.ts';
import { readLogs, type ServerPlaces, startTestServer } from '../test/workbench/harness/codeServer.ts';
import { openProfile } from '../test/workbench/harness/useWorkbench.ts';
import type { Benchmark } from './support/benchmark.ts';
import { packInstantSample, withBrowser } from './support/editors.ts';
import { median, rounded } from './support/statistics.ts';

/**
 * Activation in a real editor: each run opens the workbench anew, which starts a new extension host. `activate()` times itself by
 * `performance.now` and logs it; the editor's own figure, which includes loading the bundle, is read from Running Extensions, as the
 * difference to an extension that does nothing and is timed in the same host. A host activates an extension once, so there is no best of
 * several: each run is one activation of both, and the medians are taken over the runs.
 */
export const activation: Benchmark = async ({ quick }) => {
  const runs = quick ? 3 : 11;
  const vsix = await packageVsix();
  const server = await startTestServer({ vsix });
  try {
    await installExtension(server.places.folders, await packInstantSample());
    const times = await withBrowser((browser) => openAgainAndAgain(browser, server.places, runs));
    const activateMs = [...(await readLogs(server.places, /Farthing\.log$/)).matchAll(/activated in ([\d.]+) ms/g)].map(([, ms]) =>
      Number(ms),
    );
    if (activateMs.length < runs) throw new Error(`${runs} runs, but ${activateMs.length} activations in the log`);
    return {
      activateMsMedian: rounded(median(activateMs)),
      runs,
      activationBundleKb: kilobytes(path.join(root, 'dist/extension.js')),
      vsixKb: kilobytes(vsix),
      runningExtensionsOverSampleMs: median(times.map(({ oursMs, sampleMs }) => oursMs - sampleMs)),
      sampleActivationMsMedian: median(times.map(({ sampleMs }) => sampleMs)),
      timing: `medians of ${runs} runs with a host each, the control in the same host; not best of 5`,
    };
  } finally {
    await server.stop();
  }
};

interface ActivationTimes {
  readonly oursMs: number;
  readonly sampleMs: number;
}

async function openAgainAndAgain(browser: Browser, places: ServerPlaces, runs: number): Promise<readonly ActivationTimes[]> {
  const times: ActivationTimes[] = [];
  for (let run = 0; run < runs; run += 1) {
    const workbench = await openProfile(browser, places);
    await workbench.open();
    await workbench.statusBarItem('farthing.meter').waitFor();
    await workbench.statusBarItem('instant sample').waitFor();
    await workbench.runCommand('Developer: Show Running Extensions');
    const oursMs = await activationMs(workbench.page, 'Farthing');
    times.push({ oursMs, sampleMs: await activationMs(workbench.page, 'Instant Sample') });
    await workbench.page.context().close();
  }
  return times;
}

/** The list is virtual, slowest first: scroll until the row is there. */
async function activationMs(page: Page, name: string): Promise<number> {
  const list = page.locator('.runtime-extensions-editor .monaco-list').first();
  await list.waitFor();
  const row = list.locator('.monaco-list-row', { hasText: name }).first();
  await list.hover();
  await page.mouse.wheel(0, -100_000);
  for (let turn = 0; turn < 80 && (await row.count()) === 0; turn += 1) {
    await page.mouse.wheel(0, 200);
    await page.waitForTimeout(30);
  }
  const [, ms] = /(\d+)\s?ms/.exec(await row.innerText()) ?? [];
  if (ms === undefined) throw new Error(`Running Extensions shows no time for ${name}`);
  return Number(ms);
}

function kilobytes(file: string): number {
  return rounded(statSync(file).size / 1024);
}
