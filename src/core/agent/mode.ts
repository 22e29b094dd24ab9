/** `ask`: reads and answers, kind `chat`. `plan`: reads, and ends with a plan. `agent`: does it. */
export const agentModes = ['ask', 'plan', 'agent'] as const;

export type AgentMode = (typeof agentModes)[number];

/**
 * What happens without asking, the strictest first. `every-step`: nothing but reading. `edits`: also edits of ordinary files inside the workspace. `trusted-commands`: also
 * commands that the user's list allows.
 */
export const approvalModes = ['every-step', 'edits', 'trusted-commands'] as const;

export type ApprovalMode = (typeof approvalModes)[number];

export function stricterMode(one: ApprovalMode, other: ApprovalMode): ApprovalMode {
  return approvalModes.indexOf(one) <= approvalModes.indexOf(other) ? one : other;
}
