import type { Tool } from '../../task/index.ts';
import type { AgentTools } from '../ports.ts';
import type { AgentTaskState } from './state.ts';

interface Taken {
  readonly taskId: string;
  readonly turn: number;
  readonly external: readonly Tool[];
}

/** Of a window's tools, what was there as a turn of a task first asked. */
const taken = new WeakMap<AgentTools, Taken>();

/**
 * The tools of others as they were when the turn began: they stand at the beginning of each prompt, so that a server which comes up or goes would empty every cache
 * behind it, and what it brings would reach the model without the user's look. They hold for the turn's subtasks, and over a pause in the same window; a window that is
 * opened anew takes them anew. Whether one may still be called is for the tools to say.
 */
export function turnsExternalTools(tools: AgentTools, { taskId, turns, subtaskOf }: AgentTaskState): readonly Tool[] {
  const known = taken.get(tools);
  if (subtaskOf) return known?.taskId === subtaskOf.taskId ? known.external : tools.external();
  const turn = turns.length;
  if (known?.taskId === taskId && known.turn === turn) return known.external;
  const external = tools.external();
  taken.set(tools, { taskId, turn, external });
  return external;
}
