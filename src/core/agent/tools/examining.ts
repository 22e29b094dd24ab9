import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import { judgePath } from '../paths/index.ts';
import type { PreparedCall } from '../ports.ts';
import type { FileProblems, Problem } from './diagnostics.ts';
import { isKept } from './isKept.ts';
import { pathsOf } from './pathsOf.ts';
import { cannot, told } from './prepared.ts';
import { locate } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';

type DiagnosticsCall = Extract<AgentCall, { readonly tool: 'diagnostics' }>;

export async function prepareDiagnostics(
  ports: ToolPorts,
  call: DiagnosticsCall,
  mode: ApprovalMode,
  signal: AbortSignal,
): Promise<PreparedCall> {
  const { diagnostics } = ports;
  if (!diagnostics) return cannot('Nobody here knows of errors and warnings: run the tests, or a checker.');
  const place = await locate(ports, call.path ?? '.', 'read', signal);
  if (place.verdict.verdict === 'refuse') return cannot(place.verdict.reason, place.verdict.rule);
  if (place.verdict.verdict === 'ask') return cannot(`${place.verdict.path} is not an ordinary file of the workspace.`, place.verdict.rule);
  return {
    content: undefined,
    verdict: verdictOn(undefined, { mode, paths: [place.verdict], isTrusted: ports.isTrusted() }),
    run: async (runSignal): Promise<CallResult> => {
      const found = problemsIn(await diagnostics.problems(call.path === undefined ? 'all' : [place.asked], runSignal), ports, 'warning');
      return told(found.text, resultLimits.problems, { problems: found.errors, paths: found.paths });
    },
  };
}

/** So many are told; a hundred more of the same help nobody. */
const mostProblems = 40;

export interface FoundProblems {
  readonly text: string;
  readonly errors: number;
  /** The files that are quoted, by all their names. */
  readonly paths: readonly string[];
}

/** Problems of files that a model may read unasked, errors first: messages quote the file. */
export function problemsIn(files: readonly FileProblems[], ports: ToolPorts, least: Problem['severity']): FoundProblems {
  const rows = files.flatMap(({ asked, problems }) => {
    const verdict = judgePath(asked, 'read', ports.files.place('read'));
    if (verdict.verdict !== 'ordinary' || isKept(ports, asked)) return [];
    return problems.map((problem) => ({ ...problem, asked, path: verdict.path }));
  });
  const errors = rows.filter(({ severity }) => severity === 'error');
  const told = least === 'error' ? errors : [...errors, ...rows.filter(({ severity }) => severity === 'warning')];
  const shown = told.slice(0, mostProblems);
  const lines = shown.map(({ path, line, severity, message, source }) => {
    return `${path}:${line}: ${severity}: ${message}${source === undefined ? '' : ` (${source})`}`;
  });
  const more = told.length > mostProblems ? [`(and ${told.length - mostProblems} more)`] : [];
  const text = told.length === 0 ? `(no ${least === 'error' ? 'errors' : 'errors or warnings'})` : [...lines, ...more].join('\n');
  return { text, errors: errors.length, paths: [...new Set(shown.flatMap(({ asked }) => pathsOf(ports, asked)))] };
}
