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
export { advance } from './loop/advance.ts';
export { changedFiles } from './loop/changedFiles.ts';
export { fold, nothingYet, stateOf } from './loop/fold.ts';
export { usualLimits } from './loop/limits.ts';
export { runAgent } from './loop/runAgent.ts';
export { settling } from './loop/settling.ts';
export { standingOf } from './loop/standing.ts';
export type {
  AgentTaskState,
  StepAnswer,
  TaskCall,
  TaskStep,
  TaskTurn,
  TurnItem,
} from './loop/state.ts';
export { lastTurn } from './loop/state.ts';
export { isLeft, WindowClosing } from './loop/windowClosing.ts';
export { type AgentMode, type ApprovalMode, agentModes, approvalModes, stricterMode } from './mode.ts';
export type { AgentPorts, AgentTools, Approvals, Checkpoints, PreparedCall, RestoreReport, UserWishes } from './ports.ts';
export { beginningOf } from './prompt/words.ts';
