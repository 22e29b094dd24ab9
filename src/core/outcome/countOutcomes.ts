import type { OutcomeCount, OutcomeType } from '../ledger/index.ts';
import { usefulnessOf } from './usefulness.ts';

/** Tasks that one model answered alike, and that the same became of. */
export interface AnsweredTasks extends Omit<OutcomeCount, 'useful' | 'notUseful'> {
  /** How many they are. */
  readonly tasks: number;
  /** The answer came to its end by itself: no news is good news only of such a one. */
  readonly isWhole: boolean;
  readonly outcomes: readonly OutcomeType[];
}

/** Judges them, and counts by day, kind, model, endpoint, precision and language, in that order. What nothing was learned of is left out. */
export function countOutcomes(answered: Iterable<AnsweredTasks>): readonly OutcomeCount[] {
  const counts = new Map<string, OutcomeCount>();
  for (const { tasks, isWhole, outcomes, ...group } of answered) {
    const usefulness = outcomes.length === 0 && !isWhole ? 'unknown' : usefulnessOf(group.kind, outcomes);
    if (usefulness === 'unknown') continue;
    const key = keyOf(group);
    const known = counts.get(key) ?? { ...group, useful: 0, notUseful: 0 };
    const counted = usefulness === 'useful' ? 'useful' : 'notUseful';
    counts.set(key, { ...known, [counted]: known[counted] + tasks });
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

function keyOf({ localDay, kind, model, endpoint, precision, language }: Omit<OutcomeCount, 'useful' | 'notUseful'>): string {
  return JSON.stringify([localDay, kind, model, endpoint, precision ?? '', language ?? '']);
}
