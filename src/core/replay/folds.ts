import type { ReplayTask } from './outcomeTable.ts';

/**
 * Deals tasks into at most `count` folds, whole groups at a time, in random order and each into the fold that has the fewest tasks so far. The
 * answer is the fold of each task.
 */
export function dealFolds(tasks: readonly ReplayTask[], count: number, random: () => number): readonly number[] {
  const groups = [...Map.groupBy(tasks, ({ group }) => group)].map(([group, members]) => ({
    group,
    size: members.length,
    order: random(),
  }));
  const sizes: number[] = Array.from({ length: Math.min(count, groups.length) }, () => 0);
  const foldOf = new Map<string, number>();
  // The biggest ones first, so that the last ones can even it out.
  for (const { group, size } of groups.toSorted((a, b) => b.size - a.size || a.order - b.order)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    foldOf.set(group, fold);
    sizes[fold] = (sizes[fold] ?? 0) + size;
  }
  return tasks.map(({ group }) => foldOf.get(group) ?? 0);
}
