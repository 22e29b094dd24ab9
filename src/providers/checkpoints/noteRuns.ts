import type { AgentTools, ApprovalContent, PreparedCall } from '../../core/agent/index.ts';
import type { Touched, WorkspaceCheckpoints } from './workspaceCheckpoints.ts';

/** The same tools; what they change is remembered by the checkpoints, and can be undone. */
export function noteRuns(tools: AgentTools, checkpoints: WorkspaceCheckpoints): AgentTools {
  return {
    external: () => tools.external(),
    prepare: async (call, approvals, signal) => noted(await tools.prepare(call, approvals, signal), checkpoints),
  };
}

function noted(prepared: PreparedCall, checkpoints: WorkspaceCheckpoints): PreparedCall {
  const touched = touchedBy(prepared.content);
  if (!touched) return prepared;
  return { content: prepared.content, verdict: prepared.verdict, run: (signal) => checkpoints.around(touched, () => prepared.run(signal)) };
}

function touchedBy(content: ApprovalContent | undefined): Touched | undefined {
  switch (content?.type) {
    case 'changes':
      return content.changes.map(({ path }) => path);
    case 'command':
    case 'external':
      return 'unknown';
    default:
      return undefined;
  }
}
