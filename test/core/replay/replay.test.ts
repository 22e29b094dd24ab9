import { describe, expect, it } from 'vitest';
import { type PolicyName, policyNames, type ReplayOptions, replay, seededRandom } from '../../../src/core/replay/index.ts';
import { manyModels } from './manyModels.ts';
import { tableFrom } from './tableFrom.ts';
import { drawEachOnce, tinyOutcomes } from './tinyOutcomes.ts';

const judges = [
  { falseAccept: 0, falseReject: 0 },
  { falseAccept: 0.5, falseReject: 0 },
  { falseAccept: 0, falseReject: 0.5 },
];
const replayed = (text: string, changes: Partial<ReplayOptions> = {}) =>
  replay(tableFrom(text), { policies: policyNames, foldCount: 5, bootstrapCount: 50, judges, random: seededRandom(1), ...changes });

/** To eight digits behind the point, so that sums of tenths are what they look like. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, each: unknown) => (typeof each === 'number' ? Number(each.toFixed(8)) : each)));

describe('A replay', () => {
  it('tells of each policy what it costs, how much that saves, how useful it is, and how useful random mixing is at that cost', () => {
    const policies: readonly PolicyName[] = ['always', 'random-mix', 'cascade-every-model', 'oracle'];
    const report = replayed(tinyOutcomes, { policies, foldCount: 2, bootstrapCount: 20, random: drawEachOnce(4) });
    const row = (name: string, usefulRate: number, costUsd: number, mixing: number, others: object) => ({
      name,
      policy: name.split(/[ ,]/)[0],
      isSimulated: false,
      usefulRate,
      usefulLow: usefulRate,
      usefulHigh: usefulRate,
      costUsd,
      ...{ saving: 1 - costUsd / 0.4, savingLow: 1 - costUsd / 0.4, savingHigh: 1 - costUsd / 0.4 },
      mixing: { usefulRate: mixing, low: mixing, high: mixing },
      ...others,
    });
    const simulated = { isSimulated: true, verdict: 'better than random', isOnFrontier: true };
    expect(rounded({ ...report, mixing: [report.mixing.length, report.mixing[0], report.mixing[20]] })).toEqual(
      rounded({
        tasks: 4,
        kinds: ['edit'],
        models: ['cheap', 'dear'],
        alwaysStrong: 'dear',
        groups: 4,
        folds: 2,
        policies: [
          row('always cheap', 0.5, 0.04, 0.5, { isOnFrontier: true }),
          row('always dear', 0.75, 0.4, 0.75, { isOnFrontier: false }),
          // A cascade with a bad judge is as useful for less.
          row('random-mix', 0.625, 0.22, 0.625, { isOnFrontier: false }),
          // The cheap model fails twice: 4 x $0.01 + 2 x $0.10. Mixing at $0.24 has 5/9 of the way from 0.5 to 0.75.
          row('cascade-every-model', 0.75, 0.24, 0.5 + (0.25 * 5) / 9, simulated),
          // Half of the two failures are believed: 2 x $0.10 x 0.5, and the third task is solved half the time.
          row('cascade-every-model, 50 % false accepts', 0.625, 0.14, 0.5 + (0.25 * 5) / 18, simulated),
          // Half of the two successes are asked again: $0.24 + 2 x $0.10 x 0.5. The dear model's rejected answers are the last ones, and kept.
          row('cascade-every-model, 50 % false rejects', 0.75, 0.34, 0.5 + (0.25 * 5) / 6, { ...simulated, isOnFrontier: false }),
          row('oracle', 0.75, 0.13, 0.5 + (0.25 * 3) / 12, { verdict: 'better than random', isOnFrontier: false }),
        ],
        leftOut: [],
        mixing: [
          41,
          { costUsd: 0.04, usefulRate: 0.5, low: 0.5, high: 0.5 },
          { costUsd: 0.22, usefulRate: 0.625, low: 0.625, high: 0.625 },
        ],
      }),
    );
  });

  it('measures savings against the cheaper one of equally useful models', () => {
    const text = ['a', 'b']
      .map((model) => JSON.stringify({ task: 't', kind: 'chat', model, useful: true, costUsd: model === 'a' ? 2 : 1 }))
      .join('\n');
    expect(replayed(text).alwaysStrong).toBe('b');
  });

  it('leaves out what cannot be learned: everything where there is one group, the prompt-length where there are no prompts', () => {
    const line = (task: string, group: string | undefined) =>
      JSON.stringify({ task, kind: 'chat', group, model: 'a', useful: true, costUsd: 1 });
    const [oneGroup, noPrompts] = [
      replayed(`${line('s', 'g')}\n${line('t', 'g')}`),
      replayed(`${line('s', undefined)}\n${line('t', undefined)}`),
    ];
    expect([oneGroup.folds, oneGroup.leftOut, noPrompts.folds, noPrompts.leftOut]).toEqual([
      1,
      ['prompt-length', 'learned-prior', 'cascade', 'cascade-every-model', 'cascade-give-up'],
      2,
      ['prompt-length'],
    ]);
  });

  it('tells no saving where always-strong is free', () => {
    const text = JSON.stringify({ task: 't', kind: 'chat', model: 'local', useful: true, costUsd: 0 });
    expect(replayed(text, { policies: ['always'] }).policies.map((policy) => 'saving' in policy)).toEqual([false]);
  });

  it('is as much in doubt with ten tasks alike in each group as with one task for each group', () => {
    const outcomes = (copies: number): string =>
      Array.from({ length: 12 * copies }, (_, index) => {
        const place = index % 12;
        return ['cheap', 'dear'].map((model) => {
          const useful = model === 'dear' ? place !== 0 : place % 2 === 0;
          const costUsd = model === 'dear' ? 0.1 + place / 100 : 0.01;
          return JSON.stringify({ task: `task ${index}`, group: `group ${place}`, kind: 'edit', model, useful, costUsd });
        });
      })
        .flat()
        .join('\n');
    const doubts = [1, 10].map((copies) => {
      const report = replayed(outcomes(copies), { policies: ['always', 'random-mix', 'oracle'] });
      const policies = report.policies.map(({ usefulLow, usefulHigh, savingLow, savingHigh, mixing }) => ({
        ...{ usefulLow, usefulHigh, savingLow, savingHigh, mixing },
      }));
      return rounded({ groups: report.groups, policies, mixing: report.mixing.map(({ low, high }) => [low, high]) });
    });
    expect(doubts[1]).toEqual(doubts[0]);
  });

  it('is the same for the same seed, and tells the same story for another one', () => {
    const text = manyModels(3, { models: 5, tasks: 80 });
    const [once, again, other] = [1, 1, 2].map((seed) => replayed(text, { random: seededRandom(seed), bootstrapCount: 20 }));
    const fixed = (report: typeof once) =>
      report?.policies.filter(({ policy }) => policy === 'always' || policy === 'oracle').map(({ costUsd }) => costUsd);
    expect([again, fixed(other)]).toEqual([once, fixed(once)]);
    expect(other).not.toEqual(once);
  });

  it('calls the length of prompts that say nothing no better than random, on 24 models and 500 tasks', () => {
    const report = replayed(manyModels(1), { judges: judges.slice(0, 1), foldCount: 2 });
    const savings = new Map(report.policies.map(({ name, saving, usefulRate }) => [name, { saving, usefulRate }]));
    const of = (name: string) => savings.get(name) ?? { saving: Number.NaN, usefulRate: Number.NaN };
    const strong = of(`always ${report.alwaysStrong}`);
    expect({
      sizes: [report.models.length, report.tasks, report.policies.length],
      promptLength: report.policies.find(({ policy }) => policy === 'prompt-length')?.verdict,
      longLadderLosesMoney: Number(of('cascade-every-model').saving) < 0,
      chosenLadderSaves: Number(of('cascade').saving) > 0,
      givingUpSavesMore: Number(of('cascade-give-up').saving) > Number(of('cascade').saving),
      isAsUseful: of('cascade-give-up').usefulRate >= strong.usefulRate,
    }).toEqual({
      sizes: [24, 500, 31],
      promptLength: 'no better than random',
      longLadderLosesMoney: true,
      chosenLadderSaves: true,
      givingUpSavesMore: true,
      isAsUseful: true,
    });
  });
});
