import type { AgentTasks } from '../agentTasks.ts';

export interface OpenTasksPorts {
  /** Of this workspace, over reloads. */
  readonly memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  readonly log: { warn(text: string): void };
}

const key = 'agent.openTasks';

export function rememberOpenTasks({ all, current }: AgentTasks, { memory }: OpenTasksPorts): void {
  void memory.update(key, { tasks: all.map(({ id }) => id), current: current?.id });
}

/** The tasks that were open before the window was loaded anew. Those that cannot be read are left out, and the log says so. */
export async function reopenTasks(tasks: AgentTasks, { memory, log }: OpenTasksPorts): Promise<void> {
  const open = readOpenTasks(memory.get(key));
  for (const id of open.tasks) {
    // One after the other, so that they stand in their order.
    await tasks.open(id).catch((error: unknown) => log.warn(`a task could not be opened again: ${error}`));
  }
  tasks.select(open.current !== undefined && tasks.find(open.current) ? open.current : undefined);
}

/** What was remembered, as far as it is that: another version may have remembered something else. */
function readOpenTasks(stored: unknown): { readonly tasks: readonly string[]; readonly current: string | undefined } {
  const { tasks, current } = (typeof stored === 'object' && stored !== null ? stored : {}) as { tasks?: unknown; current?: unknown };
  return {
    tasks: Array.isArray(tasks) ? tasks.filter((id) => typeof id === 'string') : [],
    current: typeof current === 'string' ? current : undefined,
  };
}
