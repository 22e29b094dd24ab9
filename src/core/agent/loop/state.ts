import type { NanoUsd } from '../../money/index.ts';
import type { Redaction } from '../../policy/index.ts';
import type { FinishReason, TaskKind, ToolCall } from '../../task/index.ts';
import type { ApprovalAnswer, ApprovalQuestion } from '../approval.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type {
  AgentEventOf,
  AnsweredBy,
  CostEstimate,
  InstructionFile,
  PauseReason,
  PromptTerms,
  RequestCost,
  TaskOutcome,
  UserTurn,
} from '../event.ts';
import type { Progress } from '../judge/progress.ts';
import type { AgentMode, ApprovalMode } from '../mode.ts';

/**
 * `thinking`: a model is asked, or about to be. `calling`: what it called is done. `waiting-for-approval`, `waiting-for-answer`: for the user, about
 * one thing. `paused`: for the user, about going on at all.
 */
export type TaskPhase = 'thinking' | 'calling' | 'waiting-for-approval' | 'waiting-for-answer' | 'paused' | 'over';

/** How a task stands, made of its events alone: what the view shows and what the machine goes on from. */
export interface AgentTaskState {
  /** How many events it is made of. */
  readonly events: number;
  readonly phase: TaskPhase;
  readonly taskId: string;
  readonly title: string | undefined;
  readonly mode: AgentMode;
  readonly approvals: ApprovalMode;
  readonly workspace: string | undefined;
  readonly folder: string | undefined;
  readonly instructions: readonly InstructionFile[];
  readonly instructionsLeftOut: readonly string[];
  readonly estimate: CostEstimate | undefined;
  readonly subtaskOf: AgentEventOf<'begun'>['subtaskOf'];
  readonly capNanoUsd: NanoUsd;
  /** All requests of the task, its subtasks' and compactions' included. */
  readonly cost: RequestCost;
  /** How many requests were made for steps. */
  readonly step: number;
  readonly turns: readonly TaskTurn[];
  /** What happened to files, in order, undone changes left out: `changedFiles` makes of it what is different now. */
  readonly changes: readonly MadeChange[];
  readonly grants: Grants;
  readonly progress: Progress;
  readonly tierAsked: AskedTier | undefined;
  readonly compacted: { readonly summary: string; readonly untilEvent: number } | undefined;
  readonly subtasks: number;
  /** What the user was asked about going on at all. */
  readonly pause: { readonly reason: PauseReason; readonly words: string } | undefined;
  readonly watch: Watch;
}

/** Since when nobody looked: limits for what is done unattended count from here. */
export interface Watch {
  /** Since the last time that the user did something; what nothing happened in for long was no work. */
  readonly workedMs: number;
  readonly stepsSince: number;
  readonly tokensSince: number;
  readonly lastEventMs: number;
  readonly lastAnswerMs: number | undefined;
  /** The cap at which the user was already told that four fifths of it are spent. */
  readonly toldOfCapNanoUsd: NanoUsd | undefined;
}

/** What the user approved for all of this task. */
export interface Grants {
  /** Edits of ordinary files are as in the approval mode `edits`. */
  readonly edits: boolean;
  /** Everything else: exactly that, by its hash. */
  readonly hashes: readonly string[];
}

export interface AskedTier {
  readonly tier: 'small' | 'medium' | 'frontier';
  readonly by: 'user' | 'judge';
  /** After how many steps it was asked. */
  readonly atStep: number;
}

export interface MadeChange {
  readonly event: number;
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What the user said, and all that followed from it. */
export interface TaskTurn {
  readonly turn: UserTurn;
  readonly mode: AgentMode;
  readonly atMs: number;
  readonly items: readonly TurnItem[];
  readonly end: { readonly outcome: TaskOutcome; readonly words: string } | undefined;
}

export type TurnItem =
  | TaskStep
  | { readonly type: 'pause'; readonly reason: PauseReason; readonly words: string; readonly resumedCapNanoUsd?: NanoUsd }
  | { readonly type: 'compaction'; readonly summary: string; readonly cost: RequestCost }
  | { readonly type: 'not-compacted'; readonly words: string; readonly cost: RequestCost }
  | { readonly type: 'tier'; readonly tier: string; readonly by: 'user' | 'judge' }
  | { readonly type: 'undo'; readonly checkpointId: string; readonly paths: readonly string[]; readonly left: readonly string[] };

/** One request, its answer, and what the answer's calls came to. */
export interface TaskStep {
  readonly type: 'step';
  readonly requestId: string;
  readonly kind: TaskKind;
  /** From 1. */
  readonly step: number;
  readonly atMs: number;
  /** Of the answer, less than usual: the cap could not hold more. */
  readonly maxOutputTokens?: number;
  readonly answer: StepAnswer | undefined;
  readonly failure: AgentEventOf<'unanswered'> | undefined;
  /** The answer's calls, in its order, read or not yet. */
  readonly calls: readonly TaskCall[];
  /** The loop's own run of the tests, after the model said that it is done. */
  readonly verification: TaskCall | undefined;
}

export interface StepAnswer {
  readonly text: string;
  readonly reasoning: string | undefined;
  readonly finish: FinishReason;
  readonly by: AnsweredBy;
  readonly cost: RequestCost;
  /** Input of every kind, as it was reported. */
  readonly promptTokens: number;
  readonly terms: PromptTerms | undefined;
  /** What was taken out of its prompt before it left. */
  readonly redactions: readonly Redaction[];
}

/**
 * `new`: not looked at yet. `read`: it is known what it asks. `waiting`: for the user. `approved`: it may be happening. `over`: there is a result,
 * which may be a refusal.
 */
export interface TaskCall {
  readonly callId: string;
  readonly status: 'new' | 'read' | 'waiting' | 'approved' | 'delegated' | 'over';
  /** As the model wrote it; missing for what the loop does by itself. */
  readonly asked?: ToolCall;
  readonly call?: AgentCall;
  readonly question?: ApprovalQuestion;
  readonly answer?: ApprovalAnswer;
  /** By which rule it was approved without asking. */
  readonly approvedBy?: string;
  readonly contentHash?: string;
  readonly checkpointId?: string;
  readonly subtaskId?: string;
  readonly subtaskCost?: RequestCost;
  /** What was taken out of a subtask's prompts. */
  readonly redactions?: readonly Redaction[];
  /** Why it did not happen: it could not be read, a rule refused it, the user declined it. */
  readonly refusal?: { readonly by: 'reading' | 'rule' | 'user'; readonly rule?: string; readonly words: string };
  readonly result?: CallResult;
  readonly tookMs?: number;
  readonly isUnknown?: true;
}

export function lastTurn({ turns }: AgentTaskState): TaskTurn | undefined {
  return turns.at(-1);
}

/** The step under way: of this turn, and after everything that asks for another attempt. */
export function lastStep(state: AgentTaskState): TaskStep | undefined {
  const item = lastTurn(state)?.items.findLast(({ type }) => type === 'step');
  return item?.type === 'step' ? item : undefined;
}

/** Of this turn. */
export function lastAnswer(state: AgentTaskState): StepAnswer | undefined {
  const item = lastTurn(state)?.items.findLast((each) => each.type === 'step' && each.answer !== undefined);
  return item?.type === 'step' ? item.answer : undefined;
}
