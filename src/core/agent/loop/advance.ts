import { formatUsd } from '../../money/index.ts';
import type { TaskKind } from '../../task/index.ts';
import { compactionOf, startOfKept } from '../compaction/compactionOf.ts';
import type { PauseReason, TaskOutcome } from '../event.ts';
import { judge } from '../judge/judge.ts';
import { isFourFifths } from '../money/cap.ts';
import { isOutOfRoom, outputRoom } from '../money/outputRoom.ts';
import { changedFiles } from './changedFiles.ts';
import { verdictOnClaim } from './claim.ts';
import type { UnattendedLimits } from './limits.ts';
import type { Standing } from './standing.ts';
import { type AgentTaskState, type AskedTier, lastStep, lastTurn, type TaskCall, type TaskStep, type TurnItem } from './state.ts';

/** What to do next, and why. */
export type AgentAction = { readonly reason: string } & (
  | { readonly type: 'ask'; readonly kind: TaskKind; readonly maxOutputTokens: number }
  /** The window closed before it was stored what became of a request, of what was approved, or of a subtask: it is told, and not done again. */
  | { readonly type: 'settle' }
  | { readonly type: 'read-call'; readonly callId: string }
  | { readonly type: 'do-call'; readonly callId: string }
  | { readonly type: 'verify'; readonly requestId: string }
  /** What the model's `finish` is answered. */
  | { readonly type: 'settle-finish'; readonly callId: string; readonly isAccepted: boolean; readonly words: string }
  /** `isNeeded`: without it there is no going on, and where nobody sums up what is dropped, it is dropped all the same. */
  | { readonly type: 'compact'; readonly untilEvent: number; readonly isNeeded: boolean }
  | { readonly type: 'ask-stronger'; readonly tier: AskedTier['tier'] }
  | { readonly type: 'pause'; readonly pause: PauseReason; readonly words: string }
  | { readonly type: 'end'; readonly outcome: TaskOutcome; readonly words: string }
  /** It is the user's turn. */
  | { readonly type: 'rest' }
);

/** Answers that broke off are asked for again so often, one after the other. */
const mostBrokenOff = 2;

/**
 * The machine: plan, steps, verification, done. Pure: the same log is followed by the same action, today and after a restart. Every action is
 * followed by an event, so that the next one is another.
 */
export function advance(standing: Standing, limits: UnattendedLimits): AgentAction {
  const { state } = standing;
  if (state.phase === 'paused' || state.phase === 'over') return { type: 'rest', reason: `the task is ${state.phase}` };
  const step = currentStep(state);
  if (!step) return beforeAsking(standing, limits, 'the user said something');
  if (step.failure) return afterFailure(standing, limits, step);
  if (!step.answer) return { type: 'settle', reason: 'the window closed before the answer was there' };
  const open = nextOpen(step);
  if (open) return forCall(state, step, open);
  return afterCalls(standing, limits, step);
}

/** The last one, unless somebody wants another attempt, or went on after a pause that came of it. */
function currentStep(state: AgentTaskState): TaskStep | undefined {
  const items = lastTurn(state)?.items ?? [];
  const place = items.findLastIndex(({ type }) => type === 'step');
  const isAgain = items.slice(place + 1).some((item) => item.type === 'tier' && item.by === 'user');
  const step = lastStep(state);
  const isOpen = step?.calls.some(({ status }) => status !== 'over') === true;
  return isAgain && !isOpen ? undefined : step;
}

/** In their order, but that it is done is said of everything that the answer called, wherever it stands. */
function nextOpen({ calls }: TaskStep): TaskCall | undefined {
  const open = calls.filter(({ status }) => status !== 'over');
  return open.find(({ asked }) => asked?.name !== 'finish') ?? open[0];
}

function forCall(state: AgentTaskState, step: TaskStep, { callId, status, call }: TaskCall): AgentAction {
  // Several subtasks of one answer cost as much as several steps.
  const pause = call?.tool === 'delegate' && status === 'read' ? pauseForMoney(state) : undefined;
  if (pause) return pause;
  if (status === 'new') return { type: 'read-call', callId, reason: 'the model called it' };
  if (status === 'delegated') return { type: 'settle', reason: 'the subtask was interrupted' };
  if (status === 'approved') return { type: 'settle', reason: 'it was approved, and nobody knows whether it happened' };
  if (call?.tool !== 'finish') return { type: 'do-call', callId, reason: status === 'waiting' ? 'the user was asked' : 'it was read' };
  const verifying = forVerification(step);
  if (verifying) return verifying;
  const claim = verdictOnClaim(
    state,
    step,
    step.calls.find((each) => each.callId === callId),
  );
  if (claim.verdict === 'unproved') return { type: 'verify', requestId: step.requestId, reason: claim.reason };
  const words = claim.verdict === 'refuted' ? claim.words : 'Accepted.';
  return { type: 'settle-finish', callId, isAccepted: claim.verdict === 'accepted', words, reason: claim.reason };
}

