import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import type { AgentTools, PreparedCall } from '../ports.ts';
import { prepareChange } from './changing.ts';
import { prepareDiagnostics } from './examining.ts';
import { prepareExternal } from './external.ts';
import { prepareList } from './listing.ts';
import { cannot, failed } from './prepared.ts';
import { prepareRead } from './reading.ts';
import { prepareRun } from './running.ts';
import { prepareSearch } from './searching.ts';
import { prepareTest } from './testing.ts';
import type { ToolPorts } from './toolPorts.ts';

/** The tools over the files, the commands and the editor that they are given. */
export function createAgentTools(ports: ToolPorts): AgentTools {
  return {
    external: () => (ports.isTrusted() ? (ports.external?.list() ?? []) : []),
    prepare: async (call, approvals, signal) => {
      try {
        return runningSafely(await prepare(ports, call, approvals, signal));
      } catch (cause) {
        return cannot(wordsOf(cause));
      }
    },
  };
}

async function prepare(ports: ToolPorts, call: AgentCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  switch (call.tool) {
    case 'read':
      return prepareRead(ports, call, mode, signal);
    case 'list':
      return prepareList(ports, call, mode, signal);
    case 'search':
      return prepareSearch(ports, call, mode, signal);
    case 'edit':
    case 'create':
    case 'delete':
    case 'rename':
      return prepareChange(ports, call, mode, signal);
    case 'run':
      return prepareRun(ports, call, mode, signal);
    case 'test':
      return prepareTest(ports, call, mode, signal);
    case 'diagnostics':
      return prepareDiagnostics(ports, call, mode, signal);
    case 'external':
      return prepareExternal(ports, call, mode);
    case 'ask':
    case 'delegate':
    case 'finish':
      return cannot(`${call.tool} is no tool of the workspace.`, 'loop-tool');
    default:
      return call satisfies never;
  }
}

/** What breaks while it runs is told to the model like any other failure. */
function runningSafely(prepared: PreparedCall): PreparedCall {
  const run = async (signal: AbortSignal): Promise<CallResult> => {
    try {
      return await prepared.run(signal);
    } catch (cause) {
      return failed(signal.aborted ? 'Stopped by the user.' : wordsOf(cause));
    }
  };
  return { ...prepared, run };
}

function wordsOf(cause: unknown): string {
  return `It failed: ${cause instanceof Error ? cause.message : String(cause)}`;
}
