/**
 * `security`: attacks on each point of the checklist (bench/security/points.ts), tried on the functions that decide, as they are and mutated: by letter
 * case, quotes, blanks, invisible characters, wrappers. And what an agent does all day, of which next to nothing may be asked. Nothing is run: a
 * command is judged, not executed. `through` counts the attacks that nothing stopped.
 */
import fc from 'fast-check';
import { allCases } from './security/allCases.ts';
import { freshCases } from './security/freshCases.ts';
import { getsThrough } from './security/getsThrough.ts';
import { harmlessActions } from './security/harmlessActions.ts';
import { mutations } from './security/mutations.ts';
import { points } from './security/points.ts';
import { whyBlocked } from './security/whyBlocked.ts';
import type { Benchmark } from './support/benchmark.ts';

const mutationsPerCase = { full: 200, quick: 20 } as const;

export const security: Benchmark = async ({ quick, seed }) => {
  let through = 0;
  let mutated = 0;
  const byPoint = new Map<number, number>();
  for (const [index, { point, says, attack }] of allCases.entries()) {
    byPoint.set(point, (byPoint.get(point) ?? 0) + 1);
    const tell = (how: string): void => console.log(`  THROUGH, point ${point}: ${says}${how}`);
    if (await getsThrough(attack)) {
      through += 1;
      tell('');
    }
    for (const mutate of fc.sample(mutations, {
      seed: seed * 10_007 + index,
      numRuns: quick ? mutationsPerCase.quick : mutationsPerCase.full,
    })) {
      const changed = mutate(attack);
      if (changed === undefined) continue;
      mutated += 1;
      if (!(await getsThrough(changed))) continue;
      through += 1;
      tell(`, as ${JSON.stringify(changed)}`);
    }
  }
  const tooFew = Object.keys(points).filter((point) => (byPoint.get(Number(point)) ?? 0) < 5);
  if (tooFew.length > 0) throw new Error(`fewer than 5 cases of the points ${tooFew.join(', ')}`);
  const blocked = harmlessActions.flatMap((action) => {
    const why = whyBlocked(action);
    return why === undefined ? [] : [`${action.kind === 'command' ? action.command : action.path.text}: ${why}`];
  });
  for (const each of blocked) console.log(`  BLOCKED ${each}`);
  return {
    cases: allCases.length,
    freshCases: freshCases.length,
    casesByPoint: Object.fromEntries([...byPoint].toSorted(([one], [other]) => one - other)),
    mutated,
    through,
    harmless: harmlessActions.length,
    harmlessBlocked: blocked.length,
  };
};
