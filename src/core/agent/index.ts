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
  PromptTerms,
  RequestCost,
  TaskOutcome,
  UserTurn,
} from './event.ts';
export type { Progress } from './judge/progress.ts';
export { type AgentAction, advance } from './loop/advance.ts';
export { changedFiles } from './loop/changedFiles.ts';
export { fold, nothingYet, stateOf } from './loop/fold.ts';
export { type UnattendedLimits, usualLimits } from './loop/limits.ts';
export { runAgent } from './loop/runAgent.ts';
export { type Standing, standingOf } from './loop/standing.ts';
export type {
  AgentTaskState,
  AskedTier,
  Grants,
  MadeChange,
  StepAnswer,
  TaskCall,
  TaskPhase,
  TaskStep,
  TaskTurn,
  TurnItem,
} from './loop/state.ts';
export { lastStep, lastTurn } from './loop/state.ts';
export { type AgentMode, type ApprovalMode, agentModes, approvalModes } from './mode.ts';
export type { AgentPorts, AgentTools, Approvals, Checkpoints, PreparedCall, RestoreReport } from './ports.ts';
