/**
 * Runs the mocha suites of `suite/` inside a real extension host: a VS Code server started for this, opened in Chromium, which is told where
 * the extension under development and its tests are. `FARTHING_HOST_GREP=text` runs some.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildExtension } from '../../scripts/rig/buildExtension.ts';
import { buildHostTests } from '../../scripts/rig/buildHostTests.ts';
import { rigFolder, root } from '../../scripts/rig/paths.ts';
import { startEngine } from '../engine/startEngine.ts';
import { connectToBrowser, newContext, startBrowser } from '../workbench/harness/browser.ts';
import { readLogs, startTestServer } from '../workbench/harness/codeServer.ts';
import type { HostTestResult } from './index.ts';
import { startProxies } from './proxy/startProxies.ts';

const limitMs = 180_000;

export async function runHostTests(): Promise<readonly HostTestResult[]> {
  await buildExtension();
  const tests = await buildHostTests();
  const resultsFile = path.join(rigFolder, 'results/host.json');
  await mkdir(path.dirname(resultsFile), { recursive: true });
  await rm(resultsFile, { force: true });
  const [engine, proxies] = await Promise.all([startEngine(), startProxies()]);
  const ledger = await mkdtemp(path.join(tmpdir(), 'farthing-host-'));
  const server = await startTestServer({
    withSmokeTestDriver: true,
    settings: { 'farthing.localServer.url': engine.url, 'farthing.ledger.folder': ledger },
    env: {
      ...proxies.env,
      FARTHING_HOST_RESULTS: resultsFile,
      FARTHING_HOST_LEDGER_FOLDER: ledger,
      ...(process.env.FARTHING_HOST_GREP === undefined ? {} : { FARTHING_HOST_GREP: process.env.FARTHING_HOST_GREP }),
    },
  });
  const browserServer = await startBrowser();
  try {
    const browser = await connectToBrowser(browserServer.wsEndpoint());
    const page = await (await newContext(browser)).newPage();
    const exited = new Promise<number>((resolve) => {
      // The workbench asks for these two at its start, so they must be there before it.
      void page.exposeFunction('codeAutomationLog', () => undefined);
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.process.port}${file}`;
    const url = new URL(server.places.url);
    url.searchParams.set('folder', server.places.workspace);
    const payload = [
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(tests)],
      ['skipWelcome', 'true'],
    ];
    url.searchParams.set('payload', JSON.stringify(payload));
    await page.goto(url.href);
    const code = await Promise.race([exited, sleep(limitMs, undefined, { ref: false })]);
    const results = await readFile(resultsFile, 'utf8').catch(() => undefined);
    if (results !== undefined) return JSON.parse(results) as readonly HostTestResult[];
    const problem =
      code === undefined ? `no result after ${limitMs / 1000} s` : `the extension host ended with ${code} and left no results`;
    throw new Error(`${problem}\n${await readLogs(server.places)}`);
  } finally {
    await Promise.all([browserServer.close(), server.stop(), engine.stop(), proxies.stop()]);
    await rm(ledger, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const results = await runHostTests();
  for (const { title, outcome, durationMs, error } of results) {
    console.log(
      [outcome.padEnd(7), title, durationMs === undefined ? '' : `(${durationMs} ms)`, error === undefined ? '' : `\n${error}`]
        .join(' ')
        .trimEnd(),
    );
  }
  const isGood = results.some(({ outcome }) => outcome === 'passed') && results.every(({ outcome }) => outcome !== 'failed');
  process.exit(isGood ? 0 : 1);
}
