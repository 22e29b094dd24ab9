export type { ApprovalAnswer, ApprovalContent, ApprovalQuestion, ApprovalVerdict } from './approval.ts';
export type { AgentCall, AgentToolName, CallResult, EditBlock, FileChange, ResultFacts } from './call.ts';
export type {
  AgentEvent,
  AgentEventOf,
  AnsweredBy,
  Attachment,
  CostEstimate,
  InstructionFile,
  PauseReason,
  RequestCost,
  TaskOutcome,
  UserTurn,
} from './event.ts';
export { type AgentMode, type ApprovalMode, agentModes, approvalModes } from './mode.ts';
export type { AgentPorts, AgentTools, Approvals, Checkpoints, PreparedCall, RestoreReport } from './ports.ts';
