import { inputTokens, totalTokens } from '../../task/index.ts';
import type { AgentEvent, AgentEventOf } from '../event.ts';
import { noProgress, progressAfterAnswer, progressAfterWords } from '../judge/progress.ts';
import { noCost, sumOfCosts } from '../money/requestCost.ts';
import { foldCall, isAboutCall } from './foldCall.ts';
import {
  type AgentTaskState,
  lastStep,
  type StepAnswer,
  type TaskCall,
  type TaskStep,
  type TaskTurn,
  type TurnItem,
  type Watch,
} from './state.ts';

/** Before anything happened. */
export const nothingYet: AgentTaskState = {
  events: 0,
  phase: 'over',
  taskId: '',
  title: undefined,
  mode: 'ask',
  approvals: 'every-step',
  workspace: undefined,
  folder: undefined,
  instructions: [],
  instructionsLeftOut: [],
  estimate: undefined,
  subtaskOf: undefined,
  capNanoUsd: 0,
  cost: noCost,
  step: 0,
  turns: [],
  changes: [],
  grants: { edits: false, hashes: [] },
  progress: noProgress,
  tierAsked: undefined,
  compacted: undefined,
  subtasks: 0,
  pause: undefined,
  watch: { workedMs: 0, stepsSince: 0, tokensSince: 0, lastEventMs: 0, lastAnswerMs: undefined, toldOfCapNanoUsd: undefined },
};

/** How the task stands after all of this. */
export function stateOf(log: readonly AgentEvent[]): AgentTaskState {
  return log.reduce(fold, nothingYet);
}

/** How it stands after one more event: what did not change is the same object as before. */
export function fold(state: AgentTaskState, event: AgentEvent): AgentTaskState {
  const next = foldEvent(state, event);
  const tookMs = Math.min(Math.max(0, event.atMs - state.watch.lastEventMs), longestWorkMs);
  const watch = { ...next.watch, lastEventMs: event.atMs, workedMs: next.watch.workedMs + tookMs };
  return { ...next, events: state.events + 1, watch: watchAfter(watch, event, state) };
}

/**
 * Nothing that the loop does by itself takes longer: not an answer, nor a command with the limit that it has as a rule. Where more time lies between
 * two events, the window was closed or the computer slept.
 */
const longestWorkMs = 15 * 60_000;

/** Who answers a question is there at that moment, and watches no step for it. */
function watchAfter(watch: Watch, event: AgentEvent, { phase }: AgentTaskState): Watch {
  if (isOfUser(event)) return { ...watch, workedMs: 0, stepsSince: 0, tokensSince: 0 };
  const isAnswer = event.type === 'approval-answered' || (event.type === 'ran' && phase === 'waiting-for-answer');
  return isAnswer ? { ...watch, workedMs: 0 } : watch;
}

function foldEvent(state: AgentTaskState, event: AgentEvent): AgentTaskState {
  if (isAboutCall(event)) return foldCall(state, event);
  switch (event.type) {
    case 'begun':
      return begun(event);
    case 'said': {
      const { mode, turn, atMs } = event;
      return {
        ...state,
        phase: 'thinking',
        mode,
        pause: undefined,
        tierAsked: undefined,
        progress: progressAfterWords(state.progress),
        turns: [...withClosedCalls(state).turns, turnOf(turn, mode, atMs)],
      };
    }
    case 'named':
      return { ...state, title: event.title };
    case 'approvals-set':
      return { ...state, approvals: event.approvals, grants: event.approvals === 'every-step' ? nothingYet.grants : state.grants };
    case 'requested':
      return { ...withItem(state, stepOf(event)), phase: 'thinking', step: event.step };
    case 'answered':
      return answered(state, event);
    case 'unanswered':
      return {
        ...withStep(state, event.requestId, (step) => ({ ...step, failure: event })),
        cost: sumOfCosts([state.cost, event.cost]),
      };
    case 'compacted': {
      const { summary, untilEvent, cost } = event;
      const item: TurnItem = { type: 'compaction', summary, cost: cost };
      return { ...withItem(state, item), compacted: { summary, untilEvent }, cost: sumOfCosts([state.cost, cost]) };
    }
    case 'not-compacted': {
      const { words, cost } = event;
      return { ...withItem(state, { type: 'not-compacted', words, cost }), cost: sumOfCosts([state.cost, cost]) };
    }
    case 'paused': {
      const { reason, words } = event;
      const watch = reason === 'four-fifths-of-cap' ? { ...state.watch, toldOfCapNanoUsd: state.capNanoUsd } : state.watch;
      return { ...withItem(state, { type: 'pause', reason, words }), phase: 'paused', pause: { reason, words }, watch };
    }
    case 'resumed':
      return {
        ...resumed(state, event),
        phase: state.phase === 'paused' ? 'thinking' : state.phase,
        pause: undefined,
        capNanoUsd: event.capNanoUsd,
      };
    case 'tier-asked': {
      const { tier, by = 'user' } = event;
      const again = by === 'user' && state.phase === 'over';
      const next = again ? reopened(state) : state;
      // Whoever takes over begins afresh: what others did not get done says nothing of them.
      const progress = { ...next.progress, hopefulAtStep: next.progress.steps, looks: 0 };
      return { ...withItem({ ...next, progress }, { type: 'tier', tier, by }), tierAsked: { tier, by, atStep: next.progress.steps } };
    }
    case 'undone':
      return undone(state, event);
    case 'ended': {
      const { outcome, words } = event;
      return { ...withLastTurn(withClosedCalls(state), (turn) => ({ ...turn, end: { outcome, words } })), phase: 'over', pause: undefined };
    }
  }
}

