import { describe, expect, it } from 'vitest';
import type { WorthMode } from '../../../../src/core/completion/worth/judge.ts';
import { LearningWorthJudge } from '../../../../src/core/completion/worth/learningWorthJudge.ts';
import { type Asked, asked, snapshotOf } from './questions.ts';

const newJudge = (mode: WorthMode = 'balanced') => new LearningWorthJudge({ mode: () => mode });

/** Of the questions that are judged, so many leave; of those the user does the same each time. */
function used(
  judge: LearningWorthJudge,
  questions: number,
  outcome: 'accepted' | 'rejected',
  { id = 'id', ...question }: Asked = {},
): number {
  let left = 0;
  for (let number = 0; number < questions; number += 1) {
    const taskId = `${id}-${number}`;
    const next = asked({ ...question, id: taskId });
    judge.observe(next.snapshot, number * 2000);
    if (!judge.judge(next).isWorth) continue;
    left += 1;
    judge.noticed(next);
    judge.learn(taskId, outcome, 25);
  }
  return left;
}

describe('A paid request', () => {
  it('is worth asking at a usual place and price before anything is known of the user', () => {
    expect(newJudge().judge(asked())).toEqual({
      isWorth: true,
      acceptance: expect.closeTo(0.27, 1),
      valueNanoUsd: expect.any(Number),
      costNanoUsd: 600_000,
      mode: 'balanced',
    });
  });

  it('is not worth a price above its value, but for a few trials', () => {
    const judge = newJudge();
    const verdicts = Array.from({ length: 1000 }, (_, id) => judge.judge(asked({ id: `id-${id}`, cost: 1_000_000_000 })));
    const trials = verdicts.filter(({ isTrial }) => isTrial).length;
    expect([verdicts.filter(({ isWorth }) => isWorth).length === trials, trials > 60, trials < 140]).toEqual([true, true, true]);
  });

  it('whose price is not known is weighed by the look that it costs', () => {
    const { decision, ...question } = asked();
    const judge = newJudge();
    const verdict = judge.judge({ ...question, decision: { ...decision, chosen: { ...decision.chosen, expectedCostNanoUsd: undefined } } });
    expect([verdict.isWorth, verdict.costNanoUsd]).toEqual([true, 0]);
  });

  it('is judged by the same again when another model stands in, at that one’s price', () => {
    const judge = newJudge();
    const first = judge.judge(asked());
    judge.observe(snapshotOf('x|'), 10_000);
    const { acceptance, costNanoUsd } = judge.judge(asked({ cost: 1 }));
    expect([acceptance, costNanoUsd]).toEqual([first.acceptance, 1]);
  });

  it('of a better model is taken more often', () => {
    const [good, bad] = [0.5, 0.1].map((quality) => newJudge().judge(asked({ quality })).acceptance);
    expect(good).toBeGreaterThan(bad ?? 1);
  });
});

describe('A user', () => {
  it('who never takes anything is asked ever less, but never quite given up', () => {
    const judge = newJudge();
    const left = [0, 1, 2, 3].map((part) => used(judge, 250, 'rejected', { id: `part-${part}` }));
    const [first = 0, second = 0, , last = 0] = left;
    expect([second < first, last <= second, last > 0, last < 25]).toEqual([true, true, true, true]);
  });

  it('who begins to take what is offered is asked again', () => {
    const judge = newJudge();
    used(judge, 600, 'rejected', { id: 'before' });
    used(judge, 1000, 'accepted', { id: 'after' });
    expect(used(judge, 100, 'accepted', { id: 'now' })).toBe(100);
  });

  it('who takes in one language and not in another is asked in the one', () => {
    const judge = newJudge();
    for (let round = 0; round < 100; round += 1) {
      used(judge, 4, 'accepted', { id: `go-${round}`, languageId: 'go' });
      used(judge, 4, 'rejected', { id: `python-${round}`, languageId: 'python' });
    }
    const inGo = used(judge, 100, 'accepted', { id: 'go', languageId: 'go' });
    const inPython = used(judge, 100, 'rejected', { id: 'python', languageId: 'python' });
    expect([inGo, inPython < 30]).toEqual([100, true]);
  });

  it('who never sees what is asked for is asked less there', () => {
    const judge = newJudge();
    const before = judge.judge(asked({ id: 'before' })).acceptance;
    for (let id = 0; id < 60; id += 1) judge.noticed(asked({ id: `${id}`, text: 'x|' }));
    expect(judge.judge(asked({ id: 'after', text: 'x|' })).acceptance).toBeLessThan(before / 2);
  });

  it('who takes long answers is asked at a higher price', () => {
    const judge = newJudge();
    const before = judge.judge(asked({ id: 'before' })).valueNanoUsd;
    for (let id = 0; id < 50; id += 1) {
      judge.judge(asked({ id: `${id}` }));
      judge.learn(`${id}`, 'accepted', 100);
    }
    expect(judge.judge(asked({ id: 'after' })).valueNanoUsd).toBeGreaterThan(4 * before);
  });

  it('who refuses long answers is not thought to take long ones', () => {
    const judge = newJudge();
    const refused = (from: number) => {
      for (let id = from; id < from + 50; id += 1) {
        judge.judge(asked({ id: `refused-${id}` }));
        judge.learn(`refused-${id}`, 'rejected', 400);
      }
    };
    refused(0);
    const beforeAnyWasTaken = judge.save().lengths;
    judge.judge(asked({ id: 'taken' }));
    judge.learn('taken', 'accepted', 12);
    refused(50);
    expect([beforeAnyWasTaken, Object.values(judge.save().lengths)]).toEqual([
      {},
      [
        { mean: 12, count: 1 },
        { mean: 12, count: 1 },
      ],
    ]);
  });

  it('teaches nothing by answers that nobody remembers', () => {
    const judge = newJudge();
    judge.learn('unknown', 'accepted', 10);
    expect(judge.save()).toMatchObject({ learned: 0, weights: {}, lengths: {} });
  });
});
