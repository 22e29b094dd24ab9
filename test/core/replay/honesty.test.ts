import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealFolds } from '../../../src/core/replay/folds.ts';
import { learnGiveUp } from '../../../src/core/replay/giveUp.ts';
import { seededRandom } from '../../../src/core/replay/index.ts';
import { cascadeRunner, perfectJudge } from '../../../src/core/replay/judge.ts';
import { chooseLadder, plainPlan } from '../../../src/core/replay/ladder.ts';
import { learnPrior } from '../../../src/core/replay/learnedPrior.ts';
import { type CostAndUseful, mixingAt, mixingFrontier } from '../../../src/core/replay/mixing.ts';
import type { OutcomeTable } from '../../../src/core/replay/outcomeTable.ts';
import { learnPromptLength } from '../../../src/core/replay/promptLength.ts';
import { holdOut } from '../../../src/core/replay/taskResult.ts';
import { manyModels } from './manyModels.ts';
import { tableFrom } from './tableFrom.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const table = tableFrom(manyModels(5, { models: 6, tasks: 90, groups: 9 }));
const folds = dealFolds(table.tasks, 3, seededRandom(1));
const firstFold = (task: number): boolean => folds[task] === 0;

/** The table with what models made of the first fold turned round, but for those that `isKept` says. */
function turned(isKept: (task: number, model: number) => boolean): OutcomeTable {
  const outcomes = table.outcomes.map((ofTask, task) =>
    ofTask.map((outcome, model) =>
      !firstFold(task) || isKept(task, model) ? outcome : { isUseful: !outcome.isUseful, costNanoUsd: 3 * outcome.costNanoUsd + 1 },
    ),
  );
  return { ...table, outcomes };
}

describe('A policy cannot see the answer that it is judged by', () => {
  it.each([
    ['the length of the prompt', learnPromptLength],
    ['the learned prior', learnPrior],
  ])('when it routes by %s: other outcomes of a fold change none of its routes', (_name, learn) => {
    const routes = (of: OutcomeTable) =>
      holdOut(of, folds, learn)
        .filter((_held, task) => firstFold(task))
        .map(({ learned, task }) => learned(task));
    const before = routes(table);
    expect(routes(turned(() => false))).toEqual(before);
    expect(before.length).toBeGreaterThan(20);
  });

  it.each([
    ['climbs', (training: OutcomeTable) => plainPlan(chooseLadder(training, perfectJudge))],
    ['gives up', (training: OutcomeTable) => learnGiveUp(training, perfectJudge)],
  ])('when a cascade %s: outcomes of models that it did not ask change nothing', (_name, learn) => {
    const held = holdOut(table, folds, learn);
    // A model was asked where its cost is in the result.
    const asked = (task: number): readonly number[] => {
      const { learned, outcomes } = held[task] ?? { learned: plainPlan([]), outcomes: [] };
      const run = cascadeRunner(learned, perfectJudge);
      const cost = run(outcomes).costNanoUsd;
      return outcomes.flatMap((_outcome, model) => {
        const dearer = outcomes.map((outcome, place) => (place === model ? { ...outcome, costNanoUsd: outcome.costNanoUsd + 1 } : outcome));
        return run(dearer).costNanoUsd === cost ? [] : [model];
      });
    };
    const results = (of: OutcomeTable) =>
      holdOut(of, folds, learn)
        .filter((_held, task) => firstFold(task))
        .map(({ learned, outcomes }) => cascadeRunner(learned, perfectJudge)(outcomes));
    const askedOf = table.tasks.map((_task, index) => asked(index));
    expect(results(turned((task, model) => askedOf[task]?.includes(model) === true))).toEqual(results(table));
    expect(askedOf.some((models) => models.length < 6)).toBe(true);
  });
});

describe('Folds', () => {
  it('keep groups together and differ little in size, whatever the groups', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer(),
        (groups, count, seed) => {
          const tasks = groups.map((group, id) => ({ id: String(id), kind: 'chat', group: String(group) }));
          const folds = dealFolds(tasks, count, seededRandom(seed));
          const byGroup = [...Map.groupBy(folds.keys(), (task) => groups[task])].map(
            ([, members]) => new Set(members.map((task) => folds[task])).size,
          );
          const sizes = [...Map.groupBy(folds, (fold) => fold).values()].map((fold) => fold.length);
          const biggest = Math.max(...[...Map.groupBy(groups, (group) => group).values()].map((group) => group.length));
          expect([...new Set(byGroup), sizes.length]).toEqual([1, Math.min(count, byGroup.length)]);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(biggest);
        },
      ),
      runs,
    );
  });
});

describe('Random mixing', () => {
  it('is at least as useful as any share of any two models, and never more than the best two', () => {
    const point: fc.Arbitrary<CostAndUseful> = fc.record({
      costNanoUsd: fc.integer({ min: 0, max: 1000 }),
      useful: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (models, share) => {
        const frontier = mixingFrontier(models);
        const mixes = models.flatMap((a) =>
          models.map((b) => ({
            costNanoUsd: a.costNanoUsd + share * (b.costNanoUsd - a.costNanoUsd),
            useful: a.useful + share * (b.useful - a.useful),
          })),
        );
        for (const { costNanoUsd, useful } of mixes) expect(mixingAt(frontier, costNanoUsd)).toBeGreaterThanOrEqual(useful - 1e-9);
        for (const corner of frontier) expect(models).toContainEqual(corner);
      }),
      runs,
    );
  });
});