/** Undefined: it was not begun, or is over. */
function forVerification({ verification }: TaskStep): AgentAction | undefined {
  if (!verification || verification.status === 'over') return undefined;
  const { callId, status } = verification;
  if (status === 'approved') return { type: 'settle', reason: 'the tests were interrupted' };
  return { type: 'do-call', callId, reason: 'the tests say whether it is done' };
}

function afterCalls(standing: Standing, limits: UnattendedLimits, step: TaskStep): AgentAction {
  const { state } = standing;
  const { answer } = step;
  const finish = step.calls.find(({ call }) => call?.tool === 'finish');
  if (answer?.finish === 'aborted') return { type: 'end', outcome: 'stopped', words: '', reason: 'the user stopped it' };
  if (answer?.finish === 'content-filter')
    return { type: 'end', outcome: 'failed', words: `${answer.by.model} declined to answer`, reason: 'the model declined' };
  if (answer?.finish === 'budget' && !isPausedSince(state, step))
    return {
      type: 'pause',
      pause: 'cap',
      words: `The answer outgrew what was left of the cap, and was ended there. ${whereItStands(state)}`,
      reason: 'the budget could not hold more',
    };
  const isClaim = finish?.result?.isError === false || (step.calls.length === 0 && answer?.finish === 'stop');
  if (isClaim) {
    const verifying = forVerification(step);
    if (verifying) return verifying;
    const claim = verdictOnClaim(state, step, finish);
    if (claim.verdict === 'unproved') return { type: 'verify', requestId: step.requestId, reason: claim.reason };
    if (claim.verdict === 'accepted') return { type: 'end', outcome: claim.outcome, words: wordsOf(step, finish), reason: claim.reason };
  }
  return beforeAsking(standing, limits, step.calls.length > 0 ? 'its calls have their results' : 'it is not done');
}

function wordsOf({ answer }: TaskStep, finish: TaskCall | undefined): string {
  const summary = finish?.call?.tool === 'finish' ? finish.call.summary : '';
  return summary === '' ? (answer?.text ?? '') : summary;
}

function afterFailure(standing: Standing, limits: UnattendedLimits, step: TaskStep): AgentAction {
  const { state, conversation } = standing;
  const { failure } = step;
  if (!failure || isPausedSince(state, step) || isCompactedSince(state, step)) return beforeAsking(standing, limits, 'it is tried again');
  if (failuresInARow(state).some((each) => each.failure?.isByCap)) {
    // Better a plan by the usual model than none; where that one is too dear as well, the cap is what it is.
    if (step.kind === 'agent.plan' && state.mode === 'agent')
      return beforeAsking(standing, limits, 'the cap is too small for a strong model');
    if (failure.isByCap && !isOutOfRoom(step.kind, timesHeldBack(state)))
      return beforeAsking(standing, limits, 'the cap holds a shorter answer at the most');
    // The worst case of a shorter prompt is smaller, too.
    const untilEvent = isCompactedSinceAnswer(state) ? undefined : compactionOf(state, conversation, limits.mostSteps)?.untilEvent;
    if (untilEvent !== undefined)
      return { type: 'compact', untilEvent, isNeeded: true, reason: 'the cap holds no prompt as long as this one' };
    return { type: 'pause', pause: 'cap', words: whereItStands(state), reason: failure.message };
  }
  if (failure.error === 'context-overflow') {
    const untilEvent = startOfKept(conversation.entries, 1);
    if (untilEvent === undefined)
      return { type: 'end', outcome: 'failed', words: failure.message, reason: 'the prompt fits into no model' };
    return { type: 'compact', untilEvent, isNeeded: true, reason: 'the prompt fits into no model' };
  }
  if (failure.hadBegun && failuresInARow(state).length <= mostBrokenOff) return beforeAsking(standing, limits, 'the answer broke off');
  return { type: 'pause', pause: 'nobody-answers', words: failure.message, reason: 'nobody could answer' };
}

/** Since somebody answered, or the user said that it goes on, or what is named else. */
function failuresInARow(state: AgentTaskState, orSince: 'pause' | 'compaction' = 'pause'): readonly TaskStep[] {
  const items = lastTurn(state)?.items ?? [];
  const since = items.findLastIndex(({ type }) => type === 'pause' || type === orSince);
  const place = Math.max(since, placeOfLastAnswer(items));
  return items.slice(place + 1).filter((item) => item.type === 'step');
}

