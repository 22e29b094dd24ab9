import type { AgentCall, CallResult } from '../call.ts';
import { delegate } from '../delegate/delegate.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { callCutOffWords } from '../prompt/words.ts';
import { readCall } from '../tools/readCall.ts';
import { resultLimits, trimResult } from '../tools/trimResult.ts';
import type { Session } from './session.ts';
import { type AgentTaskState, lastStep, type TaskCall } from './state.ts';
import { offeredTools } from './taskFor.ts';
import { turnsExternalTools } from './turnsExternalTools.ts';
import { untilAborted } from './untilAborted.ts';

/** What is not understood is told to the model, and not done. */
export async function read(session: Session, callId: string): Promise<void> {
  const { state } = session.standing;
  const asked = callIn(state, callId)?.asked;
  if (!asked) throw new Error(`there is no call ${callId}`);
  if (isCutOff(state, callId)) return session.record({ type: 'called', callId, problem: callCutOffWords });
  const call = readCall(asked, offeredTools(state, turnsExternalTools(session.ports.tools, state)));
  await session.record('problem' in call ? { type: 'called', callId, problem: call.problem } : { type: 'called', callId, call });
}

/** An answer that was cut off ends within its last call, however whole that looks. */
function isCutOff(state: AgentTaskState, callId: string): boolean {
  const step = lastStep(state);
  return step?.answer?.finish === 'length' && step.calls.at(-1)?.callId === callId;
}

export async function doCall(session: Session, callId: string, signal: AbortSignal): Promise<void> {
  const call = callIn(session.standing.state, callId)?.call;
  if (!call) throw new Error(`the call ${callId} was not read`);
  if (call.tool === 'ask') return askUser(session, callId, call, signal);
  if (call.tool === 'delegate') return delegate(session, callId, call, signal);
  return withApproval(session, callId, call, signal);
}

async function askUser(session: Session, callId: string, call: Extract<AgentCall, { tool: 'ask' }>, signal: AbortSignal): Promise<void> {
  const startedAtMs = session.ports.clock.now();
  const answer = await untilAborted(session.ports.ask(call.question, call.choices, signal), signal);
  if (answer === undefined) return;
  const tookMs = session.ports.clock.now() - startedAtMs;
  await session.record({ type: 'ran', callId, result: { isError: false, text: `The user answered: ${answer}` }, tookMs });
}

/** Files that change again and again while the user looks at them: then it is not done. */
const mostQuestions = 3;

/**
 * Nothing happens but what was approved: what exactly would happen is prepared, judged, and hashed; after the user said yes it is prepared once more, and
 * where it is not the same any more, it is asked again.
 */
async function withApproval(session: Session, callId: string, call: AgentCall, signal: AbortSignal): Promise<void> {
  const { ports } = session;
  let approvedHash: string | undefined;
  for (let questions = 0; questions <= mostQuestions; questions += 1) {
    const mode = modeFor(session.standing.state, call);
    const prepared = await ports.tools.prepare(call, mode, signal);
    const { content, verdict } = prepared;
    if (signal.aborted) return;
    if (verdict.verdict === 'refuse') {
      const { quotes: paths = [] } = prepared;
      return session.record({ type: 'refused', callId, rule: verdict.rule, reason: verdict.reason, ...(paths.length > 0 && { paths }) });
    }
    if (!content) {
      if (verdict.verdict === 'automatic') return run(session, callId, prepared, signal);
      return session.record({ type: 'refused', callId, rule: verdict.rule, reason: `${verdict.reason}, and there is nothing to show` });
    }
    const contentHash = await ports.approvals.hash(content);
    // The user may have become stricter while it was prepared.
    await session.heed();
    const { state } = session.standing;
    if (modeFor(state, call) !== mode) continue;
    if (contentHash === approvedHash) return runApproved(session, callId, call, prepared, signal);
    const rule =
      verdict.verdict === 'automatic' ? verdict.rule : state.grants.hashes.includes(contentHash) ? 'approved-for-this-task' : undefined;
    if (rule !== undefined) {
      await session.record({ type: 'approved', callId, contentHash, rule });
      return runApproved(session, callId, call, prepared, signal);
    }
    const { rule: why, reason } = verdict as Exclude<typeof verdict, { verdict: 'automatic' }>;
    const question = { callId, content, contentHash, rule: why, reason };
    await session.record({ type: 'approval-asked', question });
    const answer = await untilAborted(ports.approvals.ask(question, signal), signal);
    if (!answer) return;
    // In the order in which the user did it: what they approve for the whole task after they became stricter holds.
    await session.heed();
    await session.record({ type: 'approval-answered', callId, contentHash, answer });
    if (answer.answer === 'no') return;
    approvedHash = contentHash;
  }
  await session.record({ type: 'refused', callId, rule: 'keeps-changing', reason: 'what it would do changed each time that it was asked' });
}

const editing: ReadonlySet<AgentCall['tool']> = new Set(['edit', 'create', 'delete', 'rename']);

/** "Always" for edits means the approval mode `edits`, for them and for this task: protected files are asked all the same. */
function modeFor({ approvals, grants }: AgentTaskState, { tool }: AgentCall): ApprovalMode {
  return approvals === 'every-step' && grants.edits && editing.has(tool) ? 'edits' : approvals;
}

/** Tests are run to see, not to change: what they write beside goes with the change that they are run for. */
async function runApproved(
  session: Session,
  callId: string,
  { tool }: AgentCall,
  prepared: PreparedCall,
  signal: AbortSignal,
): Promise<void> {
  const mayChange = tool !== 'test' && prepared.content?.type !== 'read';
  if (mayChange && !(await checkpoint(session, callId))) return;
  await run(session, callId, prepared, signal);
}

/** Before the first thing of a step that may change something. Without one nothing is changed: it could not be taken back. */
export async function checkpoint(session: Session, callId: string): Promise<boolean> {
  const { ports, standing } = session;
  const step = lastStep(standing.state);
  if (step?.calls.some((call) => call.checkpointId !== undefined)) return true;
  try {
    const checkpointId = await ports.checkpoints.make(`step ${step?.step ?? 0}`);
    const { coverage } = ports.checkpoints;
    await session.record({ type: 'checkpoint', checkpointId, callId, ...(coverage === 'named-files' && { coverage }) });
    return true;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const text = `Nothing was done, because it could not be taken back: there is no checkpoint (${words}).`;
    await session.record({ type: 'ran', callId, result: { isError: true, text }, tookMs: 0 });
    return false;
  }
}

async function run(session: Session, callId: string, prepared: PreparedCall, signal: AbortSignal): Promise<void> {
  const { clock } = session.ports;
  const startedAtMs = clock.now();
  let result: CallResult;
  try {
    result = await prepared.run(signal);
  } catch (cause) {
    const words = signal.aborted ? 'it was stopped, and may have happened in part' : cause instanceof Error ? cause.message : String(cause);
    result = { isError: true, text: `It failed: ${words}` };
  }
  const text = trimResult(result.text, resultLimits.read);
  await session.record({ type: 'ran', callId, result: { ...result, text }, tookMs: clock.now() - startedAtMs });
}

function callIn(state: AgentTaskState, callId: string): TaskCall | undefined {
  const step = lastStep(state);
  return step?.verification?.callId === callId ? step.verification : step?.calls.find((call) => call.callId === callId);
}
