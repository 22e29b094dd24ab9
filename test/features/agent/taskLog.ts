import type { AgentEvent, AgentEventOf, ApprovalContent, FileChange, RequestCost } from '../../../src/core/agent/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';

/** Of a request: a cent, unless told otherwise. */
export function costOf(changes: Partial<RequestCost> = {}): RequestCost {
  return {
    costNanoUsd: 10_000_000,
    countedNanoUsd: 10_000_000,
    baselineNanoUsd: 40_000_000,
    isEstimate: false,
    isUnpriced: false,
    usage: { ...noUsage, uncachedInput: 1200, output: 80 },
    ...changes,
  };
}

export function begun(changes: Partial<AgentEventOf<'begun'>> = {}): AgentEventOf<'begun'> {
  return {
    type: 'begun',
    atMs: 0,
    taskId: 'task-1',
    mode: 'agent',
    approvals: 'every-step',
    turn: { text: 'Mend the sum', attachments: [], images: [] },
    capNanoUsd: 500_000_000,
    instructions: [],
    ...changes,
  };
}

/** A request and its answer, with calls of tools by their ids. */
export function answered(
  requestId: string,
  text: string,
  callIds: readonly string[] = [],
  cost: RequestCost = costOf(),
): readonly AgentEvent[] {
  return [
    { type: 'requested', atMs: 1, requestId, kind: 'agent.step', step: 1 },
    {
      type: 'answered',
      atMs: 2,
      requestId,
      text,
      calls: callIds.map((id) => ({ id, name: 'tool', argumentsText: '{}' })),
      finish: callIds.length > 0 ? 'tool-calls' : 'stop',
      by: { model: 'small-model', endpoint: 'emu', tier: 'small', reason: 'cheapest above the floor' },
      cost,
    },
  ];
}

const edit: FileChange = { path: 'src/sum.ts', before: 'return a - b;\n', after: 'return a + b;\n' };

const changing: ApprovalContent = { type: 'changes', changes: [edit] };

export function asked(
  callId: string,
  content: ApprovalContent = changing,
  contentHash = `hash of ${callId}`,
): AgentEventOf<'approval-asked'> {
  return { type: 'approval-asked', atMs: 4, question: { callId, content, contentHash, rule: 'every-step', reason: 'every step asks' } };
}

/** The model edits a file, and the user says yes. */
export function edited(callId: string, checkpointId: string): readonly AgentEvent[] {
  const { question } = asked(callId);
  return [
    { type: 'called', atMs: 3, callId, call: { tool: 'edit', path: edit.path, blocks: [] } },
    asked(callId),
    { type: 'approval-answered', atMs: 5, callId, contentHash: question.contentHash, answer: { answer: 'once' } },
    { type: 'checkpoint', atMs: 6, checkpointId, callId },
    { type: 'ran', atMs: 7, callId, result: { isError: false, text: 'changed', facts: { changes: [edit] } }, tookMs: 4 },
  ];
}

export function ended(outcome: AgentEventOf<'ended'>['outcome'], words = ''): AgentEventOf<'ended'> {
  return { type: 'ended', atMs: 9, outcome, words };
}
