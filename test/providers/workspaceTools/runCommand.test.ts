import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { environmentFor } from '../../../src/providers/workspaceTools/environment.ts';
import { runCommand } from '../../../src/providers/workspaceTools/runCommand.ts';
import { useFolder } from '../../support/useFolder.ts';

const never = new AbortController().signal;
const at = useFolder();
const run = (command: string, timeoutMs = 20_000, signal = never) => runCommand({ command, folder: at('.'), timeoutMs }, signal);

/** Is the process whose number is in that file still there? */
function isAlive(file: string): boolean {
  const status = `/proc/${readFileSync(at(file), 'utf8').trim()}/stat`;
  return existsSync(status) && !/^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8'));
}

describe('A command', () => {
  it('is run by a shell, without input, and tells both outputs and its exit code', async () => {
    expect(await run('cat && echo out && echo err >&2 && exit 3')).toEqual({ ended: 'exited', exitCode: 3, output: 'out\nerr\n' });
  });

  it('that takes too long is ended, and so is what it started', async () => {
    const report = await run('sleep 60 & echo $! > child; wait', 300);
    expect([report.ended, report.exitCode, isAlive('child')]).toEqual(['timed-out', undefined, false]);
  });

  it('that the user stops is ended with all that it started, even if that does not listen', async () => {
    const stop = new AbortController();
    const report = run(`sh -c 'trap "" TERM; echo $$ > child; while :; do sleep 0.05; done' & wait`, 20_000, stop.signal);
    await vi.waitFor(() => expect(readFileSync(at('child'), 'utf8')).toMatch(/\d\n/), { interval: 10, timeout: 5_000 });
    stop.abort();
    const { ended } = await report;
    await vi.waitFor(() => expect(isAlive('child')).toBe(false), { interval: 10, timeout: 5_000 });
    expect(ended).toBe('stopped');
  });

  it.each([
    ['the shell itself', 'kill -KILL $$', 137],
    ['what it became', 'exec sh -c "kill -TERM \\$\\$"', 143],
    ['what it started', 'sh -c "kill -KILL \\$\\$"; exit $?', 137],
  ])('of which a signal ends %s has the exit code of a failure, as shells tell it', async (_, command, exitCode) => {
    expect(await run(`echo passed; ${command}`)).toMatchObject({ ended: 'exited', exitCode });
  });

  it('leaves nothing behind that runs on', async () => {
    const report = await run('sleep 60 & echo $! > child');
    expect([report.ended, report.exitCode]).toEqual(['exited', 0]);
    await vi.waitFor(() => expect(isAlive('child')).toBe(false), { interval: 10, timeout: 5_000 });
  });

  it('that writes without end fills no memory', async () => {
    const { output } = await run('yes | head -c 5000000');
    expect(output.length).toBeLessThan(66_000);
  });

  it('that was stopped before it began is not begun', async () => {
    await expect(run('touch begun', 20_000, AbortSignal.abort())).rejects.toThrow('aborted');
    expect(existsSync(at('begun'))).toBe(false);
  });
});

describe('The environment of a command', () => {
  it('has no keys, and nothing of the editor', () => {
    const own = {
      PATH: '/bin',
      HOME: '/home/me',
      KEYBOARD: 'de',
      OPENAI_API_KEY: 'k',
      GITHUB_TOKEN: 't',
      AWS_SECRET_ACCESS_KEY: 's',
      DB_PASSWORD: 'p',
      FARTHING_HOME: '/x',
      VSCODE_IPC_HOOK: '/y',
      ELECTRON_RUN_AS_NODE: '1',
    };
    expect(Object.keys(environmentFor(own))).toEqual([
      'PATH',
      'HOME',
      'KEYBOARD',
      'CI',
      'PAGER',
      'GIT_PAGER',
      'GIT_TERMINAL_PROMPT',
      'GIT_EDITOR',
    ]);
  });
});
