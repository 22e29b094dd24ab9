import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { packageVsix } from '../scripts/package.ts';
import { startEngine } from '../test/engine/startEngine.ts';
import { readLogs, type ServerPlaces, startTestServer, writeSettings } from '../test/workbench/harness/codeServer.ts';
import { openProfile } from '../test/workbench/harness/useWorkbench.ts';
import type { Workbench } from '../test/workbench/harness/workbench.ts';
import type { Benchmark } from './support/benchmark.ts';
import { besideTimingsMs } from './support/besideTimings.ts';
import { coldPlaces } from './support/coldPlaces.ts';
import { packInstantSample, withBrowser } from './support/editors.ts';
import { keyToGhostMs, watchGhostText } from './support/ghostClock.ts';
import { type PassThrough, passThroughTo } from './support/passThrough.ts';
import { median, rounded } from './support/statistics.ts';

/** Presses before the first one that counts: the server reads the text into its cache, the editors load what they need. */
const warmUps = 2;

const quiet = {
  // The text under measurement is exactly what is typed.
  'editor.autoIndent': 'none',
  'editor.autoClosingBrackets': 'never',
  'editor.wordBasedSuggestions': 'off',
};

/**
 * From key press to ghost text, clocked inside the page, with a real local model. The same keys are pressed in turn in a second editor, whose
 * only extension returns a constant: what it takes is the editor's and the browser's. The server's time is what it tells of itself, and what a bare
 * client on a kept connection waits beside that, in the same run. Each sample is cold: the model is asked at a place
 * where nothing is cached, after a pause in typing. A place is cold only once, so there is no best of several: each sample is one press, and
 * the medians are taken over the runs. Then new text is typed at 90 ms a key, and the server's requests and connections are counted.
 */
export const workbench: Benchmark = async ({ quick, seed }) => {
  const runs = quick ? 8 : 60;
  const [vsix, sampleVsix, engine] = [await packageVsix(), await packInstantSample(), await startEngine()];
  const passing = await passThroughTo(engine.url);
  const ours = await startTestServer({ vsix, logLevel: 'debug', settings: { ...quiet, 'farthing.localServer.url': engine.url } });
  const sample = await startTestServer({ vsix: sampleVsix, settings: quiet });
  try {
    const measured = await withBrowser((browser) => measure(browser, ours.places, sample.places, passing, runs, seed));
    const debounces = [...(await readLogs(ours.places, /Farthing\.log$/)).matchAll(/from model \(waited (\d+) ms/g)].map(([, ms]) =>
      Number(ms),
    );
    const serverMs = serverTimes(ours.places);
    if (debounces.length < runs || serverMs.length < runs)
      throw new Error(`only ${Math.min(debounces.length, serverMs.length)} of ${runs} samples asked the model`);
    const besideMs = await besideTimingsMs(engine.url, coldPlaces(20, seed + 1));
    const result = {
      runs,
      keyToGhostMsP50: rounded(median(measured.ours)),
      instantSampleMsP50: rounded(median(measured.instant)),
      debounceMsP50: rounded(median(debounces)),
      serverMsP50: rounded(median(serverMs) + besideMs),
      serverBesideTimingsMs: rounded(besideMs),
    };
    return {
      ...result,
      overheadMsP50: rounded(result.keyToGhostMsP50 - result.instantSampleMsP50 - result.debounceMsP50 - result.serverMsP50),
      requestsPer14Keys: Math.max(...measured.burstRequests),
      requestsPer14KeysEach: measured.burstRequests,
      requests: passing.requests(),
      connections: passing.connections(),
      timing: `medians of ${runs} presses in each editor, ours and the control in turn; each sample is one press, not best of 5`,
    };
  } catch (error) {
    console.error((await readLogs(ours.places, /Farthing\.log$/)).slice(-4000));
    throw error;
  } finally {
    await Promise.all([ours.stop(), sample.stop(), passing.stop()]);
    await engine.stop();
  }
};

/** What the server tells of its time for each answer that held text, as the ledger has it. */
function serverTimes(places: ServerPlaces): readonly number[] {
  const ledger = new DatabaseSync(path.join(places.dataHome, 'farthing/ledger.sqlite'), { readOnly: true });
  const rows = ledger
    .prepare(`SELECT prompt_ms + output_ms AS ms FROM entry WHERE finish = 'stop' AND output >= 3 AND prompt_ms IS NOT NULL`)
    .all();
  ledger.close();
  return rows.map((row) => Number(row.ms));
}

async function measure(
  browser: Browser,
  oursPlaces: ServerPlaces,
  samplePlaces: ServerPlaces,
  passing: PassThrough,
  runs: number,
  seed: number,
): Promise<{ readonly ours: readonly number[]; readonly instant: readonly number[]; readonly burstRequests: readonly number[] }> {
  const places = coldPlaces(warmUps + runs, seed);
  const [ours, sample] = [await openOn(browser, oursPlaces, places.header), await openOn(browser, samplePlaces, places.header)];
  await ours
    .statusBarItem('farthing.meter')
    .filter({ hasText: /^.{0,2}\$0\.00 · \d+$/ })
    .waitFor();
  await sample.statusBarItem('instant sample').waitFor();
  const results = { ours: [] as number[], instant: [] as number[] };
  for (const place of places.samples) {
    results.ours.push(await onePress(ours, place));
    results.instant.push(await onePress(sample, place));
  }
  // Whoever counts the requests passes them on, which takes time: only from here on.
  await writeSettings(oursPlaces.folders, { ...quiet, 'farthing.localServer.url': passing.url });
  for (let tries = 0; tries < 10 && passing.requests() === 0; tries += 1) await requestsFor(ours, passing, 'jx5zq8wk2vm7pb');
  const burstRequests: number[] = [];
  for (const text of newTexts) burstRequests.push(await requestsFor(ours, passing, text));
  return { ours: results.ours.slice(warmUps), instant: results.instant.slice(warmUps), burstRequests };
}

/** Fourteen keys each; nothing of the kind stands in the text, so that no suggestion is followed. */
const newTexts = ['qz1xj7vk3wp9mb', 'zx8qk2jv6pw4nm', 'vj5zq9xk1mw7pb', 'kq3vz7jx5wn2mp', 'xz6jq1vk8pm4wb'];

/** How many requests reach the server from the first key until a while after the last. */
async function requestsFor(editor: Workbench, passing: PassThrough, text: string): Promise<number> {
  await editor.page.keyboard.press('Enter');
  await editor.page.waitForTimeout(1500);
  const before = passing.requests();
  await editor.page.keyboard.type(text, { delay: 90 });
  await editor.page.waitForTimeout(1500);
  return passing.requests() - before;
}

async function openOn(browser: Browser, places: ServerPlaces, header: string): Promise<Workbench> {
  const file = path.join(places.workspace, 'cold.txt');
  writeFileSync(file, header);
  const editor = await openProfile(browser, places);
  await editor.open({ file });
  await editor.goToEnd();
  await watchGhostText(editor.page);
  return editor;
}

/** Begins a line with a key that calls for nothing, rests as a person who thinks does, and presses the key that calls for an answer. */
async function onePress(editor: Workbench, { first, second }: { readonly first: string; readonly second: string }): Promise<number> {
  const { keyboard } = editor.page;
  await keyboard.press('Enter');
  await keyboard.type(first);
  await editor.page.waitForTimeout(600);
  await keyboard.press('Escape');
  await editor.page.waitForTimeout(100);
  const ms = await keyToGhostMs(editor.page, second);
  await keyboard.press('Escape');
  return ms;
}
