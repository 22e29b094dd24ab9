import { describe, expect, it } from 'vitest';
import { playTask } from '../../bench/agent/simulation/playTask.ts';
import { fingerprintOf, type SimulatedTask, solvingTable } from '../../bench/agent/simulation/solving.ts';

describe('The table of who solves what', () => {
  it('holds the measured shares exactly, for every seed', () => {
    const counts = [1, 2, 3].map((seed) =>
      Object.entries(Object.groupBy(solvingTable(seed, 100), ({ solvedBy }) => solvedBy)).map(
        ([by, tasks = []]) => [by, tasks.length] as const,
      ),
    );
    expect(counts.map((each) => Object.fromEntries(each))).toEqual(
      Array(3).fill({ both: 57, onlyFrontier: 17, onlyCheap: 3, neither: 23 }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    const [one, again, other] = [1, 1, 2].map((seed) => fingerprintOf(solvingTable(seed, 100)));
    expect({ isSame: one === again, isOther: one !== other }).toEqual({ isSame: true, isOther: true });
  });
});

const task = (changes: Partial<SimulatedTask>): SimulatedTask => ({
  ...{ id: 'a', solvedBy: 'both', looks: 3, resultTokens: [300], answerTokens: [100], runsTests: false, isVerdictWrong: [false] },
  ...changes,
});

describe('A simulated task', () => {
  it('is done by the cheap model where it can be, and costs less than on the strong one alone', async () => {
    const [ours, frontier] = [await playTask(task({}), 'ours'), await playTask(task({}), 'frontier-only')];
    expect({ ours: ours.end, isSolved: [ours.isSolved, frontier.isSolved], isCheaper: ours.costNanoUsd < frontier.costNanoUsd }).toEqual({
      ours: 'done',
      isSolved: [true, true],
      isCheaper: true,
    });
  });

  it.each<readonly [string, Partial<SimulatedTask>, string, boolean]>([
    ['that only the strong model solves is solved in the end', { solvedBy: 'onlyFrontier' }, 'done', true],
    ['that nobody solves is given up', { solvedBy: 'neither' }, 'gave-up', false],
    ['whose tests are wrong is called done, and is not', { solvedBy: 'neither', isVerdictWrong: [true] }, 'done', false],
  ])('%s', async (_what, changes, end, isSolved) => {
    const outcome = await playTask(task(changes), 'ours');
    expect({ end: outcome.end, isSolved: outcome.isSolved }).toEqual({ end, isSolved });
  });
});
