import { describe, expect, it } from 'vitest';
import { LearningWorthJudge } from '../../src/core/completion/worth/learningWorthJudge.ts';
import { WorthMemory } from '../../src/platform/worthMemory.ts';
import { asked } from '../core/completion/worth/questions.ts';
import { FakeTime } from '../support/fakeTime.ts';

function remembering(stored?: unknown, fails = false) {
  const time = new FakeTime();
  const logged: string[] = [];
  const written: unknown[] = [];
  const memory = {
    get: <Value>() => stored as Value,
    update: async (_key: string, value: unknown) => {
      if (fails) throw new Error('the disk is full');
      written.push(value);
    },
  };
  const print = (text: string): void => void logged.push(text);
  const worth = new WorthMemory({ memory, log: { debug: print, warn: print }, after: (ms, callback) => time.after(ms, callback) });
  return { worth, time, written, logged };
}

function learnedOf(outcomes: number) {
  const judge = new LearningWorthJudge({ mode: () => 'balanced' });
  for (let id = 0; id < outcomes; id += 1) {
    judge.judge(asked({ id: `${id}` }));
    judge.learn(`${id}`, id % 3 === 0 ? 'accepted' : 'rejected', 20);
  }
  return judge.save();
}

describe('What was learned of suggestions', () => {
  it('is read as it was written, through JSON', () => {
    const learned = learnedOf(20);
    const { worth, logged } = remembering(JSON.parse(JSON.stringify(learned)));
    expect([worth.read(), logged]).toEqual([learned, []]);
  });

  it('is nothing where nothing was written', () => {
    const { worth, logged } = remembering();
    expect([worth.read(), logged]).toEqual([undefined, []]);
  });

  it.each<[string, unknown]>([
    ['another version', { ...learnedOf(1), version: 0 }],
    ['a weight that is no number', { ...learnedOf(1), weights: { any: { value: Number.NaN, seen: 1 } } }],
    ['a weight without bounds', { ...learnedOf(1), weights: { any: { value: 1e9, seen: 1 } } }],
    ['a share above 1', { ...learnedOf(1), past: { ...learnedOf(1).past, lately: 2 } }],
    ['a text', 'weights'],
    ['null', null],
  ])('is learned anew, and the log says so, where the memory holds %s', (_what, stored) => {
    const { worth, logged } = remembering(stored);
    expect([worth.read(), logged]).toEqual([undefined, ['what was learned of your suggestions cannot be read; it is learned anew']]);
  });

  it('is written once a minute at most, as it is by then', async () => {
    const { worth, time, written } = remembering();
    for (const outcomes of [1, 2, 3]) worth.keep(() => learnedOf(outcomes));
    await time.advance(59_999);
    const before = [...written];
    await time.advance(1);
    expect([before, written]).toEqual([[], [learnedOf(3)]]);
  });

  it('is written when the window closes', async () => {
    const { worth, time, written } = remembering();
    worth.keep(() => learnedOf(1));
    worth.dispose();
    await time.advance(120_000);
    expect(written).toEqual([learnedOf(1)]);
  });

  it('that cannot be written is logged, and nothing breaks', async () => {
    const { worth, time, logged } = remembering(undefined, true);
    worth.keep(() => learnedOf(1));
    await time.advance(60_000);
    expect(logged).toEqual(['what was learned of suggestions was not written: Error: the disk is full']);
  });
});
