/** `ask`: reads and answers, kind `chat`. `plan`: reads, and ends with a plan. `agent`: does it. */
export const agentModes = ['ask', 'plan', 'agent'] as const;

export type AgentMode = (typeof agentModes)[number];

/**
 * What happens without asking. `every-step`: nothing but reading. `edits`: also edits of ordinary files inside the workspace. `trusted-commands`: also
 * commands that the user's list allows.
 */
export const approvalModes = ['every-step', 'edits', 'trusted-commands'] as const;

export type ApprovalMode = (typeof approvalModes)[number];