/** So often the cap could not hold it, since there was an answer, another prompt or another cap. A plan that is too dear is no matter of the steps. */
function timesHeldBack(state: AgentTaskState): number {
  const isPlan = (step: TaskStep): boolean => state.mode === 'agent' && step.kind === 'agent.plan';
  return failuresInARow(state, 'compaction').filter((step) => step.failure?.isByCap && !isPlan(step)).length;
}

function isCompactedSinceAnswer(state: AgentTaskState): boolean {
  const items = lastTurn(state)?.items ?? [];
  return items.slice(placeOfLastAnswer(items) + 1).some(({ type }) => type === 'compaction');
}

const placeOfLastAnswer = (items: readonly TurnItem[]): number =>
  items.findLastIndex((item) => item.type === 'step' && item.answer !== undefined);

/** All that may speak against one more request. */
function beforeAsking({ state, conversation }: Standing, limits: UnattendedLimits, because: string): AgentAction {
  const verdict = judge(state);
  if (verdict.verdict === 'hopeless')
    return {
      type: 'end',
      outcome: 'gave-up',
      words: `It got stuck: ${verdict.reason}. ${whereItStands(state)}`,
      reason: verdict.reason,
    };
  if (verdict.verdict === 'stronger') return { type: 'ask-stronger', tier: verdict.tier, reason: verdict.reason };
  const limit = unattended(state, limits);
  if (limit !== undefined) return { type: 'pause', pause: 'step-limit', words: limit, reason: limit };
  const pause = pauseForMoney(state);
  if (pause) return pause;
  const compaction = compactionOf(state, conversation, limits.mostSteps);
  if (compaction?.isWorthIt) {
    const { untilEvent, isNeeded, reason } = compaction;
    return { type: 'compact', untilEvent, isNeeded, reason };
  }
  const kind = kindOf(state);
  const maxOutputTokens = outputRoom(kind, timesHeldBack(state));
  return { type: 'ask', kind, maxOutputTokens, reason: because };
}

function pauseForMoney(state: AgentTaskState): AgentAction | undefined {
  const { cost, capNanoUsd, watch, subtaskOf } = state;
  const spent = cost.countedNanoUsd;
  if (spent >= capNanoUsd) return { type: 'pause', pause: 'cap', words: whereItStands(state), reason: 'the cap is reached' };
  if (!isFourFifths(spent, capNanoUsd) || watch.toldOfCapNanoUsd === capNanoUsd || subtaskOf) return undefined;
  const words = `${formatUsd(spent)} of ${formatUsd(capNanoUsd)} are spent. ${whereItStands(state)}`;
  return { type: 'pause', pause: 'four-fifths-of-cap', words, reason: 'four fifths of the cap are spent' };
}

function unattended({ watch }: AgentTaskState, { mostSteps, mostMs, mostTokens }: UnattendedLimits): string | undefined {
  if (watch.stepsSince >= mostSteps) return `${watch.stepsSince} steps were made without you`;
  if (watch.workedMs >= mostMs) return `it worked for ${Math.round(watch.workedMs / 60_000)} minutes without you`;
  if (watch.tokensSince >= mostTokens) return `${watch.tokensSince} tokens were used without you`;
  return undefined;
}

/**
 * A strong model makes the plan, which is the first answer of the work; cheaper ones do the steps. In plan mode the plan is all there is: whoever
 * looks around for it also writes it.
 */
function kindOf(state: AgentTaskState): TaskKind {
  if (state.subtaskOf) return 'agent.subtask';
  if (state.mode === 'ask') return 'chat';
  if (state.mode === 'plan') return 'agent.plan';
  const isPlanned = state.turns.some(
    ({ mode, items }) => mode !== 'ask' && items.some((item) => item.type === 'step' && item.answer !== undefined),
  );
  const isTooDear = failuresInARow(state).some(({ failure }) => failure?.isByCap);
  return isPlanned || isTooDear ? 'agent.step' : 'agent.plan';
}

const isPausedSince = (state: AgentTaskState, step: TaskStep): boolean => isSince(state, step, 'pause');
const isCompactedSince = (state: AgentTaskState, step: TaskStep): boolean => isSince(state, step, 'compaction');

function isSince(state: AgentTaskState, step: TaskStep, type: 'pause' | 'compaction'): boolean {
  const items = lastTurn(state)?.items ?? [];
  return items.slice(items.indexOf(step) + 1).some((item) => item.type === type);
}

/** What was reached so far, in words. */
function whereItStands({ changes, progress }: AgentTaskState): string {
  const files = changedFiles(changes).length;
  const changed = files === 0 ? 'no file is changed' : files === 1 ? '1 file is changed' : `${files} files are changed`;
  const { failingTests } = progress;
  const tests =
    failingTests === undefined ? 'the tests were not run' : failingTests === 0 ? 'the tests passed' : `${failingTests} tests fail`;
  return `After ${progress.steps} steps ${changed}, and ${tests}.`;
}
