import { type Policy, playTask, type TaskOutcome } from './playTask.ts';
import { fingerprintOf, solvingTable } from './solving.ts';

interface PolicyTotals {
  readonly solvedShare: number;
  /** Means of a task. */
  readonly steps: number;
  readonly costUsd: number;
  readonly tokens: number;
}

interface Simulated {
  readonly seeds: number;
  readonly tasks: number;
  readonly ours: PolicyTotals;
  readonly frontierOnly: PolicyTotals;
}

/** The shares come out exactly with a hundred. */
const tasksPerSeed = 100;

/** The tables are made and their fingerprint is printed before any policy runs. */
export async function simulate(seed: number, seeds: number): Promise<Simulated> {
  const tables = Array.from({ length: seeds }, (_, index) => solvingTable(seed * 1000 + index, tasksPerSeed));
  const tasks = tables.flat();
  console.log(
    `\nSIMULATED: ${tasks.length} tasks of ${seeds} seeds; who solves which is in tables that were made before (${fingerprintOf(tasks)})`,
  );
  const played: Record<Policy, TaskOutcome[]> = { ours: [], 'frontier-only': [] };
  for (const task of tasks) for (const policy of ['ours', 'frontier-only'] as const) played[policy].push(await playTask(task, policy));
  const [ours, frontierOnly] = [totalsOf(played.ours), totalsOf(played['frontier-only'])];
  const ends = Map.groupBy(
    tasks.map((task, index) => ({ task, outcome: played.ours[index] })),
    ({ task, outcome }) => `${task.solvedBy}: ${outcome?.end}${outcome?.isSolved ? ', solved' : ''}`,
  );
  console.log(row('policy', 'solved', 'steps', 'tokens', 'cost', 'baseline', 'ratio'));
  for (const [name, totals] of [
    ['ours', ours],
    ['frontier only', frontierOnly],
  ] as const)
    console.log(
      row(
        name,
        `${(totals.solvedShare * 100).toFixed(1)} %`,
        totals.steps.toFixed(1),
        Math.round(totals.tokens),
        `$${totals.costUsd.toFixed(4)}`,
        `$${frontierOnly.costUsd.toFixed(4)}`,
        (totals.costUsd / frontierOnly.costUsd).toFixed(3),
      ),
    );
  console.log('how tasks end with us, by who could have solved them:');
  for (const [end, some] of [...ends].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`  ${end.padEnd(44)}${some.length.toString().padStart(6)}`);
  return { seeds, tasks: tasks.length, ours, frontierOnly };
}

function totalsOf(outcomes: readonly TaskOutcome[]): PolicyTotals {
  const mean = (of: (outcome: TaskOutcome) => number): number => outcomes.reduce((sum, each) => sum + of(each), 0) / outcomes.length;
  return {
    solvedShare: mean(({ isSolved }) => (isSolved ? 1 : 0)),
    steps: mean(({ steps }) => steps),
    costUsd: mean(({ costNanoUsd }) => costNanoUsd) / 1e9,
    tokens: mean(({ tokens }) => tokens),
  };
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(16)}${cells.map((cell) => String(cell).padStart(12)).join('')}`;
}
