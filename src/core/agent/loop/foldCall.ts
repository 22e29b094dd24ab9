import type { AgentCall, CallResult } from '../call.ts';
import type { AgentEvent, AgentEventOf } from '../event.ts';
import { progressAfterCall, progressAfterRefusal, progressAfterResult, progressAfterUnreadable } from '../judge/progress.ts';
import { sumOfCosts } from '../money/requestCost.ts';
import type { AgentTaskState, Grants, TaskCall, TaskPhase, TaskStep } from './state.ts';

type CallEvent = AgentEventOf<
  'called' | 'approval-asked' | 'approval-answered' | 'approved' | 'refused' | 'checkpoint' | 'ran' | 'delegated' | 'reported'
>;

const aboutCalls: ReadonlySet<AgentEvent['type']> = new Set<CallEvent['type']>([
  'called',
  'approval-asked',
  'approval-answered',
  'approved',
  'refused',
  'checkpoint',
  'ran',
  'delegated',
  'reported',
]);

export function isAboutCall(event: AgentEvent): event is CallEvent {
  return aboutCalls.has(event.type);
}

/** What the loop itself runs, after the model said that it is done in that request. */
export function verificationId(requestId: string): string {
  return `verify:${requestId}`;
}

export function isVerification(callId: string): boolean {
  return callId.startsWith('verify:');
}

export function foldCall(state: AgentTaskState, event: CallEvent): AgentTaskState {
  const callId = event.type === 'approval-asked' ? event.question.callId : event.callId;
  const found = callWith(state, callId);
  if (!found) return state;
  const changed = changedCall(found.call, event);
  const next = { ...replaced(state, found, changed), phase: phaseAfter(state.phase, changed) };
  switch (event.type) {
    case 'called':
      if (!event.call) return { ...next, progress: progressAfterUnreadable(next.progress) };
      return isVerification(callId) ? next : { ...next, progress: progressAfterCall(next.progress, event.call) };
    case 'approval-answered':
      if (event.answer.answer === 'no') return { ...next, progress: progressAfterRefusal(next.progress) };
      return event.answer.answer === 'always' ? { ...next, grants: grantsWith(next.grants, changed, event.contentHash) } : next;
    case 'refused':
      return isOfRule(event.rule) ? { ...next, progress: progressAfterRefusal(next.progress) } : next;
    case 'ran':
      return afterResult(next, changed, event.result);
    case 'delegated':
      return { ...next, subtasks: next.subtasks + 1 };
    case 'reported': {
      const cost = sumOfCosts([next.cost, event.cost]);
      return afterResult({ ...next, cost }, changed, { isError: false, text: event.text, ...(event.facts && { facts: event.facts }) });
    }
    default:
      return next;
  }
}

/** That a file is not there is nobody's refusal. */
const isOfRule = (rule: string): boolean => rule !== cannotBeDone;

/** What tools say of what cannot be done at all, whoever would allow it. */
export const cannotBeDone = 'cannot-be-done';

function changedCall(call: TaskCall, event: CallEvent): TaskCall {
  switch (event.type) {
    case 'called':
      return event.call
        ? { ...call, status: 'read', call: event.call }
        : { ...call, status: 'over', refusal: { by: 'reading', words: event.problem ?? '' } };
    case 'approval-asked':
      return { ...call, status: 'waiting', question: event.question };
    case 'approval-answered': {
      const { answer, contentHash } = event;
      return answer.answer === 'no'
        ? { ...call, status: 'over', answer, refusal: { by: 'user', words: answer.words ?? '' } }
        : { ...call, status: 'approved', answer, contentHash };
    }
    case 'approved':
      return { ...call, status: 'approved', approvedBy: event.rule, contentHash: event.contentHash };
    case 'refused':
      return { ...call, status: 'over', refusal: { by: 'rule', rule: event.rule, words: event.reason } };
    case 'checkpoint':
      return { ...call, checkpointId: event.checkpointId };
    case 'ran':
      return { ...call, status: 'over', result: event.result, tookMs: event.tookMs, ...(event.isUnknown && { isUnknown: true }) };
    case 'delegated':
      return { ...call, status: 'delegated', subtaskId: event.subtaskId };
    case 'reported': {
      const result = { isError: false, text: event.text, ...(event.facts && { facts: event.facts }) };
      const { cost: subtaskCost, redactions } = event;
      return { ...call, status: 'over', result, subtaskCost, ...(redactions && { redactions }) };
    }
  }
}

function phaseAfter(phase: TaskPhase, { status, call }: TaskCall): TaskPhase {
  if (phase === 'paused' || phase === 'over') return phase;
  if (status === 'waiting') return 'waiting-for-approval';
  return status === 'read' && call?.tool === 'ask' ? 'waiting-for-answer' : 'calling';
}

function afterResult(state: AgentTaskState, { call, callId }: TaskCall, result: CallResult): AgentTaskState {
  const made = result.facts?.changes ?? [];
  const changes = made.length > 0 ? [...state.changes, ...made.map((change) => ({ ...change, event: state.events }))] : state.changes;
  const progress = call ? progressAfterResult(state.progress, call, result, isVerification(callId)) : state.progress;
  const { tierAsked } = state;
  const isProgress = progress.provenAtStep > state.progress.provenAtStep;
  return { ...state, changes, progress, tierAsked: isProgress && tierAsked?.by === 'judge' ? undefined : tierAsked };
}

const edits: ReadonlySet<AgentCall['tool']> = new Set(['edit', 'create', 'delete', 'rename']);

function grantsWith(grants: Grants, { call }: TaskCall, contentHash: string): Grants {
  if (call && edits.has(call.tool)) return { ...grants, edits: true };
  return { ...grants, hashes: [...grants.hashes, contentHash] };
}

interface Found {
  readonly place: number;
  readonly step: TaskStep;
  readonly call: TaskCall;
}

/** The call is one of the last step, or its verification, which is there once it was begun. */
function callWith(state: AgentTaskState, callId: string): Found | undefined {
  const items = state.turns.at(-1)?.items ?? [];
  for (let place = items.length - 1; place >= 0; place -= 1) {
    const step = items[place];
    if (step?.type !== 'step') continue;
    if (callId === verificationId(step.requestId)) return { place, step, call: step.verification ?? { callId, status: 'new' } };
    const call = step.calls.find((each) => each.callId === callId);
    if (call) return { place, step, call };
  }
  return undefined;
}

function replaced(state: AgentTaskState, { place, step }: Found, call: TaskCall): AgentTaskState {
  const last = state.turns.at(-1);
  if (!last) return state;
  const next: TaskStep = isVerification(call.callId)
    ? { ...step, verification: call }
    : { ...step, calls: step.calls.map((each) => (each.callId === call.callId ? call : each)) };
  return { ...state, turns: [...state.turns.slice(0, -1), { ...last, items: last.items.with(place, next) }] };
}
