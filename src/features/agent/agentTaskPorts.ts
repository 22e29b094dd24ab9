import type { AgentEvent, AgentPorts, ApprovalMode, Approvals } from '../../core/agent/index.ts';
import type { AgentTask } from './agentTask.ts';

/** What the loop needs of the editor, made when a task first runs. What the user answers, and what is stored, is the task's own. */
export interface LoopPorts extends Omit<AgentPorts, 'approvals' | 'ask' | 'record' | 'heard' | 'wishes'> {
  readonly hash: Approvals['hash'];
}

export interface AgentTaskPorts {
  readonly run: (ports: AgentPorts, log: readonly AgentEvent[], signal: AbortSignal) => Promise<readonly AgentEvent[]>;
  readonly loopPorts: (task: AgentTask) => Promise<LoopPorts>;
  readonly append: (taskId: string, event: AgentEvent) => Promise<void>;
  /** What happens without asking, by the user's settings now. */
  readonly approvals: () => ApprovalMode;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: { warn(text: string): void; error(text: string): void };
  /** It is not as it was. */
  readonly changed: (task: AgentTask) => void;
  /** An answer goes on; `from` characters of it came before. */
  readonly heard: (task: AgentTask, requestId: string, from: number, text: string) => void;
}

/** A task's log as it was read, and what is to be known of that. */
export interface StoredLog {
  readonly log: readonly AgentEvent[];
  readonly warning?: string | undefined;
  /** It can be looked at, and not gone on with: it is damaged, of a later version, or another window's. */
  readonly isReadOnly?: boolean | undefined;
}

export interface OpenQuestion {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly string[];
}
