import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';

describe.skipIf(process.platform === 'win32')('npm start with VS Code on PATH', () => {
  let folder: string;
  let running: ChildProcess[];
  let userServer: Server | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'farthing-start-'));
    running = [];
    userServer = undefined;
    await mkdir(path.join(folder, 'bin'));
    await copyFile(path.join(import.meta.dirname, 'fixtures/fakeCode.mjs'), path.join(folder, 'bin/code'));
    await chmod(path.join(folder, 'bin/code'), 0o755);
  });

  afterEach(async () => {
    // Politely: killed outright, it could not end what it started.
    for (const child of running) {
      child.kill('SIGTERM');
      await exitCode(child);
    }
    userServer?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens an editor of its own on the sample, with the extension under development', async () => {
    const { record } = await startFarthing();
    const options = ['--user-data-dir', placeOf('code/user'), '--extensions-dir', placeOf('code/extensions')];
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const rest = [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', ...sandbox, placeOf('sample')];
    expect(record.args).toEqual([...options, ...rest]);
    expect(await readFile(placeOf('sample/src/shop.ts'), 'utf8')).toContain('printReceipt');
  });

  it('tells the editor where the local model server is', async () => {
    await startFarthing();
    const settings = JSON.parse(await readFile(placeOf('code/user/User/settings.json'), 'utf8')) as Record<string, unknown>;
    expect(settings['farthing.localServer.url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`ends all it started, and nothing else, on ${signal}`, async () => {
      const decoy = keep(
        spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${placeOf('code/user')}-of-another`]),
      );
      const { child, record } = await startFarthing();
      const engine = Number(await readFile(placeOf('engine.pid'), 'utf8'));
      expect([record.launcher, record.editor, engine].map(isAlive)).toEqual([true, true, true]);
      child.kill(signal);
      expect(await exitCode(child)).toBe(0);
      expect([record.launcher, record.editor, engine].map(isAlive)).toEqual([false, false, false]);
      expect(isAlive(decoy.pid ?? 0)).toBe(true);
    });
  }

  it('ends the local model server when the window is closed', async () => {
    const { child, record } = await startFarthing();
    const engine = Number(await readFile(placeOf('engine.pid'), 'utf8'));
    process.kill(record.editor);
    expect(await exitCode(child)).toBe(0);
    expect(isAlive(engine)).toBe(false);
  });

  it('uses a local model server that runs already, and leaves it running', async () => {
    const url = await startUserServer();
    const { child } = await startFarthing({ FAKE_RUNNING_SERVER: url });
    const settings = JSON.parse(await readFile(placeOf('code/user/User/settings.json'), 'utf8')) as Record<string, unknown>;
    expect(settings['farthing.localServer.url']).toBe(url);
    await expect(readFile(placeOf('engine.pid'), 'utf8')).rejects.toThrow('ENOENT');
    child.kill('SIGINT');
    expect(await exitCode(child)).toBe(0);
    expect((await fetch(url)).status).toBe(200);
  });

  function placeOf(name: string): string {
    return path.join(folder, name);
  }

  function keep(child: ChildProcess): ChildProcess {
    running.push(child);
    return child;
  }

  /** Returns once the editor has been opened. */
  async function startFarthing(env: NodeJS.ProcessEnv = {}): Promise<{ readonly child: ChildProcess; readonly record: CodeRecord }> {
    const script = path.join(import.meta.dirname, 'fixtures/startWithFakes.ts');
    const file = placeOf('record.json');
    const searchPath = [placeOf('bin'), path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);
    const child = keep(
      spawn(process.execPath, [script, folder], {
        env: { ...process.env, PATH: searchPath, FAKE_CODE_RECORD: file, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    await untilPrinted(child, 'Ctrl-C here stops it all.');
    const record = await expect
      .poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 5000 })
      .not.toBe('')
      .then(() => readFile(file, 'utf8'));
    return { child, record: JSON.parse(record) as CodeRecord };
  }

  async function startUserServer(): Promise<string> {
    userServer = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(userServer, 'listening');
    return `http://127.0.0.1:${(userServer.address() as AddressInfo).port}`;
  }
});

interface CodeRecord {
  readonly args: readonly string[];
  readonly launcher: number;
  readonly editor: number;
}

async function untilPrinted(child: ChildProcess, wanted: string): Promise<void> {
  let printed = '';
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    if (printed.includes(wanted)) {
      child.stdout?.resume();
      return;
    }
  }
  throw new Error(`It ended before printing "${wanted}":\n${printed}`);
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** A zombie, dead but not yet collected by its parent, is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
