import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { otherFoldersPaths } from './pathsOf.ts';
import { cannot, failed, told } from './prepared.ts';
import { locate, stillLeadsThere } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';
import type { FileListing } from './workspaceFiles.ts';

type ListCall = Extract<AgentCall, { readonly tool: 'list' }>;

export async function prepareList(ports: ToolPorts, call: ListCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const { asked, verdict } = await locate(ports, call.path, 'read', signal);
  if (verdict.verdict === 'refuse') return cannot(verdict.reason, verdict.rule);
  const content = verdict.verdict === 'ask' ? { type: 'read' as const, path: verdict.path } : undefined;
  return {
    content,
    verdict: verdictOn(content, { mode, paths: [verdict], isTrusted: ports.isTrusted() }),
    run: async (runSignal): Promise<CallResult> => {
      if (!(await stillLeadsThere(ports, asked))) return failed(`${verdict.path} leads elsewhere than when it was asked for.`);
      const listing = await ports.files.list(asked, runSignal);
      // Names are of that folder, too.
      const paths = otherFoldersPaths(ports, asked);
      return told(shown(listing), resultLimits.list, paths.length > 0 ? { paths } : undefined);
    },
  };
}

/** So many files are told one by one; of more, those of the folder itself and how many lie in each folder of it. */
const mostFiles = 200;

const nothingYetWords = '(no file was seen before the listing was ended early: that does not say that there is none)';
const notAllWords = '(these are not all: the listing was ended early, list a folder of it)';

function shown({ paths, isCut }: FileListing): string {
  if (paths.length === 0) return isCut ? nothingYetWords : '(no files that git does not ignore)';
  if (paths.length <= mostFiles && !isCut) return paths.join('\n');
  const own = paths.filter((path) => !path.includes('/'));
  const counts = new Map<string, number>();
  for (const path of paths) {
    const end = path.indexOf('/');
    if (end > 0) counts.set(path.slice(0, end), (counts.get(path.slice(0, end)) ?? 0) + 1);
  }
  const folders = [...counts].map(([name, count]) => `${name}/ (${count}${isCut ? ' or more' : ''} files)`);
  return [...folders, ...own, ...(isCut ? [notAllWords] : [])].join('\n');
}
