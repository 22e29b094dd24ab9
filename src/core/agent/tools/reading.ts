import { stripInvisible } from '../../policy/index.ts';
import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { pathsOf } from './pathsOf.ts';
import { cannot, failed, told } from './prepared.ts';
import { locate, stillLeadsThere, type ToolPath } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';

type ReadCall = Extract<AgentCall, { readonly tool: 'read' }>;

export async function prepareRead(ports: ToolPorts, call: ReadCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const place = await locate(ports, call.path, 'read', signal);
  const { verdict } = place;
  if (verdict.verdict === 'refuse') return cannot(verdict.reason, verdict.rule);
  const content = verdict.verdict === 'ask' ? { type: 'read' as const, path: verdict.path } : undefined;
  return {
    content,
    verdict: verdictOn(content, { mode, paths: [verdict], isTrusted: ports.isTrusted() }),
    run: (runSignal) => read(ports, place, call, verdict.path, runSignal),
  };
}

async function read(ports: ToolPorts, { asked }: ToolPath, call: ReadCall, path: string, signal: AbortSignal): Promise<CallResult> {
  if (!(await stillLeadsThere(ports, asked))) return failed(`${path} leads elsewhere than when it was asked for; it was not read.`);
  const content = await ports.files.read(asked, signal);
  if (content.type === 'text') return told(numbered(content.text, call), resultLimits.read, { paths: pathsOf(ports, asked) });
  return failed(`${path} ${unreadable(content)}`);
}

/** Why a file has no text. Goes on after its name. */
export function unreadable(
  content: { readonly type: 'binary' | 'folder' | 'missing' } | { readonly type: 'too-large'; readonly bytes: number },
): string {
  switch (content.type) {
    case 'binary':
      return 'is no text in UTF-8.';
    case 'folder':
      return 'is a folder: list it.';
    case 'missing':
      return 'does not exist.';
    case 'too-large':
      return `is too large to be read: ${content.bytes} bytes. Search in it.`;
    default:
      return content satisfies never;
  }
}

const most = { lines: 500, lineCharacters: 2_000 } as const;

/** Lines with their numbers, as many as a result may have, and how to go on. */
function numbered(text: string, { fromLine = 1, toLine = Number.POSITIVE_INFINITY }: ReadCall): string {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return '(empty file)';
  if (fromLine > lines.length) return `(the file has ${lines.length} lines)`;
  const shown: string[] = [];
  const hidden: number[] = [];
  let characters = 0;
  let number = fromLine;
  for (; number <= Math.min(toLine, lines.length, fromLine + most.lines - 1); number += 1) {
    const line = lines[number - 1] ?? '';
    const seen = stripInvisible(line);
    if (seen !== line) hidden.push(number);
    const row = `${number}\t${cut(seen)}`;
    characters += row.length + 1;
    // Room for what is said below it.
    if (characters > resultLimits.read - 500 && shown.length > 0) break;
    shown.push(row);
  }
  const isAll = number > lines.length && fromLine === 1;
  if (!isAll) shown.push(`(lines ${fromLine} to ${number - 1} of ${lines.length})`);
  if (hidden.length > 0) {
    shown.push(`(invisible characters are left out here in lines ${hidden.slice(0, 20).join(', ')}${hidden.length > 20 ? ' ...' : ''})`);
  }
  return shown.join('\n');
}

function cut(line: string): string {
  return line.length > most.lineCharacters ? `${line.slice(0, most.lineCharacters)}[... ${line.length - most.lineCharacters} more]` : line;
}
