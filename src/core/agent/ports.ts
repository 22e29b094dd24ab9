import type { NanoUsd } from '../money/index.ts';
import type { Router } from '../router.ts';
import type { Clock } from '../routerPorts.ts';
import type { StreamPart, Tool } from '../task/index.ts';
import type { ApprovalAnswer, ApprovalContent, ApprovalQuestion, ApprovalVerdict } from './approval.ts';
import type { AgentCall, CallResult } from './call.ts';
import type { AgentEvent, RequestCost } from './event.ts';
import type { ApprovalMode } from './mode.ts';

/** What the loop needs of the world. */
export interface AgentPorts {
  readonly router: Router;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly tools: AgentTools;
  readonly approvals: Approvals;
  readonly checkpoints: Checkpoints;
  /** Of a request of ours, once the router is done with it: what all its attempts cost. Of a subtask's id: all its requests. */
  readonly costOf: (id: string) => Promise<RequestCost>;
  /** The cap of a task or subtask is a limit in the ledger from then on, as long as the window lives; it can only be set by the user. */
  readonly setCap: (sessionId: string, capNanoUsd: NanoUsd) => void;
  /** The agent asks the user. */
  readonly ask: (question: string, choices: readonly string[], signal: AbortSignal) => Promise<string>;
  /** Stored before anything that follows from it happens. */
  readonly record: (event: AgentEvent) => Promise<void>;
  /** What streams of the answer under way. */
  readonly heard?: (requestId: string, part: StreamPart) => void;
  /** So many steps at the most, unless the user goes on. */
  readonly mostSteps: number;
  /** What is done unattended also ends after so long; by `usualLimits` unless said otherwise. */
  readonly mostMs?: number;
  readonly mostTokens?: number;
  /** What the user set while it runs; the same object until they set something else. Heeded before anything else is done. */
  readonly wishes?: () => UserWishes | undefined;
}

/** What may be set at any time: it is in the log once the loop heeds it. */
export interface UserWishes {
  readonly approvals?: ApprovalMode;
  readonly title?: string;
}

/** A call made ready: what exactly would happen, and how it then happens. */
export interface PreparedCall {
  /** Undefined: it only reads what models may read, and needs no approval. */
  readonly content: ApprovalContent | undefined;
  readonly verdict: ApprovalVerdict;
  /** Files that the reason of a refusal may quote: rules by path hold for it, too. */
  readonly quotes?: readonly string[];
  /** Does exactly what `content` says; where the files are not as they were when it was prepared, it changes nothing and says so. */
  run(signal: AbortSignal): Promise<CallResult>;
}

export interface AgentTools {
  /** The editor's, other extensions' and MCP servers' tools that the user lets the agent use; never before the workspace is trusted. Asked once in each turn. */
  external(): readonly Tool[];
  /** Nothing is changed by it. It never throws: what cannot be done is a prepared error with the verdict `refuse`. */
  prepare(call: AgentCall, approvals: ApprovalMode, signal: AbortSignal): Promise<PreparedCall>;
}

export interface Approvals {
  ask(question: ApprovalQuestion, signal: AbortSignal): Promise<ApprovalAnswer>;
  /** SHA-256 of the content, hexadecimal. */
  hash(content: ApprovalContent): Promise<string>;
}

/** What the files were like before a step, outside the workspace. */
export interface Checkpoints {
  /** Resolves with its id. */
  make(label: string): Promise<string>;
  /** What can be brought back; known once one was made. `all`, where nothing is said. */
  readonly coverage?: 'all' | 'named-files';
  /** Brings back the files that changed since; those the user changed meanwhile are told and left. */
  restore(checkpointId: string): Promise<RestoreReport>;
}

export interface RestoreReport {
  readonly restored: readonly string[];
  /** The user changed them since, or has them open unsaved. */
  readonly left: readonly string[];
}
