import { globProblem, pathGlob } from '../../policy/index.ts';
import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import { type AskedPath, judgePath } from '../paths/index.ts';
import type { PreparedCall } from '../ports.ts';
import { isKept } from './isKept.ts';
import { pathsOf } from './pathsOf.ts';
import { cannot, failed, told } from './prepared.ts';
import { locate } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';
import type { SearchReport } from './workspaceSearch.ts';

type SearchCall = Extract<AgentCall, { readonly tool: 'search' }>;

/** Nothing is found in files that a model may not read unasked: a search must not show what reading would be asked for. */
export async function prepareSearch(ports: ToolPorts, call: SearchCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const problem = call.glob === undefined ? undefined : globProblem(call.glob);
  if (problem) return cannot(`The glob ${problem}.`);
  const { asked, verdict } = await locate(ports, '.', 'read', signal);
  if (verdict.verdict !== 'ordinary') return cannot(verdict.reason, verdict.rule);
  const fits = call.glob === undefined ? () => true : pathGlob(call.glob);
  const takes = (path: string): boolean => fits(path) && mayBeRead(ports, asked, path);
  return {
    content: undefined,
    verdict: verdictOn(undefined, { mode, paths: [verdict], isTrusted: ports.isTrusted() }),
    run: async (runSignal) =>
      result(ports, asked, await ports.search.search({ folder: asked, pattern: call.pattern, isRegex: call.isRegex, takes }, runSignal)),
  };
}

/** Searches follow no links: what is found lies where its path says. */
function mayBeRead(ports: ToolPorts, folder: AskedPath, path: string): boolean {
  const found = foundIn(folder, path);
  return judgePath(found, 'read', ports.files.place('read')).verdict === 'ordinary' && !isKept(ports, found);
}

const foundIn = ({ absolute, real }: AskedPath, path: string): AskedPath => ({
  text: path,
  absolute: below(absolute, path),
  real: below(real, path),
});

function below(folder: string, path: string): string {
  return `${folder.replace(/\/$/, '')}/${path}`;
}

const nothingYetWords = '(nothing was found before the search was ended early: that does not say that there is nothing)';
const mayBeMoreWords = '(the search was ended early: there may be more, search for something narrower)';

function result(ports: ToolPorts, folder: AskedPath, report: SearchReport): CallResult {
  if (report.outcome === 'failed') return failed(report.reason);
  const { hits, isCut } = report;
  if (hits.length === 0) return told(isCut ? nothingYetWords : '(nothing found)', resultLimits.search);
  const rows = hits.map(({ path, line, text }) => `${path}:${line}: ${text}`);
  const text = [...rows, ...(isCut ? [mayBeMoreWords] : [])].join('\n');
  return told(text, resultLimits.search, { paths: [...new Set(hits.flatMap(({ path }) => pathsOf(ports, foundIn(folder, path))))] });
}
