/**
 * How an agent's task stands, which is what its next request is routed by: prompts say nothing of how hard a step is. All are counts of what
 * happened, never what the model says of itself.
 */
export interface AgentState {
  /** Of the last run of the tests; missing where none ran. */
  readonly failingTests?: number;
  /** How often the last tool call was made before with the same arguments. */
  readonly repeatedCalls: number;
  /** Steps since the last one after which fewer tests failed, fewer problems were left, or an edit was kept. */
  readonly stepsWithoutProgress: number;
  /** Lines added and removed since the task began. */
  readonly diffLines: number;
}
