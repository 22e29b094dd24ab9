import { tiers } from '../../catalogue/index.ts';
import type { Segment, Task, TaskKind, Tool } from '../../task/index.ts';
import { agentStateOf } from '../judge/judge.ts';
import { isOfOtherFolder } from '../paths/otherFolder.ts';
import { promptOf } from '../prompt/promptOf.ts';
import { toolDefinitions } from '../tools/definitions.ts';
import type { Standing } from './standing.ts';
import type { AgentTaskState } from './state.ts';

/** Output tokens at the most. An assumption. */
const mostOfSummary = 2_000;

/** The next request of the task, and how long its answer may be. */
export interface AskedStep {
  readonly kind: TaskKind;
  readonly maxOutputTokens: number;
}

export function taskFor(
  { state, conversation }: Standing,
  requestId: string,
  { kind, maxOutputTokens }: AskedStep,
  external: readonly Tool[],
): Task {
  const { taskId, tierAsked, subtaskOf } = state;
  const mostTier = tiers.find((tier) => tier === subtaskOf?.tier);
  const isAgents = kind === 'agent.plan' || kind === 'agent.step' || kind === 'agent.subtask';
  return {
    id: requestId,
    kind,
    segments: promptOf(state, conversation),
    tools: offeredTools(state, external),
    maxOutputTokens,
    stop: [],
    origin: originOf(state, conversation.paths),
    sessionId: taskId,
    paths: conversation.paths,
    ...(isAgents && { state: agentStateOf(state) }),
    ...(tierAsked && { leastTier: tierAsked.tier }),
    // No dearer model than its parent's is asked unasked.
    ...(mostTier && { mostTier }),
    ...(subtaskOf?.tier === 'local' && { isFreeOnly: true }),
  };
}

/** A subtask has nobody to ask and nobody to hand anything on to. */
export function offeredTools({ mode, subtaskOf }: AgentTaskState, external: readonly Tool[]): readonly Tool[] {
  if (!subtaskOf) return toolDefinitions(mode, external);
  return toolDefinitions('agent', external).filter(({ name }) => name !== 'delegate' && name !== 'ask');
}

/** Its session is apart, below the task's: the cheap model's prompt says nothing of what the task's caches hold. */
export function compactionTask(state: AgentTaskState, requestId: string, segments: readonly Segment[], paths: readonly string[]): Task {
  return {
    id: requestId,
    kind: 'compaction',
    segments,
    maxOutputTokens: mostOfSummary,
    stop: [],
    origin: originOf(state, paths),
    sessionId: `${state.taskId}.compaction`,
    paths,
  };
}

/** Where files of several folders are in the prompt, none is named: then what any of them forbids is forbidden. */
function originOf({ workspace }: AgentTaskState, paths: readonly string[]): Task['origin'] {
  return { trigger: 'command', ...(workspace !== undefined && !paths.some(isOfOtherFolder) && { workspace }) };
}