function begun(event: AgentEventOf<'begun'>): AgentTaskState {
  const { taskId, mode, approvals, turn, capNanoUsd, estimate, instructions, workspace, folder, subtaskOf, atMs } = event;
  const { instructionsLeftOut = [] } = event;
  return {
    ...nothingYet,
    ...{
      phase: 'thinking',
      taskId,
      mode,
      approvals,
      workspace,
      folder,
      instructions,
      instructionsLeftOut,
      estimate,
      subtaskOf,
      capNanoUsd,
    },
    turns: [turnOf(turn, mode, atMs)],
  };
}

const turnOf = (turn: TaskTurn['turn'], mode: TaskTurn['mode'], atMs: number): TaskTurn => ({
  turn,
  mode,
  atMs,
  items: [],
  end: undefined,
});

function stepOf({ requestId, kind, step, atMs, maxOutputTokens }: AgentEventOf<'requested'>): TaskStep {
  return {
    ...{ type: 'step', requestId, kind, step, atMs, answer: undefined, failure: undefined, calls: [], verification: undefined },
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
  };
}

function answered(state: AgentTaskState, event: AgentEventOf<'answered'>): AgentTaskState {
  const { requestId, text, reasoning, finish, by, terms, cost, atMs, redactions = [] } = event;
  const answer: StepAnswer = {
    ...{ text, reasoning, finish, by, terms, redactions },
    cost: cost,
    promptTokens: inputTokens(cost.usage),
  };
  const calls = event.calls.map((asked): TaskCall => ({ callId: asked.id, status: 'new', asked }));
  const { watch } = state;
  return {
    ...withStep(state, requestId, (step) => ({ ...step, answer, calls })),
    phase: calls.length > 0 ? 'calling' : 'thinking',
    cost: sumOfCosts([state.cost, cost]),
    progress: progressAfterAnswer(state.progress),
    watch: {
      ...watch,
      stepsSince: watch.stepsSince + 1,
      tokensSince: watch.tokensSince + totalTokens(cost.usage),
      lastAnswerMs: atMs,
    },
  };
}

/** Where the user wants another attempt at what is over, it goes on. */
function reopened(state: AgentTaskState): AgentTaskState {
  const open = withLastTurn(state, (turn) => ({ ...turn, end: undefined }));
  return { ...open, phase: 'thinking', progress: progressAfterWords(state.progress) };
}

function resumed(state: AgentTaskState, { capNanoUsd }: AgentEventOf<'resumed'>): AgentTaskState {
  return withLastTurn(state, (turn) => {
    const place = turn.items.findLastIndex(({ type }) => type === 'pause');
    return {
      ...turn,
      items: turn.items.map((item, index) =>
        index === place && item.type === 'pause' ? { ...item, resumedCapNanoUsd: capNanoUsd } : item,
      ),
    };
  });
}

/** What was changed after the checkpoint is as it was then. */
function undone(state: AgentTaskState, { checkpointId, paths, left = [] }: AgentEventOf<'undone'>): AgentTaskState {
  const since = state.turns
    .flatMap(({ items }) => items)
    .flatMap((item) => (item.type === 'step' ? [...item.calls, ...(item.verification ? [item.verification] : [])] : []));
  const place = since.findIndex((call) => call.checkpointId === checkpointId);
  const later = new Set((place < 0 ? [] : since.slice(place)).flatMap(({ result }) => result?.facts?.changes ?? []));
  const isUndone = (change: AgentTaskState['changes'][number]): boolean =>
    paths.includes(change.path) &&
    [...later].some(({ path, before, after }) => path === change.path && before === change.before && after === change.after);
  const changes = state.changes.filter((change) => !isUndone(change));
  const progress = { ...state.progress, isUnproved: true };
  return { ...withItem(state, { type: 'undo', checkpointId, paths, left }), changes, progress };
}

/** What the user did: limits for what nobody watches begin again. */
function isOfUser(event: AgentEvent): boolean {
  switch (event.type) {
    case 'begun':
    case 'said':
    case 'resumed':
    case 'undone':
      return true;
    case 'tier-asked':
      return event.by === undefined;
    default:
      return false;
  }
}

/** The turn is over: what was not done by then is not done any more, whatever was undone or asked for since it was called. */
function withClosedCalls(state: AgentTaskState): AgentTaskState {
  const last = lastStep(state);
  if (!last || last.calls.every(({ status }) => status === 'over')) return state;
  return withStep(state, last.requestId, (step) => ({
    ...step,
    calls: step.calls.map((call) => (call.status === 'over' ? call : { ...call, status: 'over' })),
  }));
}

function withItem(state: AgentTaskState, item: TurnItem): AgentTaskState {
  return withLastTurn(state, (turn) => ({ ...turn, items: [...turn.items, item] }));
}

function withLastTurn(state: AgentTaskState, change: (turn: TaskTurn) => TaskTurn): AgentTaskState {
  const last = state.turns.at(-1);
  return last ? { ...state, turns: [...state.turns.slice(0, -1), change(last)] } : state;
}

/** Steps are looked for from the end: it is nearly always the last one. */
function withStep(state: AgentTaskState, requestId: string, change: (step: TaskStep) => TaskStep): AgentTaskState {
  return withLastTurn(state, (turn) => {
    const place = turn.items.findLastIndex((item) => item.type === 'step' && item.requestId === requestId);
    const step = turn.items[place];
    return step?.type === 'step' ? { ...turn, items: turn.items.with(place, change(step)) } : turn;
  });
}
