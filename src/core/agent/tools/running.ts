import { revealInvisible } from '../../policy/index.ts';
import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import { filesRead, judgeCommand } from '../commands/index.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { filesNamed, filesTold } from './commandPaths.ts';
import type { CommandReport } from './commandRunner.ts';
import { otherFoldersPaths, pathsOf } from './pathsOf.ts';
import { cannot, failed, told } from './prepared.ts';
import { terminalText } from './terminalText.ts';
import { locate, stillLeadsThere } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';

type RunCall = Extract<AgentCall, { readonly tool: 'run' }>;

export async function prepareRun(ports: ToolPorts, call: RunCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const { commandTimeoutMs } = ports.settings();
  return prepareCommand(ports, { ...call, timeoutMs: commandTimeoutMs, approvedTests: [] }, mode, signal, {
    read: commandResult,
    isStillSame: async () => true,
  });
}

export interface Command {
  readonly command: string;
  readonly folder?: string;
  /** What that runs, where somebody says so: part of the question. */
  readonly runs?: string;
  readonly timeoutMs: number;
  /** What the user approved by its whole text. */
  readonly approvedTests: readonly string[];
}

interface CommandUse {
  readonly read: (report: CommandReport, timeoutMs: number) => CallResult;
  /** Does it still do what was approved, as far as that can be known? */
  readonly isStillSame: () => Promise<boolean>;
}

/** A command in a folder; whether it may run is decided from its text. */
export async function prepareCommand(
  ports: ToolPorts,
  { command, folder = '.', runs, timeoutMs, approvedTests }: Command,
  mode: ApprovalMode,
  signal: AbortSignal,
  use: CommandUse,
): Promise<PreparedCall> {
  const { asked, verdict } = await locate(ports, folder, 'read', signal);
  if (verdict.verdict === 'refuse') return cannot(verdict.reason, verdict.rule);
  if ((await ports.files.read(asked, signal)).type !== 'folder') return cannot(`${verdict.path} is no folder.`);
  const { trustedCommands, deniedCommands } = ports.settings();
  const { system } = ports.files.place('read');
  const judged = judgeCommand(command, { allow: trustedCommands, deny: deniedCommands, approvedTests, system, folder: verdict.path });
  const named = judged.verdict === 'automatic' ? filesRead(command, verdict.path) : [];
  const places = [{ asked, verdict }, ...(await Promise.all(named.map((path) => locate(ports, path, 'read', signal))))];
  const given = { mode, paths: places.map((place) => place.verdict), command: judged, isTrusted: ports.isTrusted() };
  const content = { type: 'command' as const, command, folder: verdict.path, shown: revealInvisible(command) };
  const plain = verdictOn(content, given);
  // Only a question says more than the command.
  const asking = runs !== undefined && plain.verdict === 'ask' ? { ...content, shown: revealInvisible(`${command}\n# ${runs}`) } : content;
  return {
    content: asking,
    verdict: plain,
    run: async (runSignal) => {
      if (!ports.isTrusted()) return failed('The workspace is not trusted. Nothing was run.');
      for (const place of places) {
        if (!(await stillLeadsThere(ports, place.asked))) {
          return failed(`${place.asked.text} leads elsewhere than when it was asked for. Nothing was run.`);
        }
      }
      if (!(await use.isStillSame())) return failed('It would run something else than when it was asked for. Nothing was run.');
      if (runSignal.aborted) return failed('Stopped before it was run.');
      const named = await filesNamed(ports, command, asked, runSignal);
      const result = use.read(await ports.commands.run({ command, folder: asked.real, timeoutMs }, runSignal), timeoutMs);
      const read = places.slice(1).flatMap((place) => pathsOf(ports, place.asked));
      const paths = [...new Set([...read, ...named, ...otherFoldersPaths(ports, asked), ...filesTold(ports, result.text, asked)])];
      return paths.length > 0 ? { ...result, facts: { ...result.facts, paths } } : result;
    },
  };
}

function commandResult(report: CommandReport, timeoutMs: number): CallResult {
  const { exitCode } = report;
  const facts = exitCode === undefined ? undefined : { exitCode };
  return told(reportText(report, timeoutMs), resultLimits.output, facts);
}

/** The end of it first, because it is short and decides; then what it wrote. */
export function reportText({ ended, exitCode, output }: CommandReport, timeoutMs: number): string {
  const how = {
    exited: exitCode === undefined ? '(ended, nobody knows with which exit code)' : `(exit code ${exitCode})`,
    'timed-out': `(ended by us: it took longer than ${Math.round(timeoutMs / 1000)} s)`,
    stopped: '(stopped before it was over)',
  }[ended];
  const text = terminalText(output).trimEnd();
  return `${how}\n${text === '' ? '(no output)' : text}`;
}
