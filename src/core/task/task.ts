import type { AgentState } from './agentState.ts';
import type { Segment } from './segment.ts';
import type { Tool } from './tool.ts';

/** What a task is for. Every kind is metered; routing, budgets and statistics are kept per kind. */
export const taskKinds = [
  'completion.line',
  'completion.block',
  'edit',
  'chat',
  'agent.plan',
  'agent.step',
  'agent.subtask',
  'commit-message',
  'title',
  'compaction',
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** Who or what caused the task. It is stored with every entry, so that spend can be told apart by language and workspace. */
export interface TaskOrigin {
  readonly trigger: 'automatic' | 'invoke' | 'command';
  /** The editor's language id, e.g. `typescript`. */
  readonly language?: string;
  /** The workspace folder's name, never its path. */
  readonly workspace?: string;
}

/** One thing asked of a model. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  readonly maxOutputTokens: number;
  /** The answer ends before the first of these strings. */
  readonly stop: readonly string[];
  readonly tools?: readonly Tool[];
  readonly origin: TaskOrigin;
  /** Requests that build on each other share it: what one of them put into a prompt cache, the next one finds. */
  readonly sessionId?: string;
  /** Files that the prompt is drawn from beside those its segments are named after, relative to their workspace folder, with `/`. */
  readonly paths?: readonly string[];
  /** After so many milliseconds nobody waits for the first part of the answer any more; by kind unless said otherwise. */
  readonly deadlineMs?: number;
  /** Of agent kinds. */
  readonly state?: AgentState;
  /** Another answer to the same question is wanted than the usual one: 1 for the first of those, and so on. They are sampled more freely. */
  readonly variant?: number;
  /** Models of lower tiers were asked already, and their answers were of no use. Its tier is on the ladder, whatever the kind's ladder says. */
  readonly leastTier?: 'small' | 'medium' | 'frontier';
  /** Nobody of a higher tier is asked, whatever pins and ladders say. */
  readonly mostTier?: 'local' | 'small' | 'medium' | 'frontier';
  /** Just this tier was asked for by the user, for this one request: as a pin of it, in place of the pin of its kind. */
  readonly tier?: 'local' | 'small' | 'medium' | 'frontier';
  /** Paid answers are not worth their price here: who charges for the request is not asked. */
  readonly isFreeOnly?: true;
}

/** `completion.*` tasks fill a hole between a prefix and a suffix; all the others are conversations. */
export function isFillInTheMiddle(kind: TaskKind): boolean {
  return kind === 'completion.line' || kind === 'completion.block';
}
