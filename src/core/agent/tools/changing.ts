import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult, FileChange } from '../call.ts';
import { applyBlocks, lineCounts } from '../edits/index.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { problemsIn } from './examining.ts';
import { pathsOf } from './pathsOf.ts';
import { cannot, failed, told } from './prepared.ts';
import { unreadable } from './reading.ts';
import { locate, stillLeadsThere, type ToolPath } from './toolPath.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';
import type { PlacedChange } from './workspaceFiles.ts';

type ChangeCall = Extract<AgentCall, { readonly tool: 'edit' | 'create' | 'delete' | 'rename' }>;

/** Exactly these changes, where the files are as they were. */
export async function prepareChange(ports: ToolPorts, call: ChangeCall, mode: ApprovalMode, signal: AbortSignal): Promise<PreparedCall> {
  const places = await Promise.all(
    (call.tool === 'rename' ? [call.path, call.to] : [call.path]).map((path) => locate(ports, path, 'write', signal)),
  );
  for (const { verdict } of places) if (verdict.verdict === 'refuse') return cannot(verdict.reason, verdict.rule);
  const planned = await changesOf(ports, call, places, signal);
  if ('problem' in planned) {
    const { problem, isQuoting } = planned;
    return { ...cannot(problem), ...(isQuoting && { quotes: places.flatMap(({ asked }) => pathsOf(ports, asked)) }) };
  }
  const { changes, note } = planned;
  const content = { type: 'changes' as const, changes: changes.map(({ path, before, after }): FileChange => ({ path, before, after })) };
  return {
    content,
    verdict: verdictOn(content, { mode, paths: places.map(({ verdict }) => verdict), isTrusted: ports.isTrusted() }),
    run: (runSignal) => apply(ports, changes, note, runSignal),
  };
}

interface Planned {
  readonly changes: readonly PlacedChange[];
  /** For the model, behind what was done. */
  readonly note: string;
}

async function changesOf(
  { files }: ToolPorts,
  call: ChangeCall,
  places: readonly ToolPath[],
  signal: AbortSignal,
): Promise<Planned | { readonly problem: string; readonly isQuoting?: true }> {
  const [place, target] = places;
  if (!place || place.verdict.verdict === 'refuse') return { problem: 'The path is missing.' };
  const { asked, verdict } = place;
  const { path } = verdict;
  const now = await files.read(asked, signal);
  if (call.tool === 'create') {
    if (now.type !== 'missing') return { problem: `${path} exists already: edit it.` };
    return { changes: [{ asked, path, before: undefined, after: call.text }], note: '' };
  }
  if (now.type !== 'text') return { problem: `${path} ${unreadable(now)}` };
  const before = now.text;
  if (call.tool === 'delete') return { changes: [{ asked, path, before, after: undefined }], note: '' };
  if (call.tool === 'rename') {
    if (!target || target.verdict.verdict === 'refuse') return { problem: 'The new path is missing.' };
    const to = target.verdict.path;
    if ((await files.read(target.asked, signal)).type !== 'missing') return { problem: `${to} exists already.` };
    const moved = { asked: target.asked, path: to, before: undefined, after: before };
    return { changes: [{ asked, path, before, after: undefined }, moved], note: '' };
  }
  const edited = applyBlocks(before, call.blocks);
  if (edited.outcome === 'failed') {
    // The reason quotes the file, which nobody has allowed to be shown.
    const reason = verdict.verdict === 'ordinary' ? edited.reason : 'its text is not in the file, or more than once. Read the file first.';
    return { problem: `Block ${edited.block + 1} of ${path} cannot be applied, so nothing was changed: ${reason}`, isQuoting: true };
  }
  if (edited.text === before) return { problem: `These blocks change nothing in ${path}.` };
  const note = edited.inexact > 0 ? ` ${edited.inexact} of the blocks fitted only but for blanks, or for what is not seen.` : '';
  return { changes: [{ asked, path, before, after: edited.text }], note };
}

async function apply(ports: ToolPorts, changes: readonly PlacedChange[], note: string, signal: AbortSignal): Promise<CallResult> {
  if (!ports.isTrusted()) return failed('The workspace is not trusted. Nothing was changed.');
  for (const { asked, path } of changes) {
    if (!(await stillLeadsThere(ports, asked))) return failed(`${path} leads elsewhere than when it was asked for. Nothing was changed.`);
  }
  if (signal.aborted) return failed('Stopped before anything was changed.');
  const report = await ports.files.apply(changes);
  if (report.outcome === 'outdated')
    return failed(`${report.path} was changed by somebody else meanwhile. Nothing was changed: read it again.`);
  const facts = {
    changes: changes.map(({ path, before, after }): FileChange => ({ path, before, after })),
    paths: [...new Set(changes.flatMap(({ asked }) => pathsOf(ports, asked)))],
  };
  const unsaved = report.unsaved.map((path) => ` ${path} has unsaved changes of the user and was left unsaved.`).join('');
  const done = `${whatWasDone(changes)}${note}${unsaved}`;
  const left = changes.filter(({ after }) => after !== undefined).map(({ asked }) => asked);
  if (!ports.diagnostics || left.length === 0) return told(done, resultLimits.problems, facts);
  const found = problemsIn(await ports.diagnostics.problemsAfterChange(left, signal), ports, 'error');
  return told(`${done}\n${found.text}`, resultLimits.problems, { ...facts, problems: found.errors });
}

function whatWasDone(changes: readonly PlacedChange[]): string {
  const [first, second] = changes;
  if (first && second) return `Renamed ${first.path} to ${second.path}.`;
  const { added, removed } = lineCounts(changes);
  if (first?.before === undefined) return `Created ${first?.path}: ${added} lines.`;
  return first.after === undefined ? `Deleted ${first.path}.` : `Edited ${first.path}: ${added} lines added, ${removed} removed.`;
}
