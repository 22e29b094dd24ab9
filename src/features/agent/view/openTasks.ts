/** The tasks that were open in a workspace, and which of them was looked at. */
interface OpenTasks {
  readonly tasks: readonly string[];
  readonly current: string | undefined;
}

/** What was remembered, as far as it is that: another version may have remembered something else. */
export function readOpenTasks(stored: unknown): OpenTasks {
  const { tasks, current } = (typeof stored === 'object' && stored !== null ? stored : {}) as { tasks?: unknown; current?: unknown };
  return {
    tasks: Array.isArray(tasks) ? tasks.filter((id) => typeof id === 'string') : [],
    current: typeof current === 'string' ? current : undefined,
  };
}
