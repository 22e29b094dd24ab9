import type { Tier } from '../catalogue/index.ts';
import type { TaskKind } from '../task/index.ts';

/** Which models may answer a kind of task. */
export interface Ladder {
  /** The tiers that are good enough for it, the usual one first. `local` stands under every ladder as the last resort. */
  readonly tiers: readonly Tier[];
  /**
   * The share of useful answers, from 0 to 1, below which a model is not worth asking. What counts as useful differs by kind, and so do these:
   * a suggestion is accepted far more seldom than an edit is kept. They are assumptions, low enough that no model falls below by its prior
   * alone, so that it is the user's own outcomes that decide.
   */
  readonly floor: number;
}

export const defaultLadders: Readonly<Record<TaskKind, Ladder>> = {
  'completion.line': { tiers: ['local', 'small'], floor: 0.05 },
  'completion.block': { tiers: ['local', 'small'], floor: 0.05 },
  edit: { tiers: ['medium'], floor: 0.25 },
  chat: { tiers: ['medium'], floor: 0.25 },
  'agent.plan': { tiers: ['frontier'], floor: 0.25 },
  'agent.step': { tiers: ['medium'], floor: 0.25 },
  'agent.subtask': { tiers: ['small'], floor: 0.2 },
  'commit-message': { tiers: ['small'], floor: 0.2 },
  title: { tiers: ['small'], floor: 0.2 },
  compaction: { tiers: ['small'], floor: 0.2 },
};

/** All tiers that may answer a kind, local models last where they are the last resort. */
export function ladderTiers(kind: TaskKind): readonly Tier[] {
  const { tiers } = defaultLadders[kind];
  return tiers.includes('local') ? tiers : [...tiers, 'local'];
}
