import type { Redaction } from '../../policy/index.ts';
import type { AgentCall } from '../call.ts';
import type { AgentEvent, Attachment } from '../event.ts';
import { changedFiles } from '../loop/changedFiles.ts';
import { checkpoint } from '../loop/doCall.ts';
import { runAgent } from '../loop/runAgent.ts';
import type { Session } from '../loop/session.ts';
import { standingOf } from '../loop/standing.ts';
import { type AgentTaskState, lastAnswer, lastTurn } from '../loop/state.ts';
import { isLeft } from '../loop/windowClosing.ts';
import { capForSubtask } from '../money/cap.ts';
import type { AgentPorts } from '../ports.ts';
import { resultLimits, trimResult } from '../tools/trimResult.ts';

type DelegateCall = Extract<AgentCall, { readonly tool: 'delegate' }>;

/** A subtask is small, or it should not have been one. */
const mostSteps = 20;

/**
 * A subtask with a context of its own: what its parent wrote, and the files it named. It may cost half of what is left; only its report comes
 * back. What it changes is judged and approved as everything is, and proved by its parent.
 */
export async function delegate(session: Session, callId: string, call: DelegateCall, signal: AbortSignal): Promise<void> {
  const { ports } = session;
  const { taskId, subtasks, cost, capNanoUsd } = session.standing.state;
  const cap = capForSubtask(cost.countedNanoUsd, capNanoUsd);
  if (!(await checkpoint(session, callId))) return;
  const subtaskId = `${taskId}.${subtasks + 1}`;
  await session.record({ type: 'delegated', callId, subtaskId, capNanoUsd: cap });
  const { state, conversation } = session.standing;
  const { attachments, paths } = await attached(ports, state, call, signal);
  const begun = begunOf(state, call, {
    atMs: ports.clock.now(),
    subtaskId,
    cap,
    attachments,
    paths: [...new Set([...conversation.paths, ...paths])],
  });
  const log = await runAgent(portsOf(ports, subtaskId), [begun], signal);
  // Where the window closes, nobody knows what became of it.
  if (isLeft(signal)) return;
  const { state: child, conversation: told } = standingOf(log);
  const changes = changedFiles(child.changes);
  // What it has read may stand in its report.
  const facts = {
    ...(changes.length > 0 && { changes }),
    ...(child.progress.hasActed && { hasActed: true }),
    ...(told.paths.length > 0 && { paths: told.paths }),
  };
  const isKnown = Object.keys(facts).length > 0;
  await session.record({
    ...{ type: 'reported', callId, subtaskId, text: reportOf(child), cost: child.cost },
    ...(isKnown && { facts }),
    ...redactedIn(log),
  });
}

/** Each prompt of it holds what those before it held: the most of each kind and place counts. */
function redactedIn(log: readonly AgentEvent[]): { readonly redactions?: readonly Redaction[] } {
  const most = new Map<string, Redaction>();
  for (const event of log) {
    if (event.type !== 'answered' && event.type !== 'unanswered') continue;
    for (const redaction of event.redactions ?? []) {
      const key = JSON.stringify([redaction.kind, redaction.name]);
      if (redaction.count > (most.get(key)?.count ?? 0)) most.set(key, redaction);
    }
  }
  return most.size > 0 ? { redactions: [...most.values()] } : {};
}

interface Beginning {
  readonly atMs: number;
  readonly subtaskId: string;
  readonly cap: number;
  readonly attachments: readonly Attachment[];
  readonly paths: readonly string[];
}

function begunOf(
  parent: AgentTaskState,
  { instructions }: DelegateCall,
  { atMs, subtaskId, cap, attachments, paths }: Beginning,
): AgentEvent {
  return {
    ...{ type: 'begun', atMs, taskId: subtaskId, mode: 'agent', capNanoUsd: cap },
    approvals: parent.grants.edits && parent.approvals === 'every-step' ? 'edits' : parent.approvals,
    turn: { text: instructions, attachments, images: [] },
    instructions: parent.instructions,
    ...(parent.workspace !== undefined && { workspace: parent.workspace }),
    ...(parent.folder !== undefined && { folder: parent.folder }),
    subtaskOf: { taskId: parent.taskId, tier: lastAnswer(parent)?.by.tier ?? 'small', ...(paths.length > 0 && { paths }) },
  };
}

/** Its events are nobody's but its own: the parent's log has what it was given and what it reported. Its questions name it. */
function portsOf(ports: AgentPorts, subtaskId: string): AgentPorts {
  const { heard: _heard, ...rest } = ports;
  return {
    ...rest,
    record: async () => undefined,
    mostSteps: Math.min(ports.mostSteps, mostSteps),
    approvals: {
      hash: (content) => ports.approvals.hash(content),
      ask: (question, signal) => ports.approvals.ask({ ...question, callId: `${subtaskId}/${question.callId}` }, signal),
    },
  };
}

/** What may be read without asking; the rest it has to ask for itself. */
async function attached(
  { tools }: AgentPorts,
  { approvals }: AgentTaskState,
  { paths }: DelegateCall,
  signal: AbortSignal,
): Promise<{ readonly attachments: readonly Attachment[]; readonly paths: readonly string[] }> {
  const attachments: Attachment[] = [];
  const known: string[] = [];
  for (const path of paths.slice(0, mostFiles)) {
    const prepared = await tools.prepare({ tool: 'read', path }, approvals, signal);
    if (prepared.verdict.verdict !== 'automatic' || prepared.content) continue;
    const { isError, text, facts } = await prepared.run(signal);
    if (isError) continue;
    attachments.push({ type: 'file', path, text });
    known.push(...(facts?.paths ?? []));
  }
  return { attachments, paths: known };
}

const mostFiles = 10;

/** What comes back: its own words, and what the log says besides. */
function reportOf(child: AgentTaskState): string {
  const end = lastTurn(child)?.end;
  const words = end ? end.words : child.pause ? `It stopped before it was done: ${child.pause.words}` : 'It did not get to its end.';
  const changed = changedFiles(child.changes).map(({ path }) => path);
  const files = changed.length > 0 ? `Changed: ${changed.join(', ')}` : 'Nothing was changed.';
  return trimResult(`${words}\n\n${files}`, resultLimits.external);
}
