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
import type { RunningServer } from '../../scripts/start/start.ts';

const filling = { fillInTheMiddle: { type: 'infill' } };

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

  it('opens an editor of its own on the sample, with the extension under development, and keeps what is spent there out of the user’s ledger', async () => {
    const { record } = await startFarthing();
    const options = ['--user-data-dir', placeOf('code/user'), '--extensions-dir', placeOf('code/extensions')];
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const rest = [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', ...sandbox, placeOf('sample')];
    expect(record.args).toEqual([...options, ...rest]);
    expect(await readFile(placeOf('sample/src/shop.ts'), 'utf8')).toContain('printReceipt');
    expect(await settingsOf('code')).toMatchObject({
      // It is told where the local model server is.
      'farthing.localServer.url': expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      'farthing.ledger.folder': placeOf('code/ledger'),
    });
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
    const { child } = await startFarthing([{ kind: 'llama-server', baseUrl: url, models: [filling] }]);
    expect(await settingsOf('code')).toMatchObject({ 'farthing.localServer.url': url });
    await expect(readFile(placeOf('engine.pid'), 'utf8')).rejects.toThrow('ENOENT');
    child.kill('SIGINT');
    expect(await exitCode(child)).toBe(0);
    expect((await fetch(url)).status).toBe(200);
  });

  it('uses the one of several servers that has a model which fills in the middle', async () => {
    const url = await startUserServer();
    const chatting = { kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', models: [{}] };
    await startFarthing([chatting, { kind: 'vllm', baseUrl: url, models: [{}, filling] }]);
    expect(await settingsOf('code')).toMatchObject({ 'farthing.localServer.url': url });
  });

  it('starts its own server where those that run cannot fill in the middle, and says so in one line', async () => {
    const url = await startUserServer();
    const { printed } = await startFarthing([{ kind: 'ollama', baseUrl: url, models: [{}] }]);
    expect(await readFile(placeOf('engine.pid'), 'utf8')).toMatch(/^\d+$/);
    expect(await settingsOf('code')).not.toMatchObject({ 'farthing.localServer.url': url });
    expect(printed.split('\n').filter((line) => line.includes(url))).toEqual([
      `No model at ${url} (ollama) fills in the middle: starting a server with a tiny model that continues what it has seen before ...`,
    ]);
  });

  async function settingsOf(profile: string): Promise<unknown> {
    return JSON.parse(await readFile(placeOf(`${profile}/user/User/settings.json`), 'utf8'));
  }

  function placeOf(name: string): string {
    return path.join(folder, name);
  }

  function keep(child: ChildProcess): ChildProcess {
    running.push(child);
    return child;
  }

  /** Returns once the editor has been opened. */
  async function startFarthing(
    servers: readonly RunningServer[] = [],
  ): Promise<{ readonly child: ChildProcess; readonly record: CodeRecord; readonly printed: string }> {
    const script = path.join(import.meta.dirname, 'fixtures/startWithFakes.ts');
    const file = placeOf('record.json');
    const searchPath = [placeOf('bin'), path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);
    const child = keep(
      spawn(process.execPath, [script, folder], {
        env: { ...process.env, PATH: searchPath, FAKE_CODE_RECORD: file, FAKE_RUNNING_SERVERS: JSON.stringify(servers) },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const printed = await untilPrinted(child, 'Ctrl-C here stops it all.');
    const record = await expect
      .poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 5000 })
      .not.toBe('')
      .then(() => readFile(file, 'utf8'));
    return { child, record: JSON.parse(record) as CodeRecord, printed };
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

async function untilPrinted(child: ChildProcess, wanted: string): Promise<string> {
  let printed = '';
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    if (printed.includes(wanted)) {
      child.stdout?.resume();
      return printed;
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
