import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, inject, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { listProcesses } from '../../scripts/rig/processTable.ts';
import { connectToBrowser } from './harness/browser.ts';

let folder: string | undefined;
let child: ChildProcess | undefined;

afterEach(async () => {
  if (child?.exitCode === null) await interrupt(child);
  if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('npm start prints an address under which the sample is open, and Ctrl-C leaves no process behind', async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'farthing-start-'));
  const run = ['scripts/run.mjs', 'scripts/start.ts', '--browser', '--folder', folder];
  child = spawn(process.execPath, run, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await printedAddress(child);
  expect((await fetch(address)).status).toBe(200);

  const browser = await connectToBrowser(inject('browserEndpoint'));
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('.explorer-folders-view').getByText('tsconfig.json').waitFor({ timeout: 60_000 });
  await browser.close();

  const started = await descendants(child.pid ?? 0);
  expect(started.map(({ commandLine }) => commandLine)).toEqual(expect.arrayContaining([expect.stringContaining(folder)]));
  expect(await interrupt(child)).toBe(0);
  const left = (await listProcesses()).filter(({ pid }) => started.some((process) => process.pid === pid));
  expect(left).toEqual([]);
});

async function printedAddress(from: ChildProcess): Promise<string> {
  if (from.stdout === null) throw new Error('Its output is not read.');
  const printed: string[] = [];
  for await (const line of createInterface(from.stdout)) {
    printed.push(line);
    const address = /^Open (http:\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`No address was printed:\n${printed.join('\n')}`);
}

async function interrupt(running: ChildProcess): Promise<number | null> {
  running.stdout?.resume();
  running.kill('SIGINT');
  await once(running, 'exit');
  return running.exitCode;
}

async function descendants(pid: number): ReturnType<typeof listProcesses> {
  const all = await listProcesses();
  const found = new Set(all.filter((entry) => entry.parentPid === pid));
  for (const parent of found) for (const entry of all) if (entry.parentPid === parent.pid) found.add(entry);
  return [...found];
}
