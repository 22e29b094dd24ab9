export type { AgentState } from './agentState.ts';
export { isProviderError, ProviderError, type ProviderErrorReason, reasonForStatus } from './providerError.ts';
export { ownReasoning, type Reasoning, type ReasoningBlock, textsOfReasoning } from './reasoning.ts';
export { type Image, orderByStability, type Segment, type SegmentRole, type Stability, textOf } from './segment.ts';
export type { BillingReport, FinishReason, ServerTimings, StreamPart } from './streamPart.ts';
export { isFillInTheMiddle, type Task, type TaskKind, type TaskOrigin, taskKinds } from './task.ts';
export type { Tool, ToolCall } from './tool.ts';
export { inputTokens, noUsage, totalTokens, type Usage, usageBuckets } from './usage.ts';
