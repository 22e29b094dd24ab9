import type { NanoUsd } from '../money/index.ts';
import type { Redaction } from '../policy/index.ts';
import type { FinishReason, Image, ProviderErrorReason, Reasoning, TaskKind, ToolCall, Usage } from '../task/index.ts';
import type { ApprovalAnswer, ApprovalQuestion } from './approval.ts';
import type { AgentCall, CallResult, ResultFacts } from './call.ts';
import type { AgentMode, ApprovalMode } from './mode.ts';

/** A file, a part of one, or a problem that the user attached. */
export interface Attachment {
  readonly type: 'file' | 'selection' | 'problem';
  /** Relative to its workspace folder. */
  readonly path: string;
  /** The address of that folder; missing: the task's. */
  readonly folder?: string;
  /** One-based, both included. */
  readonly lines?: { readonly from: number; readonly to: number };
  readonly text: string;
}

/** What the user says. */
export interface UserTurn {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly images: readonly Image[];
}

/** AGENTS.md and its like: read after trust, and listed in the view. */
export interface InstructionFile {
  /** Relative to the task's workspace folder. */
  readonly path: string;
  readonly text: string;
}

/** What such tasks cost before: the 10th, 50th and 90th percentile. */
export interface CostEstimate {
  readonly low: NanoUsd;
  readonly usual: NanoUsd;
  readonly high: NanoUsd;
  /** Of how many past tasks; 0: an assumption. */
  readonly tasks: number;
}

/** Who answered, and why just that one, as it is shown. */
export interface AnsweredBy {
  readonly model: string;
  readonly endpoint: string;
  readonly tier: string;
  readonly effort?: string;
  readonly reason: string;
}

/** What a request of the agent cost, over all its attempts, as the ledger has it. */
export interface RequestCost {
  readonly costNanoUsd: NanoUsd;
  readonly isEstimate: boolean;
  /** An unpriced model answered: what it cost is not known, and what counts against the cap is `countedNanoUsd`. */
  readonly isUnpriced: boolean;
  readonly countedNanoUsd: NanoUsd;
  readonly baselineNanoUsd: NanoUsd;
  readonly usage: Usage;
}

/**
 * What prompts cost where one was answered, by the catalogue's prices of that moment: what compaction is weighed by. Prices are nano-dollars per
 * million tokens, as `PriceRow` has them.
 */
export interface PromptTerms {
  readonly contextTokens?: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** What a compaction at this point is expected to cost; missing where the prompt is too short for one. */
  readonly compactionNanoUsd?: NanoUsd;
}

export type PauseReason = 'four-fifths-of-cap' | 'cap' | 'user' | 'step-limit' | 'nobody-answers';

/** `done`: and the tests said so, where there are any. `unproved`: it says that it is done, and nothing could show it. */
export type TaskOutcome = 'done' | 'unproved' | 'answered' | 'planned' | 'stopped' | 'gave-up' | 'failed';

/**
 * What happened, in order: all that the loop needs to stand where it stood, and all that the view shows. Plain data, stored a line each. What
 * streams is not in it.
 */
