import type { TaskKind } from '../task/index.ts';
import type { Depth } from './promptPath.ts';

/**
 * Of 100 requests, after how many the next one with the same beginning comes within 5 minutes, within 30, within an hour. After the others it
 * comes later, or never, or the prompt has changed.
 */
export type ReuseShares = readonly [within5m: number, within30m: number, within1h: number];

const hardlyEver: ReuseShares = [2, 1, 1];
const seldom: ReuseShares = [5, 3, 2];
const perhaps: ReuseShares = [12, 4, 3];
const conversation: ReuseShares = [60, 10, 5];
const toolLoop: ReuseShares = [94, 1, 1];

/** `inSession`: the whole prompt, in a session. `alone`: what is static or the workspace's, without one. */
interface KindAssumption {
  readonly inSession: ReuseShares;
  readonly alone: ReuseShares;
}

/**
 * Assumed, not measured: what holds until this user's own requests say otherwise. A step of an agent is nearly always followed by the next one
 * within seconds; a reader of a chat answers in minutes, or never; who asks for a title or a commit message asks once.
 */
const assumptions: Readonly<Record<TaskKind, KindAssumption>> = {
  'completion.line': { inSession: perhaps, alone: perhaps },
  'completion.block': { inSession: perhaps, alone: perhaps },
  edit: { inSession: [40, 10, 5], alone: perhaps },
  chat: { inSession: conversation, alone: perhaps },
  'agent.plan': { inSession: conversation, alone: seldom },
  'agent.step': { inSession: toolLoop, alone: [30, 5, 5] },
  'agent.subtask': { inSession: [85, 2, 1], alone: [30, 5, 5] },
  'commit-message': { inSession: seldom, alone: seldom },
  title: { inSession: seldom, alone: seldom },
  compaction: { inSession: seldom, alone: seldom },
};

export function assumedReuse(kind: TaskKind, isInSession: boolean, depth: Depth): ReuseShares {
  if (isInSession) return assumptions[kind].inSession;
  return depth === 'static' || depth === 'workspace' ? assumptions[kind].alone : hardlyEver;
}
