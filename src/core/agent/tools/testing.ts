import type { AgentCall, CallResult, ResultFacts } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import { judgePath } from '../paths/index.ts';
import type { PreparedCall } from '../ports.ts';
import type { CommandReport } from './commandRunner.ts';
import { isKept } from './isKept.ts';
import { cannot, told } from './prepared.ts';
import { prepareCommand, reportText } from './running.ts';
import { terminalText } from './terminalText.ts';
import { type ProjectTest, projectTestOf } from './testCommand.ts';
import { testCountsIn } from './testCounts.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';

type TestCall = Extract<AgentCall, { readonly tool: 'test' }>;

/**
 * The tests: the command of the user's setting, else the one that the project names, which is asked for together with what it runs, so that another
 * script is another question. A model may run some of the tests, or, where nobody names any, a command of its own.
 */
export async function prepareTest(ports: ToolPorts, call: TestCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const { testCommand, testTimeoutMs } = ports.settings();
  const known = testCommand.trim() === '' ? await projectTest(ports, signal) : { command: testCommand };
  const command = call.command ?? known?.command;
  if (command === undefined)
    return cannot('Nobody says how the tests are run here: call test with a command, or ask the user.', 'no-test-command');
  const runs = known !== undefined && isPartOf(known.command, command) ? known.runs : undefined;
  const approvedTests = testCommand.trim() === '' ? [] : [testCommand];
  return prepareCommand(
    ports,
    { command, ...(runs !== undefined && { runs: `package.json: ${runs}` }), timeoutMs: testTimeoutMs, approvedTests },
    mode,
    signal,
    {
      read: (report, timeoutMs) => testResult(report, timeoutMs, proofOf(command, known)),
      isStillSame: async () => runs === undefined || (await projectTest(ports, signal))?.runs === runs,
    },
  );
}

/** `whole`: what it says of the tests holds. `part`: only that something failed. `own`: nobody names tests here, so the model's are the ones. */
type Proof = 'whole' | 'part' | 'own';

function proofOf(command: string, known: ProjectTest | undefined): Proof {
  if (!known) return 'own';
  return command === known.command ? 'whole' : 'part';
}

function isPartOf(whole: string, command: string): boolean {
  return command === whole || command.startsWith(`${whole} `);
}

/**
 * An exit code beats what is printed: whoever fails has a failed test, and whoever ends and nobody knows how, as after a signal, has failed, too. A command that the model made up proves nothing by passing: where the project
 * has tests, only all of them do, and where it has none, only what a reporter counted.
 */
function testResult(report: CommandReport, timeoutMs: number, proof: Proof): CallResult {
  const { ended, exitCode } = report;
  const counted = testCountsIn(terminalText(report.output));
  const isFailure = ended !== 'exited' || exitCode !== 0;
  const failed = isFailure ? Math.max(1, counted?.failed ?? 0) : (counted?.failed ?? 0);
  const isCounted = counted !== undefined && counted.failed + counted.passed > 0;
  const passed = counted?.passed ?? (failed === 0 && exitCode === 0 ? 1 : 0);
  const isProof = failed > 0 || (proof === 'whole' && exitCode === 0) || (proof === 'own' && isCounted && exitCode === 0);
  const facts: ResultFacts = {
    ...(exitCode !== undefined && { exitCode }),
    ...(isProof && ended !== 'stopped' && { tests: { failed, passed } }),
  };
  const count = isCounted ? `(${counted.failed} failed, ${counted.passed} passed)\n` : '';
  return told(`${count}${reportText(report, timeoutMs)}`, resultLimits.output, facts);
}

function projectTest(ports: ToolPorts, signal: AbortSignal): Promise<ProjectTest | undefined> {
  const { files } = ports;
  return projectTestOf(async (path) => {
    const asked = await files.resolve(path);
    const verdict = judgePath(asked, 'read', files.place('read'));
    if (verdict.verdict !== 'ordinary' || isKept(ports, asked)) return undefined;
    const content = await files.read(asked, signal);
    // Of a lock file it is enough that it is there.
    if (content.type === 'text') return content.text;
    return content.type === 'too-large' || content.type === 'binary' ? '' : undefined;
  });
}