export type AgentEvent = { readonly atMs: number } & (
  | {
      readonly type: 'begun';
      /** Its requests have it as their session; those of its subtasks have it with a dot and a number behind. */
      readonly taskId: string;
      readonly mode: AgentMode;
      readonly approvals: ApprovalMode;
      readonly turn: UserTurn;
      readonly capNanoUsd: NanoUsd;
      readonly estimate?: CostEstimate;
      readonly instructions: readonly InstructionFile[];
      /** Instruction files that the user or a policy keeps from models: they are there, and were not read. */
      readonly instructionsLeftOut?: readonly string[];
      /** The name of the workspace folder, as policies and rules know it. */
      readonly workspace?: string;
      /** Its address: names of folders are not theirs alone. */
      readonly folder?: string;
      /** It is the subtask of another one, whose model was of that tier: no dearer one is asked. */
      readonly subtaskOf?: {
        readonly taskId: string;
        readonly tier: string;
        /** Files that its words and attachments may be drawn from: rules by path hold for what is handed on. */
        readonly paths?: readonly string[];
      };
    }
  /** The user goes on with the same task. */
  | { readonly type: 'said'; readonly turn: UserTurn; readonly mode: AgentMode }
  | { readonly type: 'named'; readonly title: string }
  /** The user: from here on. "Every step" also takes back what was approved for the whole task. */
  | { readonly type: 'approvals-set'; readonly approvals: ApprovalMode }
  | {
      readonly type: 'requested';
      readonly requestId: string;
      readonly kind: TaskKind;
      readonly step: number;
      /** Less than usual, because the cap could not hold an answer of the usual length. */
      readonly maxOutputTokens?: number;
    }
  | {
      readonly type: 'answered';
      readonly requestId: string;
      readonly text: string;
      readonly calls: readonly ToolCall[];
      readonly finish: FinishReason;
      readonly by: AnsweredBy;
      readonly cost: RequestCost;
      /** What was shown of the model's thoughts. */
      readonly reasoning?: string;
      /** What its provider wants back of them with the results of the calls; only of an answer with calls. */
      readonly givenBack?: Reasoning;
      readonly terms?: PromptTerms;
      /** What was taken out of the prompt before it left: kinds and counts, never the secret. */
      readonly redactions?: readonly Redaction[];
    }
  | {
      readonly type: 'unanswered';
      readonly requestId: string;
      readonly error: ProviderErrorReason | 'refused';
      readonly message: string;
      readonly cost: RequestCost;
      /** It broke off after its first words: the same may well be answered when it is asked again. */
      readonly hadBegun?: true;
      /** The task's own cap could not hold it, and nobody else could answer. */
      readonly isByCap?: true;
      readonly redactions?: readonly Redaction[];
    }
  /** A call of the model, as it was read; or why it could not be. */
  | { readonly type: 'called'; readonly callId: string; readonly call?: AgentCall; readonly problem?: string }
  | { readonly type: 'approval-asked'; readonly question: ApprovalQuestion }
  | { readonly type: 'approval-answered'; readonly callId: string; readonly contentHash: string; readonly answer: ApprovalAnswer }
  | { readonly type: 'approved'; readonly callId: string; readonly contentHash: string; readonly rule: string }
  | {
      readonly type: 'refused';
      readonly callId: string;
      readonly rule: string;
      readonly reason: string;
      /** Files that the reason may quote. */
      readonly paths?: readonly string[];
    }
  | {
      readonly type: 'checkpoint';
      readonly checkpointId: string;
      readonly callId: string;
      /** What commands change cannot be brought back, only files that the agent changed by name. */
      readonly coverage?: 'named-files';
    }
  /** `isUnknown`: it was approved, and the window closed before it was told what became of it; it may have happened. */
  | { readonly type: 'ran'; readonly callId: string; readonly result: CallResult; readonly tookMs: number; readonly isUnknown?: true }
  | { readonly type: 'delegated'; readonly callId: string; readonly subtaskId: string; readonly capNanoUsd: NanoUsd }
  | {
      readonly type: 'reported';
      readonly callId: string;
      readonly subtaskId: string;
      readonly text: string;
      readonly cost: RequestCost;
      /** What it changed, and how its last tests went. */
      readonly facts?: ResultFacts;
      /** Of all its requests. */
      readonly redactions?: readonly Redaction[];
    }
  /** Everything before `untilEvent` (its place in the log) is told to the model as this summary from now on. */
  | {
      readonly type: 'compacted';
      readonly requestId: string;
      readonly summary: string;
      readonly untilEvent: number;
      readonly cost: RequestCost;
    }
  /** Nobody could sum it up, or it was stopped: everything stays as it is, but for what that cost. */
  | { readonly type: 'not-compacted'; readonly requestId: string; readonly words: string; readonly cost: RequestCost }
  | { readonly type: 'paused'; readonly reason: PauseReason; readonly words: string }
  | { readonly type: 'resumed'; readonly capNanoUsd: NanoUsd }
  /** From the next request on this tier or a higher one: until the user says something else; where the judge wants it, until there is progress. */
  | { readonly type: 'tier-asked'; readonly tier: 'small' | 'medium' | 'frontier'; readonly by?: 'judge' }
  /** `left`: what else was changed since the checkpoint, and stayed as it is. */
  | { readonly type: 'undone'; readonly checkpointId: string; readonly paths: readonly string[]; readonly left?: readonly string[] }
  | { readonly type: 'ended'; readonly outcome: TaskOutcome; readonly words: string }
);

export type AgentEventOf<Type extends AgentEvent['type']> = Extract<AgentEvent, { readonly type: Type }>;
