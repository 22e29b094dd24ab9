import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandToRun } from '../../../../src/core/agent/tools/index.ts';
import { TerminalRunner } from '../../../../src/features/agent/tools/terminalRunner.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { type FakeExecution, type FakeTerminal, workbench } from './fakeWorkbench.ts';

vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api());

const never = new AbortController().signal;
const elsewhere = { ended: 'exited', exitCode: 7, output: 'without a terminal' } as const;

function running() {
  const time = new FakeTime();
  const spawned: CommandToRun[] = [];
  const runner = new TerminalRunner({
    timers: time,
    environment: { PATH: '/bin', OPENAI_API_KEY: 'k' },
    otherwise: {
      run: async (command) => {
        spawned.push(command);
        return elsewhere;
      },
    },
  });
  const run = (command: string, signal = never) => runner.run({ command, folder: '/shop', timeoutMs: 60_000 }, signal);
  return { time, spawned, runner, run };
}

/** The shell of that terminal tells of itself; what it is given is answered by this output. */
async function shellOf(
  terminal: FakeTerminal | undefined,
  output: readonly string[] = [],
): Promise<{ readonly executions: readonly FakeExecution[] }> {
  const executions: FakeExecution[] = [];
  const shellIntegration = {
    executeCommand: (command: string) => {
      const execution = {
        command,
        output,
        async *read() {
          yield* output;
        },
      };
      executions.push(execution);
      return execution;
    },
  };
  if (terminal) workbench.integrationChanged.tell({ terminal, shellIntegration });
  await nextTurn();
  return { executions };
}

beforeEach(() => workbench.reset());

describe('A command in a terminal', () => {
  it('is sent as it was approved, in its folder and without keys, and its output and exit code are told', async () => {
    const { run } = running();
    const report = run('npm test && echo "a b"');
    const [terminal] = workbench.terminals;
    const { executions } = await shellOf(terminal, ['\u001B]633;C\u0007one\r\n', 'two\r\n']);
    const [execution] = executions;
    if (execution) workbench.executionEnded.tell({ execution, exitCode: 3 });
    expect({ report: await report, command: execution?.command, options: terminal?.options, listeners: workbench.listeners }).toEqual({
      report: { ended: 'exited', exitCode: 3, output: '\u001B]633;C\u0007one\r\ntwo\r\n' },
      command: 'npm test && echo "a b"',
      options: {
        name: 'Farthing',
        cwd: '/shop',
        env: { OPENAI_API_KEY: null, CI: 'true', PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true' },
        isTransient: true,
      },
      listeners: 0,
    });
  });

  it('has a terminal of its own, and the one before is closed', async () => {
    const { run } = running();
    for (const index of [0, 1]) {
      const report = run('ls');
      const { executions } = await shellOf(workbench.terminals[index]);
      const [execution] = executions;
      if (execution) workbench.executionEnded.tell({ execution, exitCode: 0 });
      await report;
    }
    expect(workbench.terminals.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
  });

  it('is run without one where the shell does not tell of itself within three seconds, and from then on', async () => {
    const { time, run, spawned } = running();
    const first = run('ls');
    await time.advance(3_000);
    const reports = [await first, await run('pwd')];
    expect({
      reports,
      spawned: spawned.map(({ command }) => command),
      terminals: workbench.terminals.map(({ isDisposed }) => isDisposed),
    }).toEqual({
      reports: [elsewhere, elsewhere],
      spawned: ['ls', 'pwd'],
      terminals: [true],
    });
  });

  it('of several lines is run without one', async () => {
    const { run, spawned } = running();
    await run('ls\nrm x');
    expect([spawned.map(({ command }) => command), workbench.terminals]).toEqual([['ls\nrm x'], []]);
  });

  it.each(['stopped', 'timed-out'] as const)('that is %s is interrupted, and its terminal goes if that does not help', async (ended) => {
    const { time, run } = running();
    const stop = new AbortController();
    const report = run('npm start', stop.signal);
    const [terminal] = workbench.terminals;
    await shellOf(terminal, ['listening']);
    if (ended === 'stopped') stop.abort();
    else await time.advance(60_000);
    const wasClosed = terminal?.isDisposed;
    await time.advance(2_000);
    expect({ report: await report, sent: terminal?.sent, wasClosed, isClosed: terminal?.isDisposed, timers: time.pendingTimers }).toEqual({
      report: { ended, exitCode: undefined, output: 'listening' },
      sent: ['\u0003'],
      wasClosed: false,
      isClosed: true,
      timers: 0,
    });
  });

  it('is stopped by whoever closes its terminal', async () => {
    const { run } = running();
    const report = run('npm start');
    const [terminal] = workbench.terminals;
    await shellOf(terminal);
    terminal?.dispose();
    expect((await report).ended).toBe('stopped');
  });

  it('that was stopped before its shell was there is not sent', async () => {
    const { run, spawned } = running();
    const stop = new AbortController();
    const report = run('npm start', stop.signal);
    stop.abort();
    const { executions } = await shellOf(workbench.terminals[0]);
    expect([(await report).ended, executions, spawned]).toEqual(['stopped', [], []]);
  });
});
