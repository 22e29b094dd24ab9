import type { Tier } from '../catalogue/index.ts';
import type { TaskKind } from '../task/index.ts';

/** The tiers that a kind climbs, cheapest adequate first. `local` stands under each as the last fallback. */
export const defaultLadders: Readonly<Record<TaskKind, readonly Tier[]>> = {
  'completion.line': ['local', 'small'],
  'completion.block': ['local', 'small'],
  edit: ['medium', 'local'],
  chat: ['medium', 'local'],
  'agent.plan': ['frontier', 'local'],
  'agent.step': ['medium', 'local'],
  'agent.subtask': ['small', 'local'],
  'commit-message': ['small', 'local'],
  title: ['small', 'local'],
  compaction: ['small', 'local'],
};
